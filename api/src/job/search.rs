//! Writes what rows of before are searched by.

use crate::service::{error::ServiceError, op::Op, search::heal};

pub(super) async fn run(op: &Op) -> Result<(), ServiceError> {
    let rows = heal::heal(op).await?;
    tracing::info!(rows, "search entries written");
    Ok(())
}
