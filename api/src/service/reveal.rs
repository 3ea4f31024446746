//! Showing an identifier in full. That it was shown is counted and audited, and both are
//! committed, before anything is decrypted: whatever fails after that, nobody has seen what is not
//! in the audit.

mod account;

use super::{
    error::ServiceError,
    op::Op,
    refusal::{Refusal, Stop},
};
use crate::auth::policy::Right;
use chrono::{DateTime, TimeDelta, Utc};
use entity::id::{CustomerId, HoldingId};
use uuid::Uuid;

/// How long an app may show what was revealed.
const SHOWN: TimeDelta = TimeDelta::seconds(60);

/// The row that bears the identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bearer {
    /// A customer: mobile number, identity number, credit code.
    Customer(CustomerId),
    /// A holding: account number.
    Holding(HoldingId),
}

/// An identifier that is masked everywhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// A person's mobile number.
    Mobile,
    /// A person's identity number.
    IdNumber,
    /// A holding's account number.
    AccountNumber,
    /// A company's unified social credit code.
    CreditCode,
}

/// What an identifier is needed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To get in touch.
    ContactCustomer,
    /// To make sure of who somebody is.
    VerifyIdentity,
    /// To fill in a document.
    PrepareDocument,
    /// To audit; an auditor has no other purpose, and nobody else has this one.
    Audit,
}

/// What is to be shown, and what for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reveal {
    /// Of which row.
    pub bearer: Bearer,
    /// Which identifier.
    pub field: Field,
    /// What for.
    pub purpose: Purpose,
    /// The reason in words; team leads and branch managers must give one.
    pub note: Option<String>,
}

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

impl Bearer {
    fn subject(self) -> (&'static str, Uuid) {
        match self {
            Self::Customer(id) => ("customer", id.0),
            Self::Holding(id) => ("holding", id.0),
        }
    }
}

impl Field {
    fn name(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::IdNumber => "idNumber",
            Self::AccountNumber => "accountNumber",
            Self::CreditCode => "creditCode",
        }
    }
}

impl Purpose {
    /// As it stands in the audit, with the reason in words behind it.
    fn told(self, note: Option<&str>) -> String {
        let name = match self {
            Self::ContactCustomer => "CONTACT_CUSTOMER",
            Self::VerifyIdentity => "VERIFY_IDENTITY",
            Self::PrepareDocument => "PREPARE_DOCUMENT",
            Self::Audit => "AUDIT",
        };
        note.map_or_else(|| name.to_owned(), |note| format!("{name}: {note}"))
    }
}
