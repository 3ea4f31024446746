//! Computes what depends on balances, once the bank date has moved on.

use crate::service::{
    error::ServiceError,
    op::Op,
    standing::{self, Tell},
};

pub(super) async fn run(op: &Op) -> Result<(), ServiceError> {
    let computed = standing::compute(op.instance().writer(), Tell::Changes).await?;
    tracing::info!(
        customers = computed.customers,
        changed = computed.changed,
        rate_missing = computed.rate_missing,
        "standings computed"
    );
    Ok(())
}
