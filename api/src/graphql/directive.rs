//! What the schema says of its fields beyond their types. Introspection tells none of it, so clients
//! generate code from `schema.graphql`. `@cost` is not written by hand: `cost` does.
//!
//! Descriptions of arguments are in introspection only, so what a directive says of itself names
//! them too.

use super::viewer::permission::Permission;
use async_graphql::{Enum, TypeDirective};

/// What a field's value is, to whoever keeps or shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum DataClass {
    /// Of a person, or leads to one: out of logs, crash reports and screenshots.
    Pii,
    /// What somebody has, owes or earns: as PII.
    Financial,
    /// Opens something: in the platform's key store only, never in logs.
    Secret,
}

/// Null comes only together with an error at the same path, so whoever handles errors may read the
/// field as one that cannot be null: at `levels` 0 the field itself, at 1 the items of its list. A
/// nullable field without it is null where there is nothing.
#[TypeDirective(name = "semanticNonNull", location = "FieldDefinition")]
pub(crate) fn semantic_non_null(
    #[graphql(
        desc = "Of which level it is true: 0 is the field itself, 1 the items of its list.",
        default_with = "vec![0]"
    )]
    levels: Vec<i32>,
) {
}

/// The `permission` that the viewer needs beyond being signed in. Without it the answer is FORBIDDEN, whatever the
/// arguments; `viewer.permissions` tells before.
#[TypeDirective(location = "Object", location = "FieldDefinition")]
pub(crate) fn auth(#[graphql(desc = "The permission.")] permission: Permission) {}

/// The `weight` is the statements that the field itself takes, a point each. What stands below it
/// comes on top, and so do its nodes: 20 of a page or list are a point. A field without it takes
/// none.
#[TypeDirective(location = "FieldDefinition")]
pub(crate) fn cost(
    #[graphql(desc = "The statements, whatever the page's length.", default = 1)] weight: u64,
) {
}

/// The value is not to be kept or shown without need; `class` says what it is.
#[TypeDirective(location = "FieldDefinition")]
pub(crate) fn sensitive(
    #[graphql(desc = "What it is.", default_with = "DataClass::Pii")] class: DataClass,
) {
}
