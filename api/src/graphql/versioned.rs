//! Rows that people write, with the version that a write must name.

use super::{
    customer::object::Customer, follow_up::object::FollowUp, interaction::object::Interaction,
    key_person::object::KeyPerson, preference::object::Preference, relation::object::Relation,
    scalar::DateTime,
};
use async_graphql::{ID, Interface};

/// A row that people write. (It is a `Node` too; the types list both.)
#[derive(Clone, Debug, Interface)]
#[expect(clippy::duplicated_attributes, reason = "two fields of one type")]
#[graphql(
    field(name = "id", ty = "ID", desc = "Opaque id."),
    field(name = "version", ty = "i32", desc = "Goes back as `expectedVersion`."),
    field(name = "created_at", ty = "DateTime", desc = "When it was made."),
    field(name = "updated_at", ty = "DateTime", desc = "When it was last changed.")
)]
pub enum Versioned<'op> {
    /// A customer.
    Customer(Customer<'op>),
    /// A follow-up.
    FollowUp(FollowUp<'op>),
    /// An interaction.
    Interaction(Interaction<'op>),
    /// A key person of a customer.
    KeyPerson(KeyPerson<'op>),
    /// A preference of a customer.
    Preference(Preference),
    /// A relation between customers.
    Relation(Relation<'op>),
}
