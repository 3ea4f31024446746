//! What a selection asks for of members of staff.

use crate::{
    graphql::{
        org_unit,
        want::{Merge, Selected},
    },
    service::{error::ServiceError, op::Op, staff::StaffWant},
};

/// Compiles a selection of type `Staff`.
///
/// # Errors
/// An argument below is out of range.
pub fn of_staff(op: &Op, staff: &Selected<'_>) -> Result<StaffWant, ServiceError> {
    let unit = staff.under("orgUnit");
    let unit = unit.is_any().then(|| org_unit::want::of_unit(op, &unit)).transpose()?;
    Ok(StaffWant {
        roles: staff.under("roles").is_any(),
        unit: unit.map(Box::new),
        contact_compliance: staff.under("contactCompliance").is_any(),
    })
}

impl Merge for StaffWant {
    fn merge(&mut self, other: Self) {
        self.roles |= other.roles;
        self.unit.merge(other.unit);
        self.contact_compliance |= other.contact_compliance;
    }
}
