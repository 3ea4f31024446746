//! The two cookies of a browser: its refresh token and the secret of its device. Scripts cannot
//! read them, and other sites cannot make a browser send them.

use super::{refresh_token::RefreshToken, secret::Secret};
use std::time::Duration;

/// `__Host-` lets a browser take them over TLS only, and for this host alone.
const REFRESH: &str = "__Host-rapport_refresh";
const DEVICE: &str = "__Host-rapport_device";
/// Browsers keep none for longer than 400 days.
const DEVICE_AGE: Duration = Duration::from_hours(400 * 24);

/// What a request's cookies say. Whatever else they hold is not looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cookies {
    /// The refresh token.
    pub refresh: Option<RefreshToken>,
    /// The secret of the device.
    pub device: Option<Secret>,
}

impl Cookies {
    /// Reads the values of `Cookie` headers.
    #[must_use]
    pub fn read<'header>(headers: impl IntoIterator<Item = &'header str>) -> Self {
        let mut cookies = Self::default();
        for pair in headers.into_iter().flat_map(|header| header.split(';')) {
            match pair.trim().split_once('=') {
                Some((REFRESH, value)) => cookies.refresh = RefreshToken::from_text(value),
                Some((DEVICE, value)) => cookies.device = Secret::from_text(value),
                _ => {}
            }
        }
        cookies
    }
}

/// The value of the `Set-Cookie` header that hands a browser its refresh token for `age`.
#[must_use]
pub fn refresh(token: &RefreshToken, age: Duration) -> String {
    set(REFRESH, &token.to_text(), age)
}

/// The value of the `Set-Cookie` header that hands a browser the secret of its device.
#[must_use]
pub fn device(secret: &Secret) -> String {
    set(DEVICE, &secret.to_text(), DEVICE_AGE)
}

/// The value of the `Set-Cookie` header that takes the refresh token away again.
#[must_use]
pub fn no_refresh() -> String {
    set(REFRESH, "", Duration::ZERO)
}

fn set(name: &str, value: &str, age: Duration) -> String {
    let age = age.as_secs();
    format!("{name}={value}; Path=/; Max-Age={age}; HttpOnly; Secure; SameSite=Strict")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_set_is_read() {
        let token = RefreshToken {
            session: uuid::Uuid::from_u128(1),
            generation: 2,
            secret: Secret::from_bytes([3; 32]),
        };
        let secret = Secret::from_bytes([4; 32]);
        let set = [refresh(&token, Duration::from_mins(1)), device(&secret)];
        for text in &set {
            for guard in ["; HttpOnly", "; Secure", "; SameSite=Strict", "; Path=/"] {
                assert!(text.contains(guard), "{text}");
            }
        }
        let header = set.map(|text| text.split(';').next().unwrap().to_owned()).join("; ");
        let other = format!("theme=dark; {header}; {REFRESH}x=1");
        let cookies = Cookies { refresh: Some(token), device: Some(secret) };
        assert_eq!(Cookies::read([other.as_str()]), cookies);
        assert_eq!(Cookies::read(header.split("; ")), cookies, "in several headers too");
    }

    #[test]
    fn anything_else_is_nothing() {
        let taken = no_refresh();
        for text in ["", ";;=", "__Host-rapport_refresh", taken.as_str()] {
            assert_eq!(Cookies::read([text]), Cookies::default(), "{text}");
        }
        assert!(taken.contains("Max-Age=0"));
    }
}
