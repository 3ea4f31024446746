//! What a selection asks for of units, and how the lists below one are asked for.

use crate::{
    graphql::{
        page::{self, ListArguments},
        staff,
        want::{Arguments, Merge, Selected},
    },
    service::{
        error::ServiceError,
        op::Op,
        org_unit::{ChildrenAsk, OrgUnitWant, StaffAsk},
    },
};

/// Name of the list of units in its cursors.
pub const UNITS: &str = "org-units";
/// Name of the list of staff in its cursors.
pub const STAFF: &str = "staff";

/// Compiles a selection of type `OrgUnit`.
///
/// # Errors
/// An argument below is out of range.
pub fn of_unit(op: &Op, unit: &Selected<'_>) -> Result<OrgUnitWant, ServiceError> {
    let parent = unit.under("parent");
    let parent = parent.is_any().then(|| of_unit(op, &parent)).transpose()?;
    Ok(OrgUnitWant {
        parent: parent.map(Box::new),
        children: unit.under("children").list(op, |nodes| of_unit(op, nodes))?,
        staff: unit.under("staff").list(op, |nodes| staff::want::of_staff(op, nodes))?,
        contact_compliance: unit.under("contactCompliance").is_any(),
    })
}

/// A way of asking for the units below one.
///
/// # Errors
/// The cursor is not one of this list.
pub fn children(op: &Op, after: Option<String>) -> Result<ChildrenAsk, ServiceError> {
    Ok(ChildrenAsk { after: open(op, after, UNITS)? })
}

/// A way of asking for the staff of a unit.
///
/// # Errors
/// The cursor is not one of this list.
pub fn staff(op: &Op, after: Option<String>) -> Result<StaffAsk, ServiceError> {
    Ok(StaffAsk { after: open(op, after, STAFF)? })
}

fn open(op: &Op, after: Option<String>, list: &str) -> Result<Option<String>, ServiceError> {
    after.map(|cursor| page::open(op.instance().keyring(), &cursor, list)).transpose()
}

impl ListArguments for ChildrenAsk {
    fn read(op: &Op, arguments: &Arguments) -> Result<Self, ServiceError> {
        children(op, arguments.get("after")?)
    }
}

impl ListArguments for StaffAsk {
    fn read(op: &Op, arguments: &Arguments) -> Result<Self, ServiceError> {
        staff(op, arguments.get("after")?)
    }
}

impl Merge for OrgUnitWant {
    fn merge(&mut self, other: Self) {
        self.parent.merge(other.parent);
        self.children.merge(other.children, Merge::merge);
        self.staff.merge(other.staff, Merge::merge);
        self.contact_compliance |= other.contact_compliance;
    }
}
