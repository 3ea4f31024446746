//! Secrets of 256 bits, as clients carry them: refresh tokens, device secrets, machine keys.

use super::key_error::KeyError;
use aws_lc_rs::{constant_time, digest, rand};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use std::fmt;

/// Bytes of a secret.
pub const LENGTH: usize = 32;

/// A secret. Only its hash is ever stored, and it is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; LENGTH]);

impl Secret {
    /// A fresh one.
    ///
    /// # Errors
    /// The system gives no randomness.
    pub fn random() -> Result<Self, KeyError> {
        let mut bytes = [0; LENGTH];
        rand::fill(&mut bytes).map_err(|_| KeyError::Crypto)?;
        Ok(Self(bytes))
    }

    /// Takes bytes that have been carried elsewhere.
    #[must_use]
    pub fn from_bytes(bytes: [u8; LENGTH]) -> Self {
        Self(bytes)
    }

    /// Reads what [`Secret::to_text`] wrote; anything else is `None`.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The secret in the form that a client keeps.
    #[must_use]
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// The bytes, to be derived from or carried.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; LENGTH] {
        &self.0
    }

    /// What is stored of it. A plain hash is enough: nobody guesses 256 random bits.
    #[must_use]
    pub fn hash(&self) -> Vec<u8> {
        digest::digest(&digest::SHA256, &self.0).as_ref().to_vec()
    }

    /// Whether `hash` is this secret's, in the same time whatever the answer.
    #[must_use]
    pub fn has_hash(&self, hash: &[u8]) -> bool {
        constant_time::verify_slices_are_equal(&self.hash(), hash).is_ok()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_back() {
        let secret = Secret::random().unwrap();
        assert_eq!(Secret::from_text(&secret.to_text()), Some(secret.clone()));
        assert!(secret.has_hash(&secret.hash()));
        assert!(!Secret::random().unwrap().has_hash(&secret.hash()));
    }

    #[test]
    fn other_texts_are_no_secrets() {
        for text in ["", "abc", &"A".repeat(42), &"A".repeat(44), &"+".repeat(43)] {
            assert_eq!(Secret::from_text(text), None, "{text}");
        }
    }

    #[test]
    fn never_printed() {
        let secret = Secret::from_bytes([7; LENGTH]);
        assert_eq!(format!("{secret:?}"), "Secret(…)");
    }
}
