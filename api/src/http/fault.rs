//! What keeps a request from being executed, and how it is told. Every refusal is a GraphQL
//! answer, so that clients need one way to read errors.

use super::{
    guard::Refusal,
    negotiate::{Media, NotAcceptable},
    params::BodyError,
    persisted::Missing,
};
use async_graphql_parser::Pos;
use http::StatusCode;
use std::{borrow::Cow, time::Duration};

/// One reason.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The status, where it does not hang on the content type.
    status: Status,
    /// The stable code that a client decides by.
    pub code: &'static str,
    /// For people.
    pub message: Cow<'static, str>,
    /// When the same request may succeed; `None` where it will not.
    pub retry: Option<Duration>,
    /// Where in the document.
    pub at: Option<Pos>,
}

#[derive(Clone, Copy, Debug)]
enum Status {
    /// Whatever the content type.
    Always(StatusCode),
    /// A GraphQL answer: 200 as plain JSON, and this where the status tells of GraphQL.
    Graphql(StatusCode),
}

impl Fault {
    fn always(status: StatusCode, code: &'static str, message: &'static str) -> Self {
        let status = Status::Always(status);
        Self { status, code, message: message.into(), retry: None, at: None }
    }

    /// The status under a content type.
    #[must_use]
    pub fn status(&self, media: Media) -> StatusCode {
        match (self.status, media) {
            (Status::Always(status), _) | (Status::Graphql(status), Media::GraphqlResponse) => {
                status
            }
            (Status::Graphql(_), Media::Json) => StatusCode::OK,
        }
    }

    /// The body is larger than `bytes`.
    #[must_use]
    pub fn body_too_large(bytes: usize) -> Self {
        let message = format!("The body is larger than {bytes} bytes.").into();
        let too_large = StatusCode::PAYLOAD_TOO_LARGE;
        Self { message, ..Self::always(too_large, "COST_EXCEEDED", "") }
    }

    /// The body did not arrive in time.
    #[must_use]
    pub fn body_too_slow() -> Self {
        let message = "The body did not arrive in time.";
        let fault = Self::always(StatusCode::REQUEST_TIMEOUT, "DEADLINE_EXCEEDED", message);
        Self { retry: Some(Duration::ZERO), ..fault }
    }

    /// The body broke off.
    #[must_use]
    pub fn body_broken() -> Self {
        Self::always(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", "The body broke off.")
    }

    /// The body is not JSON.
    #[must_use]
    pub fn not_json() -> Self {
        let message = "The body must be application/json in UTF-8, without a content encoding.";
        Self::always(StatusCode::UNSUPPORTED_MEDIA_TYPE, "BAD_USER_INPUT", message)
    }

    /// Another method than POST.
    #[must_use]
    pub fn not_post() -> Self {
        let message = "Operations are sent by POST.";
        Self::always(StatusCode::METHOD_NOT_ALLOWED, "BAD_USER_INPUT", message)
    }

    /// The token is none of ours, or its session has ended.
    #[must_use]
    pub fn unauthenticated() -> Self {
        let message = "Sign in first.";
        Self::always(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", message)
    }

    /// The token was good and is too old; refreshing gives another.
    #[must_use]
    pub fn token_expired() -> Self {
        let message = "The access token has expired.";
        Self::always(StatusCode::UNAUTHORIZED, "TOKEN_EXPIRED", message)
    }

    /// A page of another origin sent it.
    #[must_use]
    pub fn foreign_origin() -> Self {
        Self::always(StatusCode::FORBIDDEN, "FORBIDDEN", "Pages of this origin may not call.")
    }

    /// A user, or an address, has spent what it has for now.
    #[must_use]
    pub fn rate_limited(wait: Duration) -> Self {
        let message = "Too much was asked for in a short time.";
        let fault = Self::always(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", message);
        Self { retry: Some(wait), ..fault }
    }

    /// Something that is needed is away for the moment.
    #[must_use]
    pub fn unavailable() -> Self {
        let fault =
            Self::always(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", "Try again shortly.");
        Self { retry: Some(Duration::from_secs(1)), ..fault }
    }

    /// The operation took too long and was given up.
    #[must_use]
    pub fn deadline() -> Self {
        let message = "The operation took too long and was given up.";
        let fault = Self::always(StatusCode::GATEWAY_TIMEOUT, "DEADLINE_EXCEEDED", message);
        Self { retry: Some(Duration::from_secs(1)), ..fault }
    }

    /// A fault of ours, which is in the log.
    #[must_use]
    pub fn internal() -> Self {
        let message = "Something went wrong on our side.";
        Self::always(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", message)
    }
}

impl From<NotAcceptable> for Fault {
    fn from(NotAcceptable: NotAcceptable) -> Self {
        let message =
            "Answers are application/graphql-response+json or application/json, in UTF-8.";
        Self::always(StatusCode::NOT_ACCEPTABLE, "BAD_USER_INPUT", message)
    }
}

impl From<BodyError> for Fault {
    fn from(error: BodyError) -> Self {
        let message = error.to_string().into();
        Self { message, ..Self::always(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", "") }
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self {
            status: Status::Graphql(StatusCode::BAD_REQUEST),
            code: refusal.code(),
            message: refusal.to_string().into(),
            retry: None,
            at: refusal.at(),
        }
    }
}

impl From<Missing> for Vec<Fault> {
    fn from(missing: Missing) -> Self {
        let bad = |message| Fault::always(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", message);
        match missing {
            Missing::Refused(refusals) => refusals.into_iter().map(Fault::from).collect(),
            Missing::NotGiven => vec![bad("The request holds no `query`.")],
            Missing::BadHash => {
                vec![bad("The hash is not the SHA-256 of the document, or not in version 1.")]
            }
            // The words and the status are those that Apollo's clients look for.
            Missing::NotFound => {
                let code = "PERSISTED_QUERY_NOT_FOUND";
                vec![Fault::always(StatusCode::OK, code, "PersistedQueryNotFound")]
            }
        }
    }
}
