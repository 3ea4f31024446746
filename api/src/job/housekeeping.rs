//! Deletes what is kept for a while only, and ends sessions that nobody uses.

use crate::service::{error::ServiceError, op::Op, retention, session::sweep};

pub(super) async fn run(op: &Op) -> Result<(), ServiceError> {
    let ended = sweep::end_idle(op).await?;
    let deleted = retention::sweep(op).await?;
    tracing::info!(deleted, ended, "housekeeping");
    Ok(())
}
