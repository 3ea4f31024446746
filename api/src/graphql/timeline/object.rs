//! The view of what stands in a timeline.

use super::value::CoverageChangeKind;
use crate::{
    graphql::{
        assignment::object::Assignment, follow_up::object::FollowUp,
        interaction::object::Interaction, movement::object::Movement, page::Placed, place,
        scalar::DateTime,
    },
    service::{
        assignment::AssignmentTree,
        error::ServiceError,
        op::Op,
        timeline::{self, CoverageChangeKind as Kind},
    },
};
use async_graphql::{Object, Union};
use chrono::{DateTime as Instant, Utc};
use std::{borrow::Cow, sync::Arc};

/// Something that stands in a customer's timeline. Where instants are equal, a follow-up comes
/// before an interaction, that before what begins and then what ends of the coverage, movements
/// last.
#[derive(Clone, Debug, Union)]
pub enum TimelineItem<'op> {
    /// The beginning or the end of an assignment.
    CoverageChange(CoverageChange<'op>),
    /// A follow-up, at the instant at which it falls due.
    FollowUp(FollowUp<'op>),
    /// An interaction, at its beginning or else its plan.
    Interaction(Interaction<'op>),
    /// A movement, at the beginning of its booking day in the bank's zone.
    Movement(Movement<'op>),
}

impl<'op> TimelineItem<'op> {
    /// The view of an item.
    #[must_use]
    pub fn new(op: &'op Op, item: timeline::TimelineItem) -> Self {
        match item {
            timeline::TimelineItem::Coverage(change) => {
                Self::CoverageChange(CoverageChange { change, op })
            }
            timeline::TimelineItem::FollowUp(tree) => Self::FollowUp(FollowUp { tree, op }),
            timeline::TimelineItem::Interaction(tree) => {
                Self::Interaction(Interaction { tree, op })
            }
            timeline::TimelineItem::Movement(row) => Self::Movement(Movement { row, op }),
        }
    }

    /// The item, and the operation that looks at it.
    fn item(&self) -> (timeline::TimelineItem, &'op Op) {
        use timeline::TimelineItem as Item;
        match self {
            Self::CoverageChange(node) => (Item::Coverage(node.change.clone()), node.op),
            Self::FollowUp(node) => (Item::FollowUp(Arc::clone(&node.tree)), node.op),
            Self::Interaction(node) => (Item::Interaction(Arc::clone(&node.tree)), node.op),
            Self::Movement(node) => (Item::Movement(Arc::clone(&node.row)), node.op),
        }
    }
}

impl Placed for TimelineItem<'_> {
    fn place(&self) -> String {
        let (item, op) = self.item();
        place::text(&item.place(op.bank()))
    }

    fn list() -> Cow<'static, str> {
        "Timeline".into()
    }
}

/// The beginning or the end of an assignment, and the operation that looks at it.
#[derive(Clone, Debug)]
pub struct CoverageChange<'op> {
    /// The rows.
    pub change: timeline::CoverageChange,
    /// Who looks at them.
    pub op: &'op Op,
}

impl CoverageChange<'_> {
    fn tree(&self) -> &Arc<AssignmentTree> {
        &self.change.assignment
    }

    fn instant(&self) -> Option<Instant<Utc>> {
        let row = &self.tree().assignment;
        match self.change.kind {
            Kind::Begin => Some(row.valid_from),
            Kind::End => row.valid_to,
        }
    }
}

/// The beginning or the end of an assignment: each stands in a timeline by itself.
#[Object]
impl<'op> CoverageChange<'op> {
    /// When, by business time.
    async fn at(&self) -> Result<DateTime, ServiceError> {
        let at = self.instant().ok_or(ServiceError::Defect("an end that is none"))?;
        Ok(DateTime(at))
    }

    /// Which of the two.
    async fn change(&self) -> CoverageChangeKind {
        self.change.kind.into()
    }

    /// The assignment.
    async fn assignment(&self) -> Assignment<'op> {
        Assignment { tree: Arc::clone(self.tree()), op: self.op }
    }
}
