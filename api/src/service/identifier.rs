//! Personal identifiers as they are stored: sealed, hashed to find equals, and masked.

use crate::auth::keyring::{KeyError, Keyring};

/// Characters of a tail.
const TAIL: usize = 4;

/// Which identifier; numbers of two kinds with the same digits have nothing in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identifier {
    /// Mobile number.
    Mobile,
    /// Number of an identity document.
    IdNumber,
    /// Account number.
    Account,
    /// Unified social credit code of a company.
    CreditCode,
}

/// An identifier as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Ciphertext.
    pub cipher: Vec<u8>,
    /// Keyed hash.
    pub hash: Vec<u8>,
    /// What may be shown of it.
    pub mask: String,
}

impl Identifier {
    /// Seals an identifier in its one form: without blanks and hyphens, in capitals.
    ///
    /// # Errors
    /// The system gives no randomness.
    pub fn seal(self, keyring: &Keyring, text: &str) -> Result<Sealed, KeyError> {
        let text = normal(text);
        Ok(Sealed {
            cipher: keyring.seal_identifier(&text)?,
            hash: keyring.hash_identifier(self.name(), &text),
            mask: self.mask(&text),
        })
    }

    /// What may be shown: of a mobile number and an identity number both ends, of any other the
    /// last four characters; never more than half of it.
    #[must_use]
    pub fn mask(self, text: &str) -> String {
        let characters: Vec<char> = text.chars().collect();
        let half = characters.len() / 2;
        let (head, tail) = match self {
            Self::Mobile | Self::IdNumber if characters.len() > 10 => (3, (half - 3).min(4)),
            _ => (0, half.min(4)),
        };
        let hidden = head..characters.len() - tail;
        let shown = |(at, letter): (usize, &char)| if hidden.contains(&at) { '*' } else { *letter };
        characters.iter().enumerate().map(shown).collect()
    }

    /// Keyed hash of the tail by which people know a number; none where the tail would be more
    /// than half of it. Equal tails have equal hashes, and a hash says nothing without its key.
    #[must_use]
    pub fn tail(self, keyring: &Keyring, text: &str) -> Option<Vec<u8>> {
        let text: Vec<char> = normal(text).chars().collect();
        let head = text.len().checked_sub(TAIL).filter(|head| *head >= TAIL)?;
        let tail: String = text.iter().skip(head).collect();
        Some(keyring.hash_identifier(&self.tail_name(), &tail))
    }

    /// What [`Identifier::tail`] may have made of numbers that end in `tail`; nothing where that
    /// is no tail: three digits and a fourth, or the letter that an identity number may end in.
    #[must_use]
    pub fn tails(self, keyring: &Keyring, tail: &str) -> Vec<Vec<u8>> {
        let tail = normal(tail);
        let is_tail = tail.len() == TAIL
            && tail
                .char_indices()
                .all(|(at, letter)| letter.is_ascii_digit() || at == TAIL - 1 && letter == 'X');
        if is_tail { keyring.hashes_of_identifier(&self.tail_name(), &tail) } else { Vec::new() }
    }

    /// A tail has nothing in common with a whole number of the same digits.
    fn tail_name(self) -> String {
        format!("{} tail", self.name())
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::IdNumber => "id_number",
            Self::Account => "account",
            Self::CreditCode => "credit_code",
        }
    }
}

fn normal(text: &str) -> String {
    let kept = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-');
    kept.flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn masks_show_what_people_recognise_a_number_by() {
        assert_eq!(Identifier::Mobile.mask("13812345678"), "138******78");
        assert_eq!(Identifier::IdNumber.mask("11010519491231002X"), "110***********002X");
        assert_eq!(Identifier::Account.mask("6222021234567890"), "************7890");
        assert_eq!(Identifier::Account.mask("576"), "**6");
        assert_eq!(Identifier::Account.mask(""), "");
    }

    #[test]
    fn forms_of_one_number_have_one_hash() {
        let keys = Keyring::generated().unwrap();
        let hash = |text| Identifier::Account.seal(&keys, text).unwrap().hash;
        assert_eq!(hash("6222-0212 3456x"), hash("622202123456X"));
        assert_ne!(hash("1"), Identifier::Mobile.seal(&keys, "1").unwrap().hash);
    }

    #[test]
    fn a_tail_is_found_under_every_key_and_is_no_number() {
        let keys = Keyring::generated().unwrap();
        let stored = Identifier::Mobile.tail(&keys, "138 1234 5678").unwrap();
        assert!(Identifier::Mobile.tails(&keys, "5678").contains(&stored));
        assert!(!Identifier::IdNumber.tails(&keys, "5678").contains(&stored));
        assert_ne!(stored, Identifier::Mobile.seal(&keys, "5678").unwrap().hash);
        let id = Identifier::IdNumber.tail(&keys, "11010519491231002X").unwrap();
        assert!(Identifier::IdNumber.tails(&keys, "002x").contains(&id));
        assert_eq!(Identifier::Mobile.tail(&keys, "1234567"), None, "more than half of it");
        for text in ["678", "05678", "x678", "56 8", "张伟12", ""] {
            assert!(Identifier::Mobile.tails(&keys, text).is_empty(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_mask_hides_at_least_half(text in "[0-9A-Z]{1,24}") {
            for kind in [Identifier::Mobile, Identifier::IdNumber, Identifier::Account] {
                let mask = kind.mask(&text);
                let hidden = mask.chars().filter(|letter| *letter == '*').count();
                prop_assert_eq!(mask.len(), text.len());
                prop_assert!(hidden * 2 >= text.len());
            }
        }
    }
}
