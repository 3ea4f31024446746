//! What somebody types to search by.

use super::words::{is_han, phrase, split};
use crate::service::error::ServiceError;

/// Longest text, in characters.
pub const MAX_TEXT: usize = 64;

/// A text to search by: two letters or digits at least, or one Chinese character, which holding
/// one proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// As it was typed, for numbers that are compared as a whole.
    pub(super) typed: String,
    /// In the form of names, with a blank before each word.
    pub(super) words: String,
    /// The same in one run, for pinyin and initials.
    pub(super) run: String,
}

impl Phrase {
    /// Takes a text from outside. Signs in it, such as `%` or `"`, end a word and mean no more.
    ///
    /// # Errors
    /// It is too long, or too little to search by.
    pub fn read(text: &str) -> Result<Self, ServiceError> {
        if text.chars().count() > MAX_TEXT {
            let message = format!("`text` may have {MAX_TEXT} characters");
            return Err(ServiceError::BadInput(message));
        }
        let words = split(text);
        let letters = || words.iter().flat_map(|word| word.chars());
        if letters().count() < 2 && !letters().any(is_han) {
            let message = "`text` needs two letters or digits, or one Chinese character";
            return Err(ServiceError::BadInput(message.into()));
        }
        let typed = text.trim().chars().filter(|letter| !letter.is_control()).collect();
        Ok(Self { typed, words: phrase(&words), run: format!(" {}", words.concat()) })
    }
}

#[cfg(test)]
mod tests {
    use super::Phrase;

    #[test]
    fn two_letters_or_one_character_are_enough() {
        for text in ["张", "zw", "Z W", "12", " 张 ", "%z_w"] {
            assert!(Phrase::read(text).is_ok(), "{text}");
        }
        for text in ["", " ", "z", "1", "%%", "\"*\"", "__________", &"长".repeat(65)] {
            assert!(Phrase::read(text).is_err(), "{text}");
        }
        let phrase = Phrase::read("Zhang Wei").unwrap();
        assert_eq!((phrase.words.as_str(), phrase.run.as_str()), (" zhang wei", " zhangwei"));
    }
}
