//! The view of a session.

use crate::{
    graphql::scalar::DateTime,
    service::{op::Op, session::list::SessionTree},
};
use async_graphql::{ID, Object};

/// A row, the name of its device, and who looks at it.
#[derive(Clone, Debug)]
pub struct Session<'op> {
    /// The session.
    pub tree: SessionTree,
    /// The operation.
    pub op: &'op Op,
}

/// A time during which somebody is signed in on one device. Everybody sees their own.
#[Object]
impl Session<'_> {
    /// Opaque id, `ses_…`.
    pub async fn id(&self) -> ID {
        self.tree.session.id.to_string().into()
    }

    /// What its owner calls the device.
    async fn device(&self) -> &str {
        &self.tree.device
    }

    /// The app, as it named itself.
    async fn app(&self) -> &str {
        &self.tree.session.app
    }

    /// When it began.
    async fn started_at(&self) -> DateTime {
        DateTime(self.tree.session.started_at)
    }

    /// Last request; exact to a minute.
    async fn last_seen_at(&self) -> DateTime {
        DateTime(self.tree.session.last_seen_at)
    }

    /// When it was ended; null while it lives.
    async fn ended_at(&self) -> Option<DateTime> {
        self.tree.session.ended_at.map(DateTime)
    }

    /// Whether this is the session in which it is asked.
    async fn is_current(&self) -> bool {
        self.op.actor().is_ok_and(|actor| actor.session == self.tree.session.id)
    }
}
