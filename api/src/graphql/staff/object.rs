//! The view of a member of staff.

use super::value::{Role, StaffGrade, StaffStatus};
use crate::{
    graphql::{
        contact_compliance::object::ContactCompliance,
        directive::{DataClass, sensitive},
        org_unit::object::OrgUnit,
        page::Placed,
    },
    service::{error::ServiceError, op::Op, staff::StaffTree},
};
use async_graphql::{ID, Object};
use std::sync::Arc;

/// A member of staff, and the operation that looks at them.
#[derive(Clone, Debug)]
pub struct Staff<'op> {
    /// The rows.
    pub tree: Arc<StaffTree>,
    /// Who looks at them.
    pub op: &'op Op,
}

/// Somebody who works in the bank.
#[Object]
impl<'op> Staff<'op> {
    /// Opaque id, `stf_…`.
    pub(crate) async fn id(&self) -> ID {
        self.tree.staff.id.to_string().into()
    }

    /// Number on the badge, with which they sign in.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn employee_no(&self) -> &str {
        &self.tree.staff.employee_no
    }

    /// Name.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn name(&self) -> &str {
        &self.tree.staff.name
    }

    /// Whether the name was made up because the source of the rows has none.
    async fn is_generated(&self) -> bool {
        self.tree.staff.is_generated
    }

    /// The unit that they work in.
    async fn org_unit(&self) -> Result<OrgUnit<'op>, ServiceError> {
        let tree = self.tree.unit.as_ref().ok_or(ServiceError::Defect("unit not wanted"))?;
        Ok(OrgUnit { tree: Arc::clone(tree), op: self.op })
    }

    /// What they are in the bank; at most seven.
    async fn roles(&self) -> Result<Vec<Role>, ServiceError> {
        let roles = self.tree.roles.as_ref().ok_or(ServiceError::Defect("roles not wanted"))?;
        Ok(roles.iter().copied().map(Into::into).collect())
    }

    /// How many of the customers whose LEAD they are, are contacted in time; null for whoever may not
    /// know it: a relationship manager knows their own, a lead or manager that of the people at or
    /// below their unit, an auditor all.
    async fn contact_compliance(&self) -> Option<ContactCompliance> {
        self.tree.contact_compliance.map(ContactCompliance)
    }

    /// Grade of a relationship manager; null for everybody else.
    async fn grade(&self) -> Option<StaffGrade> {
        self.tree.staff.grade.map(Into::into)
    }

    /// Whether they work here now.
    async fn status(&self) -> StaffStatus {
        self.tree.staff.status.into()
    }
}

impl Placed for Staff<'_> {
    fn place(&self) -> String {
        self.tree.staff.employee_no.clone()
    }
}
