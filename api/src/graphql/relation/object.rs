//! The view of a relation.

use super::value::{RelationDirection, RelationKind};
use crate::{
    graphql::{
        customer::object::Customer,
        directive::{DataClass, sensitive},
        page::Placed,
        scalar::DateTime,
    },
    service::{customer::RelationTree, op::Op},
};
use async_graphql::{ID, Object};
use std::sync::Arc;

/// A relation, and the operation that looks at it.
#[derive(Clone, Debug)]
pub struct Relation<'op> {
    /// The rows.
    pub tree: Arc<RelationTree>,
    /// Who looks at them.
    pub op: &'op Op,
}

/// What one customer is to another, as one of the two has it.
#[Object]
impl<'op> Relation<'op> {
    // The interfaces of a type call its methods, so these four are not private.
    /// Opaque id, `rel_…`.
    pub(crate) async fn id(&self) -> ID {
        self.tree.side.row.id.to_string().into()
    }

    /// Always the same, since a relation is only added and removed.
    pub(crate) async fn version(&self) -> i32 {
        self.tree.side.row.version
    }

    /// When it was added.
    pub(crate) async fn created_at(&self) -> DateTime {
        DateTime(self.tree.side.row.created_at)
    }

    /// When it was added.
    pub(crate) async fn updated_at(&self) -> DateTime {
        DateTime(self.tree.side.row.updated_at)
    }

    /// What the one is to the other.
    async fn kind(&self) -> RelationKind {
        self.tree.side.row.kind.into()
    }

    /// Which of the two is what the kind says.
    async fn direction(&self) -> RelationDirection {
        if self.tree.side.is_outgoing() {
            RelationDirection::Outgoing
        } else {
            RelationDirection::Incoming
        }
    }

    /// The customer at the other end; null where the viewer may not see it.
    async fn other(&self) -> Option<Customer<'op>> {
        let tree = self.tree.other.as_ref()?;
        Some(Customer { tree: Arc::clone(tree), op: self.op, place: String::new() })
    }

    /// Its name; where the viewer may not see it only the beginning, such as `王**`.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn other_label(&self) -> &str {
        &self.tree.other_label
    }
}

impl Placed for Relation<'_> {
    fn place(&self) -> String {
        self.tree.side.row.id.to_string()
    }
}
