//! The name of a request, in logs, audit rows and answers.

use axum::{extract::Request, middleware::Next, response::Response};
use http::{HeaderMap, HeaderName, HeaderValue};
use uuid::Uuid;

/// Where it stands in requests and answers.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Longest name that is taken over.
const LONGEST: usize = 64;

/// Names one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// The name that a client or proxy gave, if it is harmless wherever it is written, or a new one.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let given = headers.get(&HEADER).and_then(|value| value.to_str().ok());
        let harmless = |name: &&str| {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
            (8..=LONGEST).contains(&name.len()) && name.bytes().all(plain)
        };
        let name = given.filter(harmless).map(str::to_owned);
        Self(name.unwrap_or_else(|| Uuid::new_v4().simple().to_string()))
    }

    /// The name of a request that lost its own.
    #[must_use]
    pub fn unknown() -> Self {
        Self("unknown".to_owned())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Names a request, for everything behind, and its answer.
pub async fn name(mut request: Request, next: Next) -> Response {
    let id = RequestId::of(request.headers());
    let value = HeaderValue::from_str(id.as_str());
    request.extensions_mut().insert(id);
    let mut response = next.run(request).await;
    if let Ok(value) = value {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::{HEADER, RequestId};
    use http::{HeaderMap, HeaderValue};

    #[test]
    fn harmless_name_is_taken_over_and_any_other_replaced() {
        let of = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(HEADER, HeaderValue::from_static(value));
            RequestId::of(&headers)
        };
        assert_eq!(of("edge-0123.ab_c").as_str(), "edge-0123.ab_c");
        for value in ["", "short", "a b c d e f g", "\"quoted-name\"", "x\ty-0123456"] {
            assert_eq!(of(value).as_str().len(), 32, "{value}");
        }
        assert_ne!(RequestId::of(&HeaderMap::new()), RequestId::of(&HeaderMap::new()));
    }
}
