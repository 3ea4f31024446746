//! Which content types are read and written, by the rules of GraphQL over HTTP.

use crate::service::locale::thousandths;
use http::{HeaderMap, HeaderValue, header};

/// A content type that an answer can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// `application/graphql-response+json`: the status tells of the GraphQL result.
    GraphqlResponse,
    /// `application/json`: 200 for whatever is a GraphQL answer, since proxies and old clients
    /// take any other status for a broken one.
    Json,
}

impl Media {
    /// The header's value.
    #[must_use]
    pub fn header(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        })
    }

    /// The content type that a client likes best; without an Accept header it is JSON.
    ///
    /// Ranges of `multipart/…` are passed over: Apollo's clients put them first on every request
    /// and accept a plain answer too.
    ///
    /// # Errors
    /// The client accepts neither.
    pub fn accepted(headers: &HeaderMap) -> Result<Self, NotAcceptable> {
        let mut given = headers.get_all(header::ACCEPT).iter().peekable();
        if given.peek().is_none() {
            return Ok(Self::Json);
        }
        let mut best = None;
        for line in given.filter_map(|line| line.to_str().ok()) {
            for range in split(line, ',') {
                let Some((media, quality)) = offered(range) else { continue };
                if best.is_none_or(|(_, known)| quality > known) {
                    best = Some((media, quality));
                }
            }
        }
        best.map(|(media, _)| media).ok_or(NotAcceptable)
    }
}

/// The client accepts no content type that an answer can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAcceptable;

/// Whether a body is JSON in UTF-8, as it was sent and not compressed.
#[must_use]
pub fn is_json(headers: &HeaderMap) -> bool {
    let plain = headers.get(header::CONTENT_ENCODING).is_none_or(|coding| coding == "identity");
    let Some(Ok(value)) = headers.get(header::CONTENT_TYPE).map(HeaderValue::to_str) else {
        return false;
    };
    let mut parts = split(value, ';');
    let json =
        parts.next().is_some_and(|media| media.trim().eq_ignore_ascii_case("application/json"));
    plain && json && parts.all(is_utf8)
}

/// What a range stands for, with its quality in thousandths; `None` where an answer cannot have it.
fn offered(range: &str) -> Option<(Media, u32)> {
    let mut parts = split(range, ';');
    let name = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let media = match name.as_str() {
        "application/graphql-response+json" => Media::GraphqlResponse,
        "application/json" | "application/*" | "*/*" => Media::Json,
        _ => return None,
    };
    let mut quality = 1_000;
    for part in parts {
        match part.trim().split_once('=') {
            Some((name, value)) if name.trim().eq_ignore_ascii_case("q") => {
                quality = thousandths(value.trim())?;
            }
            _ if is_utf8(part) => {}
            _ => return None,
        }
    }
    (quality > 0).then_some((media, quality))
}

/// Whether a parameter of a content type leaves it in UTF-8. Other parameters change nothing.
fn is_utf8(parameter: &str) -> bool {
    match parameter.trim().split_once('=') {
        Some((name, value)) if name.trim().eq_ignore_ascii_case("charset") => {
            let value = value.trim().trim_matches('"');
            value.eq_ignore_ascii_case("utf-8") || value.eq_ignore_ascii_case("utf8")
        }
        _ => true,
    }
}

/// Splits a header's value where `separator` stands outside of quotes.
fn split(value: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    value.split(move |c| {
        quoted ^= c == '"';
        c == separator && !quoted
    })
}

#[cfg(test)]
mod tests {
    use super::{Media, NotAcceptable, is_json};
    use http::{HeaderMap, HeaderValue, header};

    fn accepted(value: &'static str) -> Result<Media, NotAcceptable> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static(value));
        Media::accepted(&headers)
    }

    #[test]
    fn accept_is_read_as_clients_write_it() {
        let apollo = "multipart/mixed;deferSpec=20220824, application/graphql-response+json, \
                      application/json";
        assert_eq!(accepted(apollo), Ok(Media::GraphqlResponse));
        let kotlin = "multipart/mixed;subscriptionSpec=1.0, application/json";
        assert_eq!(accepted(kotlin), Ok(Media::Json));
        let weighed = "application/graphql-response+json;q=0.5, application/json; charset=utf-8";
        assert_eq!(accepted(weighed), Ok(Media::Json));
        assert_eq!(accepted("application/json;q=0.2, */*;q=0.1"), Ok(Media::Json));
        assert_eq!(accepted("text/html, application/*;q=0.8"), Ok(Media::Json));
        assert_eq!(accepted("a/b;c=\",application/json\", */*"), Ok(Media::Json));
        assert_eq!(Media::accepted(&HeaderMap::new()), Ok(Media::Json));
    }

    #[test]
    fn what_no_answer_can_be_is_not_acceptable() {
        for value in [
            "text/html",
            "multipart/mixed",
            "application/json;q=0",
            "application/json;charset=latin1",
            "application/json;q=2",
            "a/b;c=\",application/json\"",
        ] {
            assert_eq!(accepted(value), Err(NotAcceptable), "{value}");
        }
    }

    #[test]
    fn body_is_json_in_utf8_or_not_read() {
        let reads = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(value));
            is_json(&headers)
        };
        for value in ["application/json", "Application/JSON; charset=\"UTF-8\""] {
            assert!(reads(value), "{value}");
        }
        for value in ["text/plain", "application/json; charset=utf-16", "application/jsonp", ""] {
            assert!(!reads(value), "{value}");
        }
        assert!(!is_json(&HeaderMap::new()));
    }
}
