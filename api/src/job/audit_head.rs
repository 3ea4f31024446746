//! Signs the head of the audit chain.

use crate::service::{audit::head, error::ServiceError, op::Op};

pub(super) async fn run(op: &Op) -> Result<(), ServiceError> {
    head::sign(op).await.map(|_| ())
}
