//! Where log lines go and how they look. What may stand in them is each caller's duty: ids, codes
//! and figures, never personal data.

use crate::config::{Log, LogFormat};
use std::io::IsTerminal as _;
use thiserror::Error;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Who is heard from a warning on: PostgreSQL's notices and the steps of the migrator say what the
/// command that caused them says better.
const QUIET: &str = "sqlx::postgres::notice=warn,sea_orm_migration=warn";

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
    let filter = EnvFilter::try_new(format!("{QUIET},{}", log.level));
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
