//! What a selection asks for of assignments, and how lists of them are asked for.

use crate::{
    graphql::{
        page::{self, ListArguments},
        scalar::DateTime,
        staff,
        want::{Arguments, Merge, Selected},
    },
    service::{
        assignment::{AssignmentWant, CoverageAsk},
        error::ServiceError,
        op::Op,
    },
};
use chrono::{DateTime as Instant, Utc};

/// The list's name in its cursors.
#[must_use]
pub fn list(at: Option<Instant<Utc>>) -> String {
    page::list_name("coverage", &at)
}

/// Compiles a selection of type `Assignment`.
///
/// # Errors
/// An argument below is out of range.
pub fn of_assignment(op: &Op, selected: &Selected<'_>) -> Result<AssignmentWant, ServiceError> {
    let staff = selected.under("staff");
    let staff = staff.is_any().then(|| staff::want::of_staff(op, &staff)).transpose()?;
    Ok(AssignmentWant { staff })
}

/// A way of asking, from the arguments of a customer's coverage.
///
/// # Errors
/// The cursor is not one of this list.
pub fn ask(
    op: &Op,
    at: Option<DateTime>,
    after: Option<String>,
) -> Result<CoverageAsk, ServiceError> {
    let at = at.map(|at| at.0);
    Ok(CoverageAsk { at, after: page::place_of(op, after, &list(at))? })
}

impl ListArguments for CoverageAsk {
    fn read(op: &Op, arguments: &Arguments) -> Result<Self, ServiceError> {
        ask(op, arguments.get("at")?, arguments.get("after")?)
    }
}

impl Merge for AssignmentWant {
    fn merge(&mut self, other: Self) {
        self.staff.merge(other.staff);
    }
}
