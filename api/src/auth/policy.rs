//! Rules without I/O: may this actor do that? Views and mutations ask the same function, so what a
//! screen offers is what a mutation allows. Who may see which row is `visible`'s matter, in
//! `entity`.

use entity::{actor::Actor, staff_role::Role};

/// Something that is done to rows that the actor may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Right {
    /// Change what people state of a customer.
    CustomerEdit,
    /// See an identifier in full, through the reveal mutation.
    CustomerReveal,
    /// Change who looks after a customer.
    AssignmentChange,
    /// Plan, record, amend and cancel one's own contacts with a customer.
    InteractionWrite,
    /// Make follow-ups and change them.
    FollowUpWrite,
    /// Say that something is wrong with the data of a customer.
    DataIssueConfirm,
    /// Say that nothing is.
    DataIssueReject,
    /// Merge customers that are one, and take that back.
    CustomerMerge,
    /// Search customers, staff and products; what is found is what may be read.
    Search,
}

impl Right {
    /// Every right.
    pub const ALL: [Self; 9] = [
        Self::CustomerEdit,
        Self::CustomerReveal,
        Self::AssignmentChange,
        Self::InteractionWrite,
        Self::FollowUpWrite,
        Self::DataIssueConfirm,
        Self::DataIssueReject,
        Self::CustomerMerge,
        Self::Search,
    ];
}

/// The roles that have a right. A right whose noun is not built yet stands here for nobody.
#[must_use]
pub fn roles(right: Right) -> &'static [Role] {
    match right {
        Right::CustomerEdit
        | Right::InteractionWrite
        | Right::FollowUpWrite
        | Right::DataIssueConfirm => &[Role::Rm, Role::TeamLead, Role::BranchManager],
        // An auditor's purpose can only be the audit, which the mutation sees to.
        Right::CustomerReveal => &[Role::Rm, Role::TeamLead, Role::BranchManager, Role::Auditor],
        Right::AssignmentChange | Right::DataIssueReject | Right::CustomerMerge => {
            &[Role::TeamLead, Role::BranchManager]
        }
        // Analysts work with pseudonyms, which a search by name would undo.
        Right::Search => &[
            Role::Rm,
            Role::TeamLead,
            Role::BranchManager,
            Role::Leader,
            Role::HqAdmin,
            Role::Auditor,
        ],
    }
}

/// Whether one of the actor's roles has the right.
#[must_use]
pub fn may(actor: &Actor, right: Right) -> bool {
    roles(right).iter().any(|&role| actor.is(role))
}
