//! The view of a preference.

use crate::{
    graphql::{
        directive::{DataClass, sensitive},
        page::Placed,
        scalar::{Date, DateTime},
    },
    service::preference::PreferenceTree,
};
use async_graphql::{ID, Object};
use std::sync::Arc;

/// A preference, and whether its value is shown.
#[derive(Clone, Debug)]
pub struct Preference {
    /// The row.
    pub tree: Arc<PreferenceTree>,
}

/// What a customer likes, and when that was last seen (偏好).
#[Object]
impl Preference {
    // The interfaces of a type call its methods, so these four are not private.
    /// Opaque id, `prf_…`.
    pub(crate) async fn id(&self) -> ID {
        self.tree.row.id.to_string().into()
    }

    /// Counts what people write; goes back as `expectedVersion`.
    pub(crate) async fn version(&self) -> i32 {
        self.tree.row.version
    }

    /// When it was first recorded.
    pub(crate) async fn created_at(&self) -> DateTime {
        DateTime(self.tree.row.created_at)
    }

    /// When it was last recorded.
    pub(crate) async fn updated_at(&self) -> DateTime {
        DateTime(self.tree.row.updated_at)
    }

    /// What it is about, such as the seat or the tea.
    async fn key(&self) -> &str {
        &self.tree.row.key
    }

    /// What the customer likes there; null where it is sensitive and the viewer is neither its
    /// author nor the customer's LEAD nor a team lead or branch manager.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn value(&self) -> Option<&str> {
        self.tree.is_open.then_some(self.tree.row.value.as_str())
    }

    /// Where that is known from; null as the value is.
    async fn source(&self) -> Option<&str> {
        self.tree.is_open.then_some(self.tree.row.source.as_str())
    }

    /// Day on which it was last seen to be so.
    async fn last_seen_on(&self) -> Date {
        Date(self.tree.row.last_seen_on)
    }

    /// Whether the value is for few eyes.
    async fn is_sensitive(&self) -> bool {
        self.tree.row.is_sensitive
    }
}

impl Placed for Preference {
    fn place(&self) -> String {
        format!("{}:{}", self.tree.row.id, self.tree.row.last_seen_on)
    }
}
