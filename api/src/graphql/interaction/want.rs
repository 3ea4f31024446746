//! What a selection asks for of interactions.

use crate::{
    graphql::{
        customer, staff,
        want::{Merge, Selected},
    },
    service::{error::ServiceError, interaction::InteractionWant, op::Op},
};

/// Compiles a selection of type `Interaction`.
///
/// # Errors
/// An argument below is out of range.
pub fn of_interaction(op: &Op, selected: &Selected<'_>) -> Result<InteractionWant, ServiceError> {
    let author = selected.under("author");
    let participants = selected.under("participants");
    let customer = selected.under("customer");
    let memo = ["memo", "memoIsConfidential", "memoVersion"];
    Ok(InteractionWant {
        author: author.is_any().then(|| staff::want::of_staff(op, &author)).transpose()?,
        participants: participants
            .is_any()
            .then(|| staff::want::of_staff(op, &participants))
            .transpose()?,
        memo: memo.iter().any(|field| selected.under(field).is_any()),
        customer: customer
            .is_any()
            .then(|| customer::want::of_customer(op, &customer).map(Box::new))
            .transpose()?,
    })
}

/// Compiles a selection of a mutation's payload: the interaction stands in `interaction` or, as it
/// is now, in a conflict.
///
/// # Errors
/// An argument below is out of range.
pub fn of_payload(op: &Op, payload: &Selected<'_>) -> Result<InteractionWant, ServiceError> {
    let current = payload.under("userErrors").under("current");
    of_interaction(op, &payload.under("interaction").and(current))
}

impl Merge for InteractionWant {
    fn merge(&mut self, other: Self) {
        self.author.merge(other.author);
        self.participants.merge(other.participants);
        self.customer.merge(other.customer);
        self.memo |= other.memo;
    }
}
