//! Refresh tokens: the session, the generation, and a secret that follows from its parent's.

use super::secret::{LENGTH, Secret};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use uuid::Uuid;

/// What every refresh token begins with, so that one in the wrong place is recognised.
const PREFIX: &str = "rpr_";

/// A refresh token. Session and generation only say where to look; the secret proves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshToken {
    /// The session that it belongs to.
    pub session: Uuid,
    /// Which refresh has made it; the sign-in's is 0.
    pub generation: i32,
    /// What proves it.
    pub secret: Secret,
}

impl RefreshToken {
    /// The token as a client keeps it.
    #[must_use]
    pub fn to_text(&self) -> String {
        let generation = self.generation.to_be_bytes();
        let parts = [self.session.as_bytes().as_slice(), &generation, self.secret.as_bytes()];
        format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(parts.concat()))
    }

    /// Reads what [`RefreshToken::to_text`] wrote; anything else is `None`.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text.strip_prefix(PREFIX)?).ok()?;
        let (session, rest) = bytes.split_first_chunk::<16>()?;
        let (generation, secret) = rest.split_first_chunk::<4>()?;
        let secret: [u8; LENGTH] = secret.try_into().ok()?;
        Some(Self {
            session: Uuid::from_bytes(*session),
            generation: i32::from_be_bytes(*generation),
            secret: Secret::from_bytes(secret),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn text_and_back(session: u128, generation: i32, secret: [u8; LENGTH]) {
            let (session, secret) = (Uuid::from_u128(session), Secret::from_bytes(secret));
            let token = RefreshToken { session, generation, secret };
            prop_assert_eq!(RefreshToken::from_text(&token.to_text()), Some(token));
        }

        #[test]
        fn no_other_text_is_a_token(text in ".{0,120}") {
            if let Some(token) = RefreshToken::from_text(&text) {
                prop_assert_eq!(token.to_text(), text);
            }
        }
    }

    #[test]
    fn never_printed() {
        let secret = Secret::from_bytes([7; LENGTH]);
        let token = RefreshToken { session: Uuid::nil(), generation: 0, secret };
        assert!(format!("{token:?}").contains("Secret(…)"));
    }
}
