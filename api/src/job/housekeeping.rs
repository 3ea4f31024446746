//! Deletes what is kept for a while only.

use crate::service::{error::ServiceError, op::Op, retention};

pub(super) async fn run(op: &Op) -> Result<(), ServiceError> {
    let deleted = retention::sweep(op).await?;
    tracing::info!(deleted, "housekeeping");
    Ok(())
}
