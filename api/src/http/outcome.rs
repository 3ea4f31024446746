//! From what async-graphql answers to what leaves: statuses, codes on every error, and what the
//! operation came to.

use super::{
    answer::{Answer, Told},
    negotiate::Media,
    request_id::RequestId,
};
use async_graphql::{Response, ServerError, Value};
use http::StatusCode;
use serde_json::{Map, Value as Json};

/// Codes that give an answer in which there is no data a status of its own, so that proxies and
/// clients see it without reading the body.
const STATUSES: [(&str, StatusCode); 5] = [
    ("UNAVAILABLE", StatusCode::SERVICE_UNAVAILABLE),
    ("RATE_LIMITED", StatusCode::TOO_MANY_REQUESTS),
    ("UNAUTHENTICATED", StatusCode::UNAUTHORIZED),
    ("FORBIDDEN", StatusCode::FORBIDDEN),
    ("CLIENT_TOO_OLD", StatusCode::UPGRADE_REQUIRED),
];

/// Every code that an error can have.
pub const CODES: [&str; 13] = [
    "UNAUTHENTICATED",
    "TOKEN_EXPIRED",
    "FORBIDDEN",
    "NOT_FOUND",
    "BAD_USER_INPUT",
    "PERSISTED_QUERY_NOT_FOUND",
    "OPERATION_NOT_ALLOWED",
    "COST_EXCEEDED",
    "RATE_LIMITED",
    "DEADLINE_EXCEEDED",
    "CLIENT_TOO_OLD",
    "UNAVAILABLE",
    "INTERNAL",
];

/// The answer to an operation, with its status.
#[must_use]
pub fn of(
    response: Response,
    media: Media,
    id: &RequestId,
    shows_schema: bool,
) -> (Answer, StatusCode) {
    let is_null = matches!(response.data, Value::Null);
    let executed = !is_null || response.errors.iter().any(|error| !error.path.is_empty());
    let errors = response.errors.into_iter().map(|error| told(error, id, shows_schema)).collect();
    if !executed {
        let status = match media {
            Media::GraphqlResponse => StatusCode::BAD_REQUEST,
            Media::Json => StatusCode::OK,
        };
        return (Answer::refusal(errors), status);
    }
    let status = status(&response.data, &errors);
    let data = if status == StatusCode::OK { response.data } else { Value::Null };
    let extensions = response.extensions.into_iter();
    let extensions = extensions.filter_map(|(name, value)| Some((name, value.into_json().ok()?)));
    (Answer { data: Some(data), errors, extensions: extensions.collect() }, status)
}

/// The objects in the lists of an answer: what it has of the nodes that its cost was counted with.
#[must_use]
pub fn nodes(data: &Value) -> u64 {
    match data {
        Value::List(items) => {
            items.iter().map(|item| nodes(item) + u64::from(matches!(item, Value::Object(_)))).sum()
        }
        Value::Object(members) => members.values().map(nodes).sum(),
        _ => 0,
    }
}

/// A code as the metrics know it: of a closed list.
#[must_use]
pub fn known(code: &str) -> &'static str {
    CODES.into_iter().find(|known| *known == code).unwrap_or("OTHER")
}

/// 200, unless there is no data and every error says the same of why.
fn status(data: &Value, errors: &[Told]) -> StatusCode {
    let Some(first) = errors.first() else { return StatusCode::OK };
    let all = errors.iter().all(|error| error.code() == first.code());
    let nothing = match data {
        Value::Null => true,
        // Every root failed, though each alone might have: the store behind them is away.
        Value::Object(roots) => {
            first.code() == "UNAVAILABLE" && roots.values().all(|root| *root == Value::Null)
        }
        _ => false,
    };
    let known = STATUSES.iter().find(|(code, _)| all && nothing && *code == first.code());
    known.map_or(StatusCode::OK, |(_, status)| *status)
}

/// One error. What carries no code comes from async-graphql, which found fault with the request.
fn told(error: ServerError, id: &RequestId, shows_schema: bool) -> Told {
    let message = error.message.as_str();
    let plain = message.split_once(" Did you mean").map_or(message, |(plain, _)| plain);
    let message = if shows_schema { message } else { plain };
    let mut told = Told::new("BAD_USER_INPUT", message, id, None);
    told.locations = error.locations;
    told.path = error.path;
    if let Some(Ok(Json::Object(given))) = error.extensions.map(serde_json::to_value) {
        let given: Map<String, Json> = given;
        told.extensions.extend(given);
    }
    told
}

#[cfg(test)]
mod tests {
    use super::{nodes, of};
    use crate::http::{negotiate::Media, request_id::RequestId};
    use async_graphql::{PathSegment, Response, ServerError, Value, value};
    use http::{HeaderMap, StatusCode};

    fn failed(code: &str, path: &str) -> ServerError {
        let mut error = ServerError::new("message", None);
        error.path = vec![PathSegment::Field(path.into())];
        let mut extensions = async_graphql::ErrorExtensionValues::default();
        extensions.set("code", code);
        error.extensions = Some(extensions);
        error
    }

    fn status(data: &Value, errors: &[ServerError]) -> (StatusCode, StatusCode) {
        let id = RequestId::of(&HeaderMap::new());
        let under = |media| {
            let mut response = Response::new(data.clone());
            response.errors = errors.to_vec();
            of(response, media, &id, false).1
        };
        (under(Media::GraphqlResponse), under(Media::Json))
    }

    #[test]
    fn status_tells_of_the_whole_answer() {
        let ok = (StatusCode::OK, StatusCode::OK);
        let away = (StatusCode::SERVICE_UNAVAILABLE, StatusCode::SERVICE_UNAVAILABLE);
        let invalid = vec![ServerError::new("Unknown field.", None)];
        assert_eq!(status(&Value::Null, &invalid), (StatusCode::BAD_REQUEST, StatusCode::OK));
        assert_eq!(status(&Value::Null, &[failed("INTERNAL", "a")]), ok);
        assert_eq!(status(&Value::Null, &[failed("UNAVAILABLE", "a")]), away);
        assert_eq!(status(&value!({ "a": null }), &[failed("UNAVAILABLE", "a")]), away);
        assert_eq!(status(&value!({ "a": null }), &[failed("FORBIDDEN", "a")]), ok);
        let half = value!({ "a": null, "b": 1 });
        assert_eq!(status(&half, &[failed("UNAVAILABLE", "a")]), ok);
        let mixed = vec![failed("UNAVAILABLE", "a"), failed("INTERNAL", "b")];
        assert_eq!(status(&Value::Null, &mixed), ok);
    }

    #[test]
    fn suggestions_stay_inside_in_production() {
        let id = RequestId::of(&HeaderMap::new());
        let message = "Unknown field \"nam\" on type \"A\". Did you mean \"name\"?";
        let error = |shows_schema| {
            let mut response = Response::new(Value::Null);
            response.errors = vec![ServerError::new(message, None)];
            of(response, Media::Json, &id, shows_schema).0.errors.remove(0)
        };
        assert_eq!(error(false).message, "Unknown field \"nam\" on type \"A\".");
        assert_eq!(error(true).message, message);
        assert_eq!(error(true).code(), "BAD_USER_INPUT");
    }

    #[test]
    fn nodes_are_objects_in_lists() {
        let data = value!({ "a": { "nodes": [{ "b": [{}, {}] }, { "b": [] }, 1] } });
        assert_eq!(nodes(&data), 4);
    }
}
