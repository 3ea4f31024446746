//! Which identifier is to be shown, of what, and what for.

use entity::id::{CustomerId, HoldingId, KeyPersonId};
use uuid::Uuid;

/// The row that bears the identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bearer {
    /// A customer: mobile number, identity number, credit code.
    Customer(CustomerId),
    /// A holding: account number.
    Holding(HoldingId),
    /// A key person: mobile number.
    KeyPerson(KeyPersonId),
}

/// An identifier that is masked everywhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// A person's or key person's mobile number.
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

impl Bearer {
    /// Noun and id, as they stand in the audit.
    pub(super) fn subject(self) -> (&'static str, Uuid) {
        match self {
            Self::Customer(id) => ("customer", id.0),
            Self::Holding(id) => ("holding", id.0),
            Self::KeyPerson(id) => ("key_person", id.0),
        }
    }
}

impl Field {
    /// As it stands in the audit.
    pub(super) fn name(self) -> &'static str {
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
    pub(super) fn told(self, note: Option<&str>) -> String {
        let name = match self {
            Self::ContactCustomer => "CONTACT_CUSTOMER",
            Self::VerifyIdentity => "VERIFY_IDENTITY",
            Self::PrepareDocument => "PREPARE_DOCUMENT",
            Self::Audit => "AUDIT",
        };
        note.map_or_else(|| name.to_owned(), |note| format!("{name}: {note}"))
    }
}
