//! Enums of relations.

use crate::graphql::label::labelled;
use async_graphql::Enum;

labelled! {
    /// What one customer is to another.
    RelationKind of "entity::relation::RelationKind" {
        /// Stands above it in a group.
        GroupParent = "GROUP_PARENT", "集团上级", "Group parent";
        /// Represents it in law: a person, of a company.
        LegalRep = "LEGAL_REP", "法定代表人", "Legal representative";
        /// Is family of it: both are persons.
        Family = "FAMILY", "亲属", "Family";
        /// Sells to it.
        Supplier = "SUPPLIER", "供应商", "Supplier";
        /// Buys from it.
        Buyer = "BUYER", "买方", "Buyer";
        /// Came to the bank through it.
        ReferredBy = "REFERRED_BY", "由其介绍", "Referred by";
    }
}

/// From which end a relation is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum RelationDirection {
    /// This customer is what the kind says, of the other one.
    Outgoing,
    /// The other one is what the kind says, of this customer.
    Incoming,
}
