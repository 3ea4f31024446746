//! Where log lines go and how they look. What may stand in them is each caller's duty: ids, codes
//! and figures, never personal data.

use crate::config::{Log, LogFormat};
use std::io::IsTerminal as _;
use thiserror::Error;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Why nothing can be logged.
#[derive(Debug, Error)]
pub enum TelemetryError {
    /// `log.level` is no level and no filter.
    #[error("log.level is neither a level such as `info` nor a filter such as `info,api=debug`")]
    Level,
    /// Something in this process logs already.
    #[error("logging has been started before")]
    Twice,
}

/// Starts logging, to standard error, for the rest of the process: standard output is a command's
/// answer.
///
/// # Errors
/// The level cannot be read, or logging has been started before.
pub fn start(log: &Log) -> Result<(), TelemetryError> {
    // PostgreSQL's notices say what each migration knows better.
    let filter = EnvFilter::try_new(format!("sqlx::postgres::notice=warn,{}", log.level));
    let filter = filter.map_err(|_| TelemetryError::Level)?;
    let lines = fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    match log.format {
        LogFormat::Text => lines.with_target(false).finish().try_init(),
        LogFormat::Json => lines.json().flatten_event(true).finish().try_init(),
    }
    .map_err(|_| TelemetryError::Twice)
}
