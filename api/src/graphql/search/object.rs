//! The views of what a search finds.

use super::value::SearchMatch;
use crate::{
    graphql::{
        node::Node,
        page::{self, PageInfo, Placed, TotalCount},
    },
    service::{error::ServiceError, op::Op, search::Place},
};
use async_graphql::Object;

/// A row that was found, with its place.
#[derive(Clone, Debug)]
pub(super) struct Found<'op> {
    /// The row.
    pub(super) node: Node<'op>,
    /// Where it stands.
    pub(super) place: Place,
}

impl Placed for Found<'_> {
    fn place(&self) -> String {
        self.place.to_text()
    }
}

/// A page of what was found.
#[derive(Debug)]
pub struct SearchConnection<'op> {
    pub(super) op: &'op Op,
    pub(super) list: String,
    pub(super) found: Vec<Found<'op>>,
    pub(super) has_next: bool,
    pub(super) has_previous: bool,
    pub(super) total: Option<TotalCount>,
}

/// A page of what was found, the best first.
#[Object]
impl<'op> SearchConnection<'op> {
    /// The nodes with their cursors and what they were found by.
    async fn edges(&self) -> Vec<SearchEdge<'_, 'op>> {
        self.found.iter().map(|found| SearchEdge { op: self.op, list: &self.list, found }).collect()
    }

    /// The nodes alone.
    async fn nodes(&self) -> Vec<&Node<'op>> {
        self.found.iter().map(|found| &found.node).collect()
    }

    /// Whether and from where the list goes on.
    async fn page_info(&self) -> Result<PageInfo, ServiceError> {
        PageInfo::of(self.op, &self.list, &self.found, (self.has_next, self.has_previous))
    }

    /// How many nodes the whole list has. Costs statements, so ask for it once, not for each page.
    async fn total_count(&self) -> Result<TotalCount, ServiceError> {
        self.total.ok_or(ServiceError::Defect("total not wanted"))
    }
}

/// A node that was found.
#[derive(Debug)]
pub struct SearchEdge<'page, 'op> {
    op: &'op Op,
    list: &'page str,
    found: &'page Found<'op>,
}

/// A node that was found, with its place in the list.
#[Object]
impl<'op> SearchEdge<'_, 'op> {
    /// Opaque; goes back as `after`.
    async fn cursor(&self) -> Result<String, ServiceError> {
        page::seal(self.op, self.list, self.found)
    }

    /// The customer, the member of staff or the product.
    async fn node(&self) -> &Node<'op> {
        &self.found.node
    }

    /// By what it was found.
    async fn matched_on(&self) -> SearchMatch {
        self.found.place.matched().into()
    }
}
