//! What a selection asks for of follow-ups.

use crate::{
    graphql::{
        customer, holding, staff,
        want::{Merge, Selected},
    },
    service::{error::ServiceError, follow_up::FollowUpWant, op::Op},
};

/// Compiles a selection of type `FollowUp`.
///
/// # Errors
/// An argument below is out of range.
pub fn of_follow_up(op: &Op, selected: &Selected<'_>) -> Result<FollowUpWant, ServiceError> {
    let [assignee, author] = ["assignee", "author"].map(|field| selected.under(field));
    let [customer, holding] = ["customer", "holding"].map(|field| selected.under(field));
    Ok(FollowUpWant {
        assignee: assignee.is_any().then(|| staff::want::of_staff(op, &assignee)).transpose()?,
        author: author.is_any().then(|| staff::want::of_staff(op, &author)).transpose()?,
        customer: customer
            .is_any()
            .then(|| customer::want::of_customer(op, &customer).map(Box::new))
            .transpose()?,
        holding: holding.is_any().then(|| holding::want::of_holding(op, &holding)).transpose()?,
    })
}

/// Compiles a selection of a mutation's payload: the follow-up stands in `followUp` or, as it is
/// now, in a conflict.
///
/// # Errors
/// An argument below is out of range.
pub fn of_payload(op: &Op, payload: &Selected<'_>) -> Result<FollowUpWant, ServiceError> {
    let current = payload.under("userErrors").under("current");
    of_follow_up(op, &payload.under("followUp").and(current))
}

impl Merge for FollowUpWant {
    fn merge(&mut self, other: Self) {
        self.assignee.merge(other.assignee);
        self.author.merge(other.author);
        self.customer.merge(other.customer);
        self.holding.merge(other.holding);
    }
}
