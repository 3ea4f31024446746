//! The view of a unit.

use super::{value::OrgUnitKind, want};
use crate::{
    graphql::{
        contact_compliance::object::ContactCompliance,
        page::{self, Connection, Placed},
        staff::object::Staff,
    },
    service::{error::ServiceError, op::Op, org_unit::OrgUnitTree},
};
use async_graphql::{ID, Object};
use std::sync::Arc;

/// A unit, and the operation that looks at it.
#[derive(Clone, Debug)]
pub struct OrgUnit<'op> {
    /// The rows.
    pub tree: Arc<OrgUnitTree>,
    /// Who looks at them.
    pub op: &'op Op,
}

/// A unit of the bank: head office, a branch, a sub-branch, a team.
#[Object]
impl<'op> OrgUnit<'op> {
    /// Opaque id, `unit_…`.
    pub(crate) async fn id(&self) -> ID {
        self.tree.unit.id.to_string().into()
    }

    /// The bank's own code.
    async fn code(&self) -> &str {
        &self.tree.unit.code
    }

    /// Name as it stands on the door.
    async fn name(&self) -> &str {
        &self.tree.unit.name
    }

    /// Its level.
    async fn kind(&self) -> OrgUnitKind {
        self.tree.unit.kind.into()
    }

    /// The unit above; null for head office.
    async fn parent(&self) -> Option<OrgUnit<'op>> {
        let tree = self.tree.parent.as_ref()?;
        Some(OrgUnit { tree: Arc::clone(tree), op: self.op })
    }

    /// How many of the customers who belong there or below are contacted in time; null for whoever
    /// may not know it: a lead or manager knows that of their unit and those below, an auditor all.
    async fn contact_compliance(&self) -> Option<ContactCompliance> {
        self.tree.contact_compliance.map(ContactCompliance)
    }

    /// The units right below, by code.
    async fn children(
        &self,
        #[graphql(desc = "Rows of the page, 1 to 100.")] first: i32,
        #[graphql(desc = "Cursor of the last row already read.")] after: Option<String>,
    ) -> Result<Connection<'op, OrgUnit<'op>>, ServiceError> {
        let ask = want::children(self.op, after)?;
        let listed = self.tree.children.get(&ask).ok_or(ServiceError::Defect("not wanted"))?;
        let (op, has_previous) = (self.op, ask.after.is_some());
        let view = |tree| OrgUnit { tree, op };
        let list = want::UNITS.to_owned();
        Ok(Connection::cut(op, list, listed, page::first(Some(first))?, has_previous, view))
    }

    /// Who works there, by employee number.
    async fn staff(
        &self,
        #[graphql(desc = "Rows of the page, 1 to 100.")] first: i32,
        #[graphql(desc = "Cursor of the last row already read.")] after: Option<String>,
    ) -> Result<Connection<'op, Staff<'op>>, ServiceError> {
        let ask = want::staff(self.op, after)?;
        let listed = self.tree.staff.get(&ask).ok_or(ServiceError::Defect("not wanted"))?;
        let (op, has_previous) = (self.op, ask.after.is_some());
        let view = |tree| Staff { tree, op };
        let list = want::STAFF.to_owned();
        Ok(Connection::cut(op, list, listed, page::first(Some(first))?, has_previous, view))
    }
}

impl Placed for OrgUnit<'_> {
    fn place(&self) -> String {
        self.tree.unit.code.clone()
    }
}
