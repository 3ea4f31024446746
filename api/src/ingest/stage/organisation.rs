//! The bank, its units and its staff.

pub use entity::{org_unit::OrgUnitKind as UnitKind, staff::StaffGrade as Grade, staff_role::Role};
use uuid::Uuid;

/// The bank itself: one for each database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bank {
    /// Its name.
    pub name: String,
    /// ISO code of the currency that sums are in.
    pub base_currency: String,
    /// IANA name of the zone that its days are of.
    pub time_zone: String,
    /// Language that names and texts are in by default.
    pub locale: String,
    /// Whether its history is imported: business time then follows the bank date.
    pub replay: bool,
}

/// A unit of the bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its id.
    pub id: Uuid,
    /// The bank's own code for it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: UnitKind,
    /// The unit above; none above the head office.
    pub parent: Option<Uuid>,
}

/// A member of staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// Its id.
    pub id: Uuid,
    /// The bank's number for this person.
    pub employee_no: String,
    /// Name.
    pub name: String,
    /// Where this person works.
    pub unit: Uuid,
    /// What this person may be.
    pub roles: Vec<Role>,
    /// Grade of a relationship manager.
    pub grade: Option<Grade>,
    /// Whether the person is invented.
    pub generated: bool,
}
