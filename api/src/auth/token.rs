//! Access tokens: JWTs that one algorithm signs and that live for minutes.
//!
//! jsonwebtoken checks the signature, the algorithm, `iss` and `aud`. It ignores `typ`, requires
//! neither `iat` nor `jti` nor `sid`, and reads the system's clock: so the claims are fields that
//! cannot be missing, and type and times are checked here, against the caller's clock.

use super::{
    keyring::{KeyError, Keyring},
    ring::Keyed,
};
use crate::config;
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// The type that RFC 9068 gives to access tokens: no other token of ours can stand in for one.
const TYPE: &str = "at+jwt";

/// Why a token was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It was ours and its time is over: the client refreshes.
    #[error("the access token has expired")]
    Expired,
    /// It is not an access token of ours.
    #[error("not an access token")]
    Invalid,
}

/// Whom a token speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// The member of staff.
    pub staff: Uuid,
    /// The session.
    pub session: Uuid,
    /// Which refresh of the session has made it; the sign-in is 0.
    pub generation: i32,
    /// The version of the rights that the member of staff had then.
    pub rights_version: i32,
}

/// An access token, and when it ends.
#[derive(Clone)]
pub struct AccessToken {
    /// As it is sent after `Bearer`.
    pub text: String,
    /// Real time.
    pub expires_at: DateTime<Utc>,
}

/// Makes and checks access tokens.
#[derive(Clone, Debug)]
pub struct Tokens {
    keys: Arc<Keyring>,
    issuer: String,
    audience: String,
    lifetime: TimeDelta,
    leeway: TimeDelta,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    exp: i64,
    iat: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nbf: Option<i64>,
    iss: String,
    aud: String,
    sub: Uuid,
    jti: Uuid,
    sid: Uuid,
    #[serde(rename = "gen")]
    generation: i32,
    #[serde(rename = "rv")]
    rights_version: i32,
}

impl Tokens {
    /// Tokens as the configuration wants them.
    #[must_use]
    pub fn new(keys: Arc<Keyring>, config: &config::Session) -> Self {
        let seconds = |seconds| TimeDelta::seconds(i64::try_from(seconds).unwrap_or(0));
        Self {
            keys,
            issuer: config.issuer.clone(),
            audience: config.audience.clone(),
            lifetime: seconds(config.access_seconds),
            leeway: seconds(config.leeway_seconds),
        }
    }

    /// Makes a token. `id` must be new.
    ///
    /// # Errors
    /// The key cannot sign.
    pub fn issue(
        &self,
        bearer: Bearer,
        id: Uuid,
        now: DateTime<Utc>,
    ) -> Result<AccessToken, KeyError> {
        let expires_at = now + self.lifetime;
        let claims = Claims {
            exp: expires_at.timestamp(),
            iat: now.timestamp(),
            nbf: None,
            iss: self.issuer.clone(),
            aud: self.audience.clone(),
            sub: bearer.staff,
            jti: id,
            sid: bearer.session,
            generation: bearer.generation,
            rights_version: bearer.rights_version,
        };
        let Keyed { id, key, .. } = self.keys.token().newest();
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(id.clone());
        let text = jsonwebtoken::encode(&header, &claims, &key.signing);
        Ok(AccessToken { text: text.map_err(|_| KeyError::Crypto)?, expires_at })
    }

    /// Checks a token and tells whom it speaks for.
    ///
    /// # Errors
    /// It is not ours, or its time is over.
    pub fn check(&self, text: &str, now: DateTime<Utc>) -> Result<Bearer, TokenError> {
        let invalid = |_| TokenError::Invalid;
        let header = jsonwebtoken::decode_header(text).map_err(invalid)?;
        if header.typ.as_deref() != Some(TYPE) || header.crit.is_some() {
            return Err(TokenError::Invalid);
        }
        let id = header.kid.ok_or(TokenError::Invalid)?;
        let keyed = self.keys.token().all().find(|keyed| keyed.id == id);
        let key = &keyed.ok_or(TokenError::Invalid)?.key.checking;
        let token = jsonwebtoken::decode::<Claims>(text, key, &self.validation());
        let claims = token.map_err(invalid)?.claims;

        let (soonest, latest) = ((now - self.leeway).timestamp(), (now + self.leeway).timestamp());
        if claims.iat > latest || claims.nbf.is_some_and(|from| from > latest) {
            return Err(TokenError::Invalid);
        }
        if claims.exp <= soonest {
            return Err(TokenError::Expired);
        }
        Ok(Bearer {
            staff: claims.sub,
            session: claims.sid,
            generation: claims.generation,
            rights_version: claims.rights_version,
        })
    }

    fn validation(&self) -> Validation {
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[&self.audience]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        validation.validate_exp = false;
        validation
    }
}

#[cfg(test)]
mod tests;
