//! Looks for customers that are one, once the bank date has moved on.

use crate::service::{data_issue::find::find, error::ServiceError, op::Op, standing::Tell};

pub(super) async fn run(op: &Op) -> Result<(), ServiceError> {
    let found = find(op.instance().writer(), Tell::Changes).await?;
    if found > 0 {
        tracing::info!(found, "customers may be one");
    }
    Ok(())
}
