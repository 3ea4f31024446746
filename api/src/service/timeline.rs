//! What happened with customers and what is to come, of all kinds in one list, the latest first:
//! below customers whose scope was checked.

mod rows;

use super::{
    assignment::{AssignmentTree, AssignmentWant},
    bank::Bank,
    error::ServiceError,
    follow_up::{FollowUpTree, FollowUpWant},
    interaction::{InteractionTree, InteractionWant},
    list::{Asked, Listed},
    merged::{self, Merged, Place},
    movement::LeastAmount,
    op::Op,
};
use chrono::{DateTime, Utc};
use entity::{id::CustomerId, movement};
use rows::Bases;
use std::{collections::HashMap, sync::Arc};

/// Units of its currency of which a movement stands in a timeline where nothing else is asked for.
pub const LEAST_MOVEMENT: i64 = 10_000;

/// What stands in a timeline. Where instants are equal, a later kind comes first, as a later
/// instant does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimelineKind {
    /// A movement, at the beginning of its booking day, so that it is never still to come.
    Movement,
    /// The end of an assignment.
    CoverageEnd,
    /// The beginning of an assignment.
    CoverageBegin,
    /// An interaction, at its beginning, or else its plan.
    Interaction,
    /// A follow-up, when it falls due.
    FollowUp,
}

impl TimelineKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Movement, Self::CoverageEnd, Self::CoverageBegin, Self::Interaction, Self::FollowUp];
}

/// A way of asking for a customer's timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineAsk {
    /// Movements of less than this are left out.
    pub least: LeastAmount,
    /// The place after which the page begins.
    pub after: Option<Place<TimelineKind>>,
}

/// How deep what stands in a timeline is wanted.
#[derive(Clone, Debug, Default)]
pub struct TimelineWant {
    /// Assignments.
    pub assignment: AssignmentWant,
    /// Interactions.
    pub interaction: InteractionWant,
    /// Follow-ups.
    pub follow_up: FollowUpWant,
}

/// Something that stands in a timeline.
#[derive(Clone, Debug)]
pub enum TimelineItem {
    /// A movement.
    Movement(Arc<movement::Model>),
    /// The beginning or the end of an assignment.
    Coverage(CoverageChange),
    /// An interaction.
    Interaction(Arc<InteractionTree>),
    /// A follow-up.
    FollowUp(Arc<FollowUpTree>),
}

/// The beginning or the end of an assignment.
#[derive(Clone, Debug)]
pub struct CoverageChange {
    /// Which of the two.
    pub kind: CoverageChangeKind,
    /// The assignment.
    pub assignment: Arc<AssignmentTree>,
}

/// What becomes of an assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoverageChangeKind {
    /// It begins.
    Begin,
    /// It ends.
    End,
}

impl TimelineItem {
    /// Where it stands.
    #[must_use]
    pub fn place(&self, bank: &Bank) -> Place<TimelineKind> {
        match self {
            Self::Movement(row) => rows::of_movement(bank, row),
            Self::Coverage(CoverageChange { kind, assignment }) => match kind {
                CoverageChangeKind::Begin => rows::of_begin(&assignment.assignment),
                CoverageChangeKind::End => rows::of_end(&assignment.assignment),
            },
            Self::Interaction(tree) => rows::of_interaction(&tree.interaction),
            Self::FollowUp(tree) => rows::of_follow_up(&tree.follow_up),
        }
    }
}

/// The timelines of each of `customers`, whose scope was checked: a statement for each kind, then
/// one for each noun below what stands on the pages. Coverage of those of them that were merged into
/// others, by when, ended with that.
pub(super) async fn of_customers(
    op: &Op,
    customers: &[CustomerId],
    merged_at: &HashMap<CustomerId, DateTime<Utc>>,
    asked: &Asked<TimelineAsk, TimelineWant>,
) -> Result<HashMap<CustomerId, Listed<TimelineItem>>, ServiceError> {
    op.accessed(customers.iter().copied(), "timeline");
    let bases = Bases::of(customers, merged_at, asked.ask.least);
    let totals = if asked.total { Some(merged::totals(op, bases.counted()).await?) } else { None };
    let page = Merged { after: asked.ask.after, first: asked.first, is_descending: true };
    let rows = bases.fetch(op, customers, merged_at, page).await?;
    let mut places = HashMap::<CustomerId, Vec<_>>::new();
    for (customer, place) in rows.places(op.bank()) {
        places.entry(customer).or_default().push(place);
    }
    for of_customer in places.values_mut() {
        *of_customer = page.cut(std::mem::take(of_customer));
    }
    let kept = places.values().flatten().map(|place| (place.kind, place.id)).collect();
    let found = rows.grow(op, &kept, &asked.want).await?;
    let mut listed = HashMap::new();
    for (customer, places) in places {
        let rows = places.into_iter().filter_map(|place| found.item(place)).collect();
        listed.insert(customer, Listed { rows, total: None });
    }
    for (customer, total) in totals.into_iter().flatten() {
        listed.entry(customer).or_insert_with(|| Listed::empty(false)).total = Some(total);
    }
    Ok(listed)
}
