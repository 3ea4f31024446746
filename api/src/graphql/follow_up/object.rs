//! The view of a follow-up.

use super::value::{FollowUpAction, FollowUpKind, FollowUpOrigin, FollowUpState, Priority};
use crate::{
    graphql::{
        customer::object::Customer,
        directive::{DataClass, sensitive},
        holding::object::Holding,
        page::Placed,
        scalar::DateTime,
        staff::object::Staff,
    },
    service::{
        error::ServiceError,
        follow_up::{self, FollowUpTree},
        op::Op,
    },
};
use async_graphql::{ID, Object};
use chrono::SecondsFormat;
use std::sync::Arc;

/// A follow-up, and the operation that looks at it.
#[derive(Clone, Debug)]
pub struct FollowUp<'op> {
    /// The rows.
    pub tree: Arc<FollowUpTree>,
    /// Who looks at them.
    pub op: &'op Op,
}

/// Something that somebody is to do, most often for a customer.
#[Object]
impl<'op> FollowUp<'op> {
    /// Opaque id, `fup_…`.
    pub(crate) async fn id(&self) -> ID {
        self.tree.follow_up.id.to_string().into()
    }

    /// Counts what people write; goes back as `expectedVersion`.
    pub(crate) async fn version(&self) -> i32 {
        self.tree.follow_up.version
    }

    /// When it was made.
    pub(crate) async fn created_at(&self) -> DateTime {
        DateTime(self.tree.follow_up.created_at)
    }

    /// When it was last changed.
    pub(crate) async fn updated_at(&self) -> DateTime {
        DateTime(self.tree.follow_up.updated_at)
    }

    /// What kind of work.
    async fn kind(&self) -> FollowUpKind {
        self.tree.follow_up.kind.into()
    }

    /// What is to be done.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn title(&self) -> &str {
        &self.tree.follow_up.title
    }

    /// The customer that it is for; null for work of one's own.
    async fn customer(&self) -> Option<Customer<'op>> {
        let tree = Arc::clone(self.tree.customer.as_ref()?);
        Some(Customer { tree, op: self.op, place: String::new() })
    }

    /// The holding that it is about; null where it is about none.
    async fn holding(&self) -> Option<Holding<'op>> {
        let tree = Arc::clone(self.tree.holding.as_ref()?);
        Some(Holding { tree, op: self.op })
    }

    /// Who is to do it.
    async fn assignee(&self) -> Result<Staff<'op>, ServiceError> {
        let tree = self.tree.assignee.as_ref().ok_or(ServiceError::Defect("not wanted"))?;
        Ok(Staff { tree: Arc::clone(tree), op: self.op })
    }

    /// Who made it.
    async fn author(&self) -> Result<Staff<'op>, ServiceError> {
        let tree = self.tree.author.as_ref().ok_or(ServiceError::Defect("not wanted"))?;
        Ok(Staff { tree: Arc::clone(tree), op: self.op })
    }

    /// What it came from.
    async fn origin(&self) -> FollowUpOrigin {
        self.tree.follow_up.origin.into()
    }

    /// Id of the row that it came from: of an interaction, `int_…`; null for one made by hand.
    async fn origin_id(&self) -> Option<ID> {
        let origin = self.tree.follow_up.origin_id?;
        Some(entity::id::InteractionId(origin).to_string().into())
    }

    /// How far it has come.
    async fn state(&self) -> FollowUpState {
        self.tree.follow_up.state.into()
    }

    /// Whether it is open and its time has passed, by business time.
    async fn is_overdue(&self) -> bool {
        let row = &self.tree.follow_up;
        row.state.is_open() && row.due_at < self.op.now()
    }

    /// When it falls due.
    async fn due_at(&self) -> DateTime {
        DateTime(self.tree.follow_up.due_at)
    }

    /// When its assignee wants to be reminded; null for not at all.
    async fn remind_at(&self) -> Option<DateTime> {
        self.tree.follow_up.remind_at.map(DateTime)
    }

    /// When they were reminded; null while that is still to come.
    async fn reminded_at(&self) -> Option<DateTime> {
        self.tree.follow_up.reminded_at.map(DateTime)
    }

    /// How much it matters.
    async fn priority(&self) -> Priority {
        self.tree.follow_up.priority.into()
    }

    /// What came of it; null where nothing was told.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn result(&self) -> Option<&str> {
        self.tree.follow_up.result.as_deref()
    }

    /// When it was done or cancelled; null while it is open.
    async fn closed_at(&self) -> Option<DateTime> {
        self.tree.follow_up.closed_at.map(DateTime)
    }

    /// What the viewer may do to this follow-up now; at most one of each.
    async fn allowed_actions(&self) -> Vec<FollowUpAction> {
        follow_up::allowed(self.op, &self.tree).into_iter().map(Into::into).collect()
    }
}

impl Placed for FollowUp<'_> {
    fn place(&self) -> String {
        let row = &self.tree.follow_up;
        format!("{}:{}", row.id, row.due_at.to_rfc3339_opts(SecondsFormat::Micros, true))
    }
}
