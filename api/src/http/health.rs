//! Whether the process lives, and whether it should be sent requests.

use axum::{Json, Router, extract::State, routing::get};
use futures_util::future::{BoxFuture, join_all};
use http::StatusCode;
use serde::Serialize;
use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::time::timeout;

/// How long one thing that is needed may take to answer.
const PATIENCE: Duration = Duration::from_secs(1);

/// Something that requests need.
pub struct Probe {
    /// Its name, as `/ready` tells it.
    pub name: &'static str,
    /// Asks it; false where it is away. Logging why is the probe's.
    pub ask: Box<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>,
}

/// The state of the process; clones are the same one.
#[derive(Clone, Debug)]
pub struct Health(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    stopping: AtomicBool,
    probes: Vec<Probe>,
}

/// What `/ready` tells.
#[derive(Debug, Serialize)]
struct Readiness {
    ready: bool,
    /// What is away, by name. Nothing else: the page is open to everybody.
    missing: Vec<&'static str>,
}

impl Health {
    /// A process that needs what `probes` ask.
    #[must_use]
    pub fn new(probes: Vec<Probe>) -> Self {
        Self(Arc::new(Parts { stopping: AtomicBool::new(false), probes }))
    }

    /// From now on it should be sent no requests.
    pub fn stop(&self) {
        self.0.stopping.store(true, Ordering::Release);
    }

    /// `/live` and `/ready`.
    pub fn router(&self) -> Router {
        Router::new()
            .route("/live", get(async || "live"))
            .route("/ready", get(ready))
            .with_state(self.clone())
    }

    async fn missing(&self) -> Vec<&'static str> {
        let ask = async |probe: &Probe| {
            let there = timeout(PATIENCE, (probe.ask)()).await.unwrap_or(false);
            (!there).then_some(probe.name)
        };
        join_all(self.0.probes.iter().map(ask)).await.into_iter().flatten().collect()
    }
}

impl fmt::Debug for Probe {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name)
    }
}

async fn ready(State(health): State<Health>) -> (StatusCode, Json<Readiness>) {
    let missing = health.missing().await;
    let ready = missing.is_empty() && !health.0.stopping.load(Ordering::Acquire);
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(Readiness { ready, missing }))
}
