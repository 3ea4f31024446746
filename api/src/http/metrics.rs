//! Figures of the process, as Prometheus reads them, on a port of their own: they are for the
//! operator's network. Labels come from closed lists only, never from a client.

use axum::{Router, routing::get};
use metrics::{
    Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};
use std::time::Duration;

const REQUESTS: &str = "rapport_http_requests_total";
const ERRORS: &str = "rapport_graphql_errors_total";
const SECONDS: &str = "rapport_http_request_seconds";
const POINTS: &str = "rapport_graphql_cost_points";
const STATEMENTS: &str = "rapport_graphql_statements";
const RUNNING: &str = "rapport_http_requests_running";

/// Upper bounds of the buckets of a duration, seconds: from a cached answer to the deadline.
const SECONDS_BOUNDS: [f64; 12] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
/// Upper bounds of the buckets of a number of points or statements.
const COUNT_BOUNDS: [f64; 10] = [1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0, 55.0, 200.0, 1000.0];

/// Starts counting in this process. Once only.
///
/// # Errors
/// Something counts already.
pub fn start() -> Result<PrometheusHandle, BuildError> {
    let bounds = |name: &str| metrics_exporter_prometheus::Matcher::Full(name.to_owned());
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(bounds(SECONDS), &SECONDS_BOUNDS)?
        .set_buckets_for_metric(bounds(POINTS), &COUNT_BOUNDS)?
        .set_buckets_for_metric(bounds(STATEMENTS), &COUNT_BOUNDS)?
        .install_recorder()?;
    describe_counter!(REQUESTS, "Requests answered, by route and status.");
    describe_counter!(ERRORS, "Errors told to clients, by code.");
    describe_histogram!(SECONDS, Unit::Seconds, "Time from the head of a request to its answer.");
    describe_histogram!(POINTS, "Points that operations were counted with.");
    describe_histogram!(STATEMENTS, "SQL statements of operations.");
    describe_gauge!(RUNNING, "Requests being answered.");
    Ok(handle)
}

/// `/metrics`.
pub fn router(handle: &PrometheusHandle) -> Router {
    let handle = handle.clone();
    Router::new().route("/metrics", get(async move || handle.render()))
}

/// A request has been answered.
pub fn answered(route: &'static str, status: u16, time: Duration) {
    counter!(REQUESTS, "route" => route, "status" => status.to_string()).increment(1);
    histogram!(SECONDS, "route" => route).record(time);
}

/// An error has been told. `code` is one of ours.
pub fn told(code: &'static str) {
    counter!(ERRORS, "code" => code).increment(1);
}

/// An operation has been carried out.
pub fn executed(points: u32, statements: u32) {
    histogram!(POINTS).record(points);
    histogram!(STATEMENTS).record(statements);
}

/// A request being answered, until it is dropped.
#[derive(Debug)]
pub struct Running(());

impl Running {
    /// One more.
    #[must_use]
    pub fn begin() -> Self {
        gauge!(RUNNING).increment(1);
        Self(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        gauge!(RUNNING).decrement(1);
    }
}
