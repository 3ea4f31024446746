//! What a selection asks for of relations, and how lists of them are asked for.

use crate::{
    graphql::{
        customer::want::of_customer,
        page::{self, ListArguments},
        want::{Arguments, Merge, Selected},
    },
    service::{customer::RelationWant, error::ServiceError, op::Op, relation::RelationAsk},
};

/// The list's name in its cursors.
pub const LIST: &str = "relations";

/// Compiles a selection of type `Relation`.
///
/// # Errors
/// An argument below is out of range.
pub fn of_relation(op: &Op, selected: &Selected<'_>) -> Result<RelationWant, ServiceError> {
    Ok(RelationWant { other: of_customer(op, &selected.under("other"))? })
}

/// A way of asking, from the arguments of a customer's relations.
///
/// # Errors
/// The cursor is not one of this list.
pub fn ask(op: &Op, after: Option<String>) -> Result<RelationAsk, ServiceError> {
    let Some(cursor) = after else { return Ok(RelationAsk::default()) };
    let place = page::open(op.instance().keyring(), &cursor, LIST)?;
    let id = place.parse().map_err(|_| ServiceError::Defect("a sealed place of no form"))?;
    Ok(RelationAsk { after: Some(id) })
}

impl ListArguments for RelationAsk {
    fn read(op: &Op, arguments: &Arguments) -> Result<Self, ServiceError> {
        ask(op, arguments.get("after")?)
    }
}

impl Merge for RelationWant {
    fn merge(&mut self, other: Self) {
        self.other.merge(other.other);
    }
}
