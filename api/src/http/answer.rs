//! How an answer is written: the same envelope for what was executed and for what was refused.

use super::{fault::Fault, negotiate::Media, request_id::RequestId};
use async_graphql::{PathSegment, Pos, Value};
use axum::{body::Body, response::Response};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::{Map, Value as Json};
use std::time::Duration;

/// Most errors that a refusal tells of, and the bytes that their messages may fill together: with
/// codes and places a refusal stays below 4 KiB.
const TOLD: usize = 5;
const TOLD_BYTES: usize = 2_400;

/// One error of an answer.
#[derive(Clone, Debug, Serialize)]
pub struct Told {
    /// For people.
    pub message: String,
    /// Where in the document.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<Pos>,
    /// Where in the data.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<PathSegment>,
    /// What a client decides by.
    pub extensions: Map<String, Json>,
}

/// A whole answer.
#[derive(Debug, Default, Serialize)]
pub struct Answer {
    /// What was asked for; left out where nothing was executed, null where a field that may not be
    /// null failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Value>,
    /// What went wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Told>,
    /// What is told beside the specification.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub extensions: Map<String, Json>,
}

/// What an operation cost, as clients are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CostReport {
    /// Points that the document was counted with.
    pub requested: u64,
    /// Points that it came to; zero where it was not executed.
    pub actual: u64,
    /// Points that the caller has left.
    pub available: u64,
    /// Points that come back each second.
    pub restore_rate: u64,
}

impl Told {
    /// An error with its code. `retry` is when the same request may succeed; `None`, it will not.
    #[must_use]
    pub fn new(
        code: &str,
        message: impl Into<String>,
        id: &RequestId,
        retry: Option<Duration>,
    ) -> Self {
        let mut extensions = Map::new();
        extensions.insert("code".into(), code.into());
        extensions.insert("requestId".into(), id.as_str().into());
        extensions.insert("retryable".into(), retry.is_some().into());
        if let Some(wait) = retry.filter(|wait| !wait.is_zero()) {
            extensions.insert("retryAfterMs".into(), millis(wait).into());
        }
        Self { message: message.into(), locations: Vec::new(), path: Vec::new(), extensions }
    }

    /// The error that a fault is told as.
    #[must_use]
    pub fn of(fault: &Fault, id: &RequestId) -> Self {
        let told = Self::new(fault.code, fault.message.clone(), id, fault.retry);
        Self { locations: fault.at.into_iter().collect(), ..told }
    }

    /// Its code.
    #[must_use]
    pub fn code(&self) -> &str {
        self.extensions.get("code").and_then(Json::as_str).unwrap_or_default()
    }
}

impl Answer {
    /// The answer to a request that was not executed.
    #[must_use]
    pub fn refusal(errors: Vec<Told>) -> Self {
        Self { errors: few(errors), ..Self::default() }
    }

    /// Tells what the operation cost.
    #[must_use]
    pub fn with_cost(mut self, cost: CostReport) -> Self {
        if let Ok(cost) = serde_json::to_value(cost) {
            self.extensions.insert("cost".into(), cost);
        }
        self
    }

    /// Writes it.
    #[must_use]
    pub fn write(&self, status: StatusCode, media: Media) -> Response {
        // Maps with names as keys: it cannot fail, and an empty body would say so.
        let mut response = Response::new(Body::from(serde_json::to_vec(self).unwrap_or_default()));
        *response.status_mut() = status;
        response.headers_mut().insert(header::CONTENT_TYPE, media.header());
        if let Some(seconds) = self.retry_seconds(status) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
        }
        response
    }

    /// The wait, in whole seconds, of an answer whose status asks for one.
    fn retry_seconds(&self, status: StatusCode) -> Option<u64> {
        let waits = [StatusCode::TOO_MANY_REQUESTS, StatusCode::SERVICE_UNAVAILABLE];
        if !waits.contains(&status) {
            return None;
        }
        let wait = |told: &Told| told.extensions.get("retryAfterMs").and_then(Json::as_u64);
        self.errors.iter().filter_map(wait).max().map(|wait| wait.div_ceil(1_000).max(1))
    }
}

/// Writes the refusal of a request. The status is that of the first fault.
#[must_use]
pub fn refuse(
    faults: &[Fault],
    media: Media,
    id: &RequestId,
    cost: Option<CostReport>,
) -> Response {
    let status = faults.first().map_or(StatusCode::INTERNAL_SERVER_ERROR, |f| f.status(media));
    let refusal = Answer::refusal(faults.iter().map(|fault| Told::of(fault, id)).collect());
    let answer = match cost {
        Some(cost) => refusal.with_cost(cost),
        None => refusal,
    };
    answer.write(status, media)
}

/// At most as many errors and bytes of messages as a refusal may hold: validation may have a
/// complaint for every token, and repeats what it complains of.
fn few(mut errors: Vec<Told>) -> Vec<Told> {
    errors.truncate(TOLD);
    let share = TOLD_BYTES / errors.len().max(1);
    for told in &mut errors {
        told.locations.truncate(2);
        shorten(&mut told.message, share);
    }
    errors
}

/// Cuts a text so that it fills at most `bytes` as a JSON string.
fn shorten(text: &mut String, bytes: usize) {
    let written =
        |c: char| if c < ' ' { 6 } else { c.len_utf8() + usize::from(matches!(c, '"' | '\\')) };
    let mut filled = 0;
    let cut = text.char_indices().find(|(_, c)| {
        filled += written(*c);
        filled > bytes
    });
    if let Some((cut, _)) = cut {
        text.truncate(cut);
        text.push('…');
    }
}

fn millis(wait: Duration) -> u64 {
    u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Answer, Told};
    use crate::http::{negotiate::Media, request_id::RequestId};
    use http::{HeaderMap, StatusCode};
    use http_body_util::BodyExt;
    use proptest::prelude::*;
    use std::time::Duration;

    proptest! {
        #[test]
        fn refusal_stays_below_four_kilobytes(
            texts in prop::collection::vec(".{0,3000}", 1..40),
            noise in "[\u{0}-\u{1f}\"\\\\]{2000}",
        ) {
            let id = RequestId::of(&HeaderMap::new());
            let told = |text: &String| {
                let place = async_graphql::Pos { line: usize::MAX, column: usize::MAX };
                let told = Told::new("PERSISTED_QUERY_NOT_FOUND", text, &id, Some(Duration::MAX));
                Told { locations: vec![place; 9], ..told }
            };
            let answer = Answer::refusal(texts.iter().chain([&noise]).map(told).collect());
            prop_assert!(answer.errors.len() <= 5);
            let written = serde_json::to_vec(&answer).unwrap();
            prop_assert!(written.len() <= 4_096, "{}", written.len());
        }
    }

    #[tokio::test]
    async fn wait_is_told_in_the_header_and_the_body() {
        let id = RequestId::of(&HeaderMap::new());
        let told = Told::new("RATE_LIMITED", "wait", &id, Some(Duration::from_millis(1_500)));
        let response = Answer::refusal(vec![told])
            .write(StatusCode::TOO_MANY_REQUESTS, Media::GraphqlResponse);
        assert_eq!(response.headers()["retry-after"], "2");
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(body["errors"][0]["extensions"]["retryAfterMs"], 1_500);
        assert_eq!(body["data"], serde_json::Value::Null);
        assert!(body.get("data").is_none());
    }
}
