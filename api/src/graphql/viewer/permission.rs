//! What a viewer may do, as clients know it.

use crate::auth::policy::Right;
use async_graphql::Enum;

/// What a viewer may do to rows that they see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum Permission {
    /// Change what people state of a customer.
    CustomerWrite,
    /// See identifiers in full, each time audited.
    PiiReveal,
    /// Change who looks after a customer.
    AssignmentWrite,
    /// Plan and record contacts with customers.
    InteractionWrite,
    /// Make follow-ups and change them.
    FollowUpWrite,
    /// Say that something is wrong with the data of a customer.
    DataIssueConfirm,
    /// Say that nothing is.
    DataIssueReject,
    /// Merge customers that are one, and take that back.
    CustomerMerge,
    /// Search customers, staff and products.
    Search,
}

impl From<Right> for Permission {
    fn from(right: Right) -> Self {
        match right {
            Right::CustomerEdit => Self::CustomerWrite,
            Right::CustomerReveal => Self::PiiReveal,
            Right::AssignmentChange => Self::AssignmentWrite,
            Right::InteractionWrite => Self::InteractionWrite,
            Right::FollowUpWrite => Self::FollowUpWrite,
            Right::DataIssueConfirm => Self::DataIssueConfirm,
            Right::DataIssueReject => Self::DataIssueReject,
            Right::CustomerMerge => Self::CustomerMerge,
            Right::Search => Self::Search,
        }
    }
}
