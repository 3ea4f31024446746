//! The view of an assignment.

use super::value::AssignmentRole;
use crate::{
    graphql::{page::Placed, scalar::DateTime, staff::object::Staff},
    service::{assignment::AssignmentTree, error::ServiceError, op::Op},
};
use async_graphql::{ID, Object};
use chrono::SecondsFormat;
use std::sync::Arc;

/// An assignment, and the operation that looks at it.
#[derive(Clone, Debug)]
pub struct Assignment<'op> {
    /// The rows.
    pub tree: Arc<AssignmentTree>,
    /// Who looks at them.
    pub op: &'op Op,
}

/// Who looks after a customer, in which role, from when to when.
#[Object]
impl<'op> Assignment<'op> {
    /// Opaque id, `asg_…`.
    pub(crate) async fn id(&self) -> ID {
        self.tree.assignment.id.to_string().into()
    }

    /// The member of staff.
    async fn staff(&self) -> Result<Staff<'op>, ServiceError> {
        let tree = self.tree.staff.as_ref().ok_or(ServiceError::Defect("staff not wanted"))?;
        Ok(Staff { tree: Arc::clone(tree), op: self.op })
    }

    /// As what.
    async fn role(&self) -> AssignmentRole {
        self.tree.assignment.role.into()
    }

    /// First instant in force.
    async fn valid_from(&self) -> DateTime {
        DateTime(self.tree.assignment.valid_from)
    }

    /// First instant no longer in force; null while it is open.
    async fn valid_to(&self) -> Option<DateTime> {
        self.tree.assignment.valid_to.map(DateTime)
    }

    /// Why it began.
    async fn reason(&self) -> &str {
        &self.tree.assignment.reason
    }

    /// Whether it was made up because the source of the rows has none.
    async fn is_generated(&self) -> bool {
        self.tree.assignment.is_generated
    }
}

impl Placed for Assignment<'_> {
    fn place(&self) -> String {
        let row = &self.tree.assignment;
        let from = row.valid_from.to_rfc3339_opts(SecondsFormat::Micros, true);
        format!("{}:{from}", row.id)
    }
}
