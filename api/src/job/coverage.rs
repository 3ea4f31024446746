//! Tells of assignments that began or ended by time alone, from where the last such job ended.

use crate::service::{
    assignment::turn::{Stretch, turn},
    error::ServiceError,
    job,
    op::Op,
};
use chrono::{DateTime, Utc};

/// `kind` is what this job is called in the queue.
pub(super) async fn run(op: &Op, kind: &str, slot: &str) -> Result<(), ServiceError> {
    let until = instant(slot)?;
    let last = job::last_done(op, kind, slot).await?;
    // Before the first job nobody had been told anything: the bank was set up as of its date.
    let after = last.as_deref().map_or(Ok(op.bank().set_up_at()), instant)?;
    let customers = turn(op, Stretch { after, until }).await?;
    if customers > 0 {
        tracing::info!(customers, "coverage changed by time");
    }
    Ok(())
}

fn instant(slot: &str) -> Result<DateTime<Utc>, ServiceError> {
    let instant = DateTime::parse_from_rfc3339(slot);
    Ok(instant.map_err(|_| ServiceError::Defect("a slot is no instant"))?.to_utc())
}
