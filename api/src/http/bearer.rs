//! What a request says of who sends it.

use crate::auth::cookie::Cookies;
use http::{HeaderMap, header};

/// A claim to be somebody, not yet judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim<'head> {
    /// None is made.
    Nobody,
    /// By a bearer token.
    Bearer(&'head str),
    /// In a way that is not spoken here.
    Unreadable,
}

/// Reads the claim of a request.
#[must_use]
pub fn claim(headers: &HeaderMap) -> Claim<'_> {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    let (first, second) = (given.next(), given.next());
    let Some(value) = first else { return Claim::Nobody };
    let token = value.to_str().ok().and_then(|value| value.split_once(' '));
    match (token, second) {
        (Some((scheme, token)), None)
            if scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty() =>
        {
            Claim::Bearer(token.trim())
        }
        _ => Claim::Unreadable,
    }
}

/// What a browser keeps of its session.
pub(super) fn cookies(headers: &HeaderMap) -> Cookies {
    let given = headers.get_all(header::COOKIE).iter();
    Cookies::read(given.filter_map(|value| value.to_str().ok()))
}

#[cfg(test)]
mod tests {
    use super::{Claim, claim};
    use http::{HeaderMap, HeaderValue, header};

    #[test]
    fn only_one_bearer_token_is_a_claim() {
        let of = |values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(header::AUTHORIZATION, HeaderValue::from_static(value));
            }
            match claim(&headers) {
                Claim::Bearer(token) => token.to_owned(),
                other => format!("{other:?}"),
            }
        };
        assert_eq!(of(&[]), "Nobody");
        assert_eq!(of(&["Bearer a.b.c"]), "a.b.c");
        assert_eq!(of(&["bearer  a.b.c "]), "a.b.c");
        for values in [&["Bearer "][..], &["Basic a"], &["a.b.c"], &["Bearer a", "Bearer b"]] {
            assert_eq!(of(values), "Unreadable", "{values:?}");
        }
    }
}
