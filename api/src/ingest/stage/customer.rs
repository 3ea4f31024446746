//! Customers, and who covers them.

use chrono::{DateTime, NaiveDate, Utc};
pub use entity::{assignment::AssignmentRole, person_profile::Gender};
use uuid::Uuid;

/// A customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    /// Its id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Whether the name is invented, because the source has none.
    pub generated: bool,
    /// The unit that the customer belongs to.
    pub home_unit: Uuid,
    /// Who leads the relation; repeats the assignment in force.
    pub lead: Option<Uuid>,
    /// The day since when the bank knows the customer.
    pub since: NaiveDate,
    /// Code of the region where the customer lives.
    pub region: Option<String>,
    /// What is known by the kind of customer.
    pub profile: Profile,
    /// What systems call this customer.
    pub numbers: Vec<Number>,
}

/// What is known of a customer by its kind. Identifiers are in the clear here and encrypted by the
/// loader; a record is never logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Profile {
    /// A natural person.
    Person(Person),
    /// A company.
    Company(Company),
}

/// What is known of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Gender.
    pub gender: Option<Gender>,
    /// Date of birth.
    pub birth_date: Option<NaiveDate>,
    /// Occupation.
    pub occupation: Option<String>,
    /// Education.
    pub education: Option<String>,
    /// Yearly income in minor units of the base currency.
    pub income_minor: Option<i64>,
    /// Mobile number.
    pub mobile: Option<String>,
    /// Number of the identity card.
    pub id_number: Option<String>,
}

/// What is known of a company.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Company {
    /// Unified social credit code.
    pub credit_code: Option<String>,
    /// Kind of ownership.
    pub ownership: Option<String>,
    /// Industry.
    pub industry: Option<String>,
    /// Legal representative.
    pub legal_representative: Option<String>,
    /// Yearly sales in minor units of the base currency.
    pub sales_minor: Option<i64>,
}

/// What a system calls a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The system.
    pub system: String,
    /// Its number.
    pub number: String,
}

/// Who covers a customer from when to when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Its id.
    pub id: Uuid,
    /// The customer.
    pub customer: Uuid,
    /// Who covers the customer.
    pub staff: Uuid,
    /// As what.
    pub role: AssignmentRole,
    /// From this instant on.
    pub from: DateTime<Utc>,
    /// Up to this instant, without it.
    pub to: Option<DateTime<Utc>>,
    /// Why.
    pub reason: String,
    /// Whether it is invented, because the source has none.
    pub generated: bool,
}
