//! Personal identifiers as they are stored: sealed, hashed to find equals, and masked.

use crate::auth::keyring::{KeyError, Keyring};

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
