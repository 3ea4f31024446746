//! Tells of reminders whose time has come.

use crate::service::{error::ServiceError, follow_up, op::Op};

pub(super) async fn run(op: &Op) -> Result<(), ServiceError> {
    let reminders = follow_up::remind(op).await?;
    if reminders > 0 {
        tracing::info!(reminders, "reminders have come due");
    }
    Ok(())
}
