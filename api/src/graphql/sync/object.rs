//! The view of a page of changes.

use super::value::{SyncOp, SyncToken};
use crate::{
    graphql::{
        customer::{self, object::Customer},
        follow_up::{self, object::FollowUp},
        interaction::{self, object::Interaction},
        node::Node,
        product::object::Product,
        scalar::DateTime,
        versioned::Versioned,
        want::Selected,
    },
    service::{
        error::ServiceError,
        op::Op,
        sync::{Change, Row, SyncPage as Page, SyncTree, SyncWants},
    },
};
use async_graphql::{ID, Object};

/// What a selection of nodes that a phone keeps asks for of each kind.
///
/// # Errors
/// An argument below is out of range.
pub fn wants(op: &Op, node: &Selected<'_>) -> Result<SyncWants, ServiceError> {
    Ok(SyncWants {
        customer: customer::want::of_customer(op, node)?,
        interaction: interaction::want::of_interaction(op, node)?,
        follow_up: follow_up::want::of_follow_up(op, node)?,
    })
}

/// A row as any kind of node.
#[must_use]
pub fn node(op: &Op, tree: SyncTree) -> Node<'_> {
    match tree {
        SyncTree::Customer(tree) => Node::Customer(Customer { tree, op, place: String::new() }),
        SyncTree::Interaction(tree) => Node::Interaction(Interaction { tree, op }),
        SyncTree::FollowUp(tree) => Node::FollowUp(FollowUp { tree, op }),
        SyncTree::Product(row) => Node::Product(Product { row }),
    }
}

/// A row as one that people write; `None` for a product.
#[must_use]
pub fn versioned(op: &Op, tree: SyncTree) -> Option<Versioned<'_>> {
    match tree {
        SyncTree::Customer(tree) => {
            Some(Versioned::Customer(Customer { tree, op, place: String::new() }))
        }
        SyncTree::Interaction(tree) => Some(Versioned::Interaction(Interaction { tree, op })),
        SyncTree::FollowUp(tree) => Some(Versioned::FollowUp(FollowUp { tree, op })),
        SyncTree::Product(_) => None,
    }
}

/// A page, and the operation that asked for it.
#[derive(Debug)]
pub struct SyncPage<'op> {
    /// What has changed.
    pub page: Page,
    /// Who asks.
    pub op: &'op Op,
}

/// What a phone does next.
#[Object]
impl<'op> SyncPage<'op> {
    /// What to do, in this order.
    async fn changes(&self) -> Vec<SyncChange<'op>> {
        let changes = self.page.changes.iter();
        changes
            .map(|(change, tree)| SyncChange { change: *change, tree: tree.clone(), op: self.op })
            .collect()
    }

    /// Goes back as `token` for the next page, at once where there is more, and otherwise whenever
    /// the phone syncs again.
    async fn next_token(&self) -> SyncToken {
        SyncToken(self.page.next_token.clone())
    }

    /// Whether there is more already.
    async fn has_more(&self) -> bool {
        self.page.has_more
    }

    /// Whether the phone must first drop all that it keeps: its token is too old, or of another
    /// user, other rights, scopes, schema or database, or so much has changed. `nextToken` begins
    /// anew.
    async fn reset_required(&self) -> bool {
        self.page.is_reset
    }

    /// The server's clock.
    async fn server_time(&self) -> DateTime {
        DateTime(self.op.real_now())
    }
}

/// A step, and the row as it is now.
#[derive(Clone, Debug)]
pub struct SyncChange<'op> {
    change: Change,
    tree: Option<SyncTree>,
    op: &'op Op,
}

/// What a phone does to one row.
#[Object]
impl<'op> SyncChange<'op> {
    /// What is done.
    async fn op(&self) -> SyncOp {
        self.change.effect.into()
    }

    /// The row's id.
    async fn id(&self) -> ID {
        match self.change.row {
            Row::Customer(id) => id.to_string(),
            Row::Interaction(id) => id.to_string(),
            Row::FollowUp(id) => id.to_string(),
            Row::Product(id) => id.to_string(),
        }
        .into()
    }

    /// Name of its type in this schema.
    async fn typename(&self) -> &str {
        match self.change.row {
            Row::Customer(_) => "Customer",
            Row::Interaction(_) => "Interaction",
            Row::FollowUp(_) => "FollowUp",
            Row::Product(_) => "Product",
        }
    }

    /// The version of a row that people write; null for a product, and where there is no node.
    async fn version(&self) -> Option<i32> {
        match self.tree.as_ref()? {
            SyncTree::Customer(tree) => Some(tree.customer.version),
            SyncTree::Interaction(tree) => Some(tree.interaction.version),
            SyncTree::FollowUp(tree) => Some(tree.follow_up.version),
            SyncTree::Product(_) => None,
        }
    }

    /// The row as it is now; null for DELETE and REVOKE.
    async fn node(&self) -> Option<Node<'op>> {
        Some(node(self.op, self.tree.clone()?))
    }
}
