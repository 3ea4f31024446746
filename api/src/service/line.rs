//! Short texts that people write: trimmed, without control characters, not too long.

use super::{
    locale::Text,
    refusal::{Code, Refusal},
};

/// A line that must be there, of at most so many characters.
pub(super) fn required(
    text: &str,
    most: usize,
    path: &'static [&'static str],
) -> Result<String, Refusal> {
    optional(text, most, path)?.ok_or(missing(path))
}

/// A line that may be left empty, which is none.
pub(super) fn optional(
    text: &str,
    most: usize,
    path: &'static [&'static str],
) -> Result<Option<String>, Refusal> {
    judged(text, most, path, char::is_control)
}

/// Several lines, which may be left empty.
pub(super) fn lines(
    text: &str,
    most: usize,
    path: &'static [&'static str],
) -> Result<Option<String>, Refusal> {
    judged(text, most, path, |character| character.is_control() && !"\n\r\t".contains(character))
}

/// Several lines that must be there.
pub(super) fn required_lines(
    text: &str,
    most: usize,
    path: &'static [&'static str],
) -> Result<String, Refusal> {
    lines(text, most, path)?.ok_or(missing(path))
}

/// More than is taken, of text or of items.
pub(super) const fn too_long(path: &'static [&'static str]) -> Refusal {
    Refusal::new(Code::TooLong, path, Text { zh: "内容过长。", en: "This is too long." })
}

const fn missing(path: &'static [&'static str]) -> Refusal {
    Refusal::new(Code::Required, path, Text { zh: "此项必填。", en: "This is required." })
}

fn judged(
    text: &str,
    most: usize,
    path: &'static [&'static str],
    is_banned: impl Fn(char) -> bool,
) -> Result<Option<String>, Refusal> {
    let text = text.trim();
    if text.chars().count() > most {
        return Err(too_long(path));
    }
    if text.chars().any(is_banned) {
        let message =
            Text { zh: "含有不允许的字符。", en: "It has characters that no text has." };
        return Err(Refusal::new(Code::Invalid, path, message));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &[&str] = &["input", "name"];

    #[test]
    fn a_line_is_trimmed_and_judged() {
        assert_eq!(required(" 王 ", 1, PATH), Ok("王".to_owned()));
        assert_eq!(optional("  ", 1, PATH), Ok(None));
        let code = |refused: Result<String, Refusal>| refused.unwrap_err().code;
        assert_eq!(code(required(" ", 1, PATH)), Code::Required);
        assert_eq!(code(required("ab", 1, PATH)), Code::TooLong);
        assert_eq!(code(required("a\nb", 9, PATH)), Code::Invalid);
        assert_eq!(lines("a\nb", 9, PATH), Ok(Some("a\nb".to_owned())));
        assert!(lines("a\0b", 9, PATH).is_err());
    }
}
