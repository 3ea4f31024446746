//! Showing an identifier in full. That it was shown is counted and audited, and both are
//! committed, before anything is decrypted: whatever fails after that, nobody has seen what is not
//! in the audit.

mod account;
mod ask;

pub use ask::{Bearer, Field, Purpose, Reveal};

use super::{
    error::ServiceError,
    op::Op,
    refusal::{Refusal, Stop},
};
use crate::auth::policy::Right;
use chrono::{DateTime, TimeDelta, Utc};

/// How long an app may show what was revealed.
const SHOWN: TimeDelta = TimeDelta::seconds(60);

/// An identifier in full. Printing it shows nothing.
pub struct Revealed {
    /// The identifier.
    pub value: String,
    /// When an app must have hidden it again.
    pub expires_at: DateTime<Utc>,
}

impl std::fmt::Debug for Revealed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Revealed(…)")
    }
}

/// Shows an identifier in full. Each call is a deed of its own, so there is no key: a repeat is
/// counted and audited again.
///
/// # Errors
/// The actor may reveal nothing at all, the database does not answer, or the key is gone.
pub async fn reveal(op: &Op, reveal: &Reveal) -> Result<Result<Revealed, Refusal>, ServiceError> {
    let actor = op.allowed(Right::CustomerReveal)?;
    let sealed = match account::account(op, actor, reveal).await {
        Ok(sealed) => sealed,
        Err(Stop::Refused(refusal)) => return Ok(Err(refusal)),
        Err(Stop::Failed(error)) => return Err(error),
    };
    let value = op.instance().keyring().open_identifier(&sealed);
    let value = value.ok_or(ServiceError::Defect("an identifier does not open"))?;
    Ok(Ok(Revealed { value, expires_at: op.real_now() + SHOWN }))
}
