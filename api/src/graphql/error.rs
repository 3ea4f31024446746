//! From `ServiceError` to what a client may know, in one place. With the feature
//! `custom-error-conversion` no other error turns into an answer through `?`.

use crate::service::error::ServiceError;
use async_graphql::{Error, ErrorExtensions, ServerError};
use std::borrow::Cow;

/// How long a client does well to wait before it tries again, where nobody knows better.
const RETRY_AFTER_MS: u64 = 1000;

impl From<ServiceError> for Error {
    /// Faults are logged here, once, and leave without their text.
    #[expect(clippy::disallowed_methods, reason = "the one place")]
    fn from(error: ServiceError) -> Self {
        let (code, message, retry) = match &error {
            ServiceError::BadInput(message) => {
                ("BAD_USER_INPUT", Cow::Borrowed(message.as_str()), None)
            }
            ServiceError::Unauthenticated => ("UNAUTHENTICATED", "Sign in first.".into(), None),
            ServiceError::Forbidden => ("FORBIDDEN", "You may not do this.".into(), None),
            ServiceError::ClientTooOld(_) => ("CLIENT_TOO_OLD", error.to_string().into(), None),
            ServiceError::RateLimited(wait) => {
                ("RATE_LIMITED", "Too many tries.".into(), Some(*wait))
            }
            ServiceError::Unavailable(_) | ServiceError::StoreUnavailable(_) => {
                ("UNAVAILABLE", "Try again shortly.".into(), Some(RETRY_AFTER_MS))
            }
            ServiceError::Database(_) | ServiceError::Defect(_) => {
                ("INTERNAL", "Something went wrong on our side.".into(), None)
            }
        };
        if matches!(code, "UNAVAILABLE" | "INTERNAL") {
            tracing::error!(%error, code, "a request failed");
        }
        Error::new(message).extend_with(|_, extensions| {
            extensions.set("code", code);
            extensions.set("retryable", retry.is_some());
            if let Some(wait) = retry {
                extensions.set("retryAfterMs", wait);
            }
        })
    }
}

impl From<ServerError> for ServiceError {
    /// What async-graphql says of an argument that it could not read, such as a missing variable.
    fn from(error: ServerError) -> Self {
        Self::BadInput(error.message)
    }
}
