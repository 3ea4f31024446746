//! Who reads. `service` builds it from the session; the finders here turn it into conditions.

use crate::{
    id::{OrgUnitId, SessionId, StaffId},
    staff_role::Role,
};

/// A signed-in member of staff with what lets them see customers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The member of staff.
    pub staff: StaffId,
    /// The session in which they ask.
    pub session: SessionId,
    /// The unit that they work in.
    pub unit: OrgUnitId,
    /// What they are in the bank; decides what they may do.
    pub roles: Vec<Role>,
}

/// One reason why an actor may see a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    /// Relationship manager: an assignment to the customer is in force.
    Assigned,
    /// Team lead or branch manager: the customer's home unit is this one or lies below it.
    Unit(OrgUnitId),
    /// Auditor: every customer, always masked.
    Audit,
}

impl Actor {
    /// Whether the actor has this role.
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// The unit that the actor leads or manages, if they do: they see the customers of it and of
    /// those below.
    #[must_use]
    pub fn led_unit(&self) -> Option<OrgUnitId> {
        self.grants().into_iter().find_map(|grant| match grant {
            Grant::Unit(unit) => Some(unit),
            Grant::Assigned | Grant::Audit => None,
        })
    }

    /// Why the actor may see customers; several reasons add up, none means no customer at all.
    ///
    /// Leaders read aggregates, analysts pseudonyms and administrators none, so these roles grant
    /// nothing here.
    #[must_use]
    pub fn grants(&self) -> Vec<Grant> {
        if self.is(Role::Auditor) {
            return vec![Grant::Audit];
        }
        let mut grants = Vec::new();
        if self.is(Role::Rm) {
            grants.push(Grant::Assigned);
        }
        if self.is(Role::TeamLead) || self.is(Role::BranchManager) {
            grants.push(Grant::Unit(self.unit));
        }
        grants
    }
}
