//! Texts that people write: what is kept of them, and what is refused.

use super::{
    locale::Text,
    refusal::{Code, Refusal},
};

/// A text that may be missing: trimmed, none where nothing is left of it.
pub(super) fn optional(
    text: &str,
    most: usize,
    path: &'static [&'static str],
) -> Result<Option<String>, Refusal> {
    let text = text.trim();
    if text.chars().count() > most {
        return Err(too_long(path));
    }
    // Lines and tabs are what people write; anything else is the residue of a copy.
    if text.chars().any(|character| character.is_control() && !"\n\r\t".contains(character)) {
        let message = Text {
            zh: "含有无法保存的字符。",
            en: "It holds characters that cannot be kept.",
        };
        return Err(Refusal::new(Code::Invalid, path, message));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// A text that must be there.
pub(super) fn required(
    text: &str,
    most: usize,
    path: &'static [&'static str],
) -> Result<String, Refusal> {
    let message = Text { zh: "此项必填。", en: "This must be filled in." };
    optional(text, most, path)?.ok_or(Refusal::new(Code::Required, path, message))
}

/// More than is taken, of text or of items.
pub(super) const fn too_long(path: &'static [&'static str]) -> Refusal {
    Refusal::new(Code::TooLong, path, Text { zh: "内容过长。", en: "This is too long." })
}
