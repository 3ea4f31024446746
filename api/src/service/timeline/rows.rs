//! The rows that stand in timelines: how each kind is read, where it stands, what hangs below it.

use super::{CoverageChange, CoverageChangeKind, TimelineItem, TimelineKind, TimelineWant};
use crate::service::{
    assignment::tree::{self as assignment, AssignmentTree},
    bank::Bank,
    error::ServiceError,
    follow_up::tree::{self as follow_up, FollowUpTree},
    interaction::tree::{self as interaction, InteractionTree},
    merged::{Merged, Place, counted},
    movement::LeastAmount,
    op::Op,
    page::in_list,
    rank::page_of_each,
};
use chrono::{DateTime, Utc};
use entity::{
    assignment as assignment_row, follow_up as follow_up_row, id::CustomerId,
    interaction as interaction_row, movement,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select, sea_query::SelectStatement};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};
use uuid::Uuid;

/// What stands in the timelines of some customers, kind by kind.
pub(super) struct Bases {
    movements: Select<movement::Entity>,
    begun: Select<assignment_row::Entity>,
    ended: Select<assignment_row::Entity>,
    /// Of those who were merged into others: all of it ended.
    merged: Option<Select<assignment_row::Entity>>,
    interactions: Select<interaction_row::Entity>,
    follow_ups: Select<follow_up_row::Entity>,
}

impl Bases {
    pub(super) fn of(
        customers: &[CustomerId],
        merged_at: &HashMap<CustomerId, DateTime<Utc>>,
        least: LeastAmount,
    ) -> Self {
        let ids = || in_list(customers);
        let assignments = assignment_row::Entity::of_customers;
        let (merged, own): (Vec<_>, Vec<_>) =
            customers.iter().partition(|id| merged_at.contains_key(id));
        Self {
            movements: movement::Entity::find()
                .filter(movement::Column::CustomerId.is_in(ids()))
                .filter(least.condition()),
            ended: assignments(in_list(&own)).filter(assignment_row::Column::ValidTo.is_not_null()),
            merged: (!merged.is_empty()).then(|| assignments(in_list(&merged))),
            begun: assignments(ids()),
            interactions: interaction_row::Entity::find()
                .filter(interaction_row::Column::CustomerId.is_in(ids())),
            follow_ups: follow_up_row::Entity::find()
                .filter(follow_up_row::Column::CustomerId.is_in(ids())),
        }
    }

    /// As rows that are counted by customer.
    pub(super) fn counted(&self) -> Vec<SelectStatement> {
        let of_customer = Some(assignment_row::Column::CustomerId);
        let mut all = vec![
            counted(self.movements.clone(), Some(movement::Column::CustomerId)),
            counted(self.begun.clone(), of_customer),
            counted(self.ended.clone(), of_customer),
            counted(self.interactions.clone(), Some(interaction_row::Column::CustomerId)),
            counted(self.follow_ups.clone(), Some(follow_up_row::Column::CustomerId)),
        ];
        all.extend(self.merged.clone().map(|merged| counted(merged, of_customer)));
        all
    }

    /// The first rows of each kind for each of so many customers.
    pub(super) async fn fetch(
        self,
        op: &Op,
        customers: &[CustomerId],
        merged_at: &HashMap<CustomerId, DateTime<Utc>>,
        page: Merged<TimelineKind>,
    ) -> Result<Rows, ServiceError> {
        let reader = op.reader().await?;
        let (customers, own) = (customers.len(), customers.len() - merged_at.len());
        let after = |kind| page.instants(kind).map(|after| after.map(Into::into));
        let booked = page.days(op.bank(), TimelineKind::Movement);
        let booked = booked.map(|after| after.map(Into::into));
        let movements = {
            use movement::Column;
            let keys = page.keys(Column::BookedOn, Column::Id);
            let parent = (Column::CustomerId, customers);
            page_of_each(self.movements, parent, keys, booked, page.first)
        };
        let coverage = |rows, sort, kind, customers| {
            use assignment_row::Column;
            let keys = page.keys(sort, Column::Id);
            page_of_each(rows, (Column::CustomerId, customers), keys, after(kind), page.first)
        };
        let begun = assignment_row::Column::ValidFrom;
        let begun = coverage(self.begun, begun, TimelineKind::CoverageBegin, customers);
        let ended = assignment_row::Column::ValidTo;
        let ended = coverage(self.ended, ended, TimelineKind::CoverageEnd, own);
        let interactions = {
            use interaction_row::Column;
            let keys = page.keys(Column::HappensAt, Column::Id);
            let after = after(TimelineKind::Interaction);
            let parent = (Column::CustomerId, customers);
            page_of_each(self.interactions, parent, keys, after, page.first)
        };
        let follow_ups = {
            use follow_up_row::Column;
            let keys = page.keys(Column::DueAt, Column::Id);
            let after = after(TimelineKind::FollowUp);
            let parent = (Column::CustomerId, customers);
            page_of_each(self.follow_ups, parent, keys, after, page.first)
        };
        let mut begun = begun.all(reader).await?;
        let mut ended = ended.all(reader).await?;
        if let Some(merged) = self.merged {
            ended.extend(merged.all(reader).await?);
        }
        for row in begun.iter_mut().chain(&mut ended) {
            let end = merged_at.get(&row.customer_id);
            row.valid_to = row.valid_to.into_iter().chain(end.copied()).min();
        }
        ended.retain(|row| page.lies_ahead(&of_end(row)));
        Ok(Rows {
            movements: movements.all(reader).await?,
            begun,
            ended,
            interactions: interaction::fetch(op, interactions).await?,
            follow_ups: follow_ups.all(reader).await?,
        })
    }
}

/// The rows that came.
pub(super) struct Rows {
    movements: Vec<movement::Model>,
    begun: Vec<assignment_row::Model>,
    ended: Vec<assignment_row::Model>,
    interactions: Vec<interaction::Found>,
    follow_ups: Vec<follow_up_row::Model>,
}

impl Rows {
    /// Where each of them stands, in whose timeline.
    pub(super) fn places(&self, bank: &Bank) -> Vec<(CustomerId, Place<TimelineKind>)> {
        let movements = self.movements.iter().map(|row| (row.customer_id, of_movement(bank, row)));
        let begun = self.begun.iter().map(|row| (row.customer_id, of_begin(row)));
        let ended = self.ended.iter().map(|row| (row.customer_id, of_end(row)));
        let interactions = self.interactions.iter();
        let interactions = interactions.map(|(row, _)| (row.customer_id, of_interaction(row)));
        // Those of no customer were not asked for.
        let of_customer = |row: &follow_up_row::Model| Some((row.customer_id?, of_follow_up(row)));
        let follow_ups = self.follow_ups.iter().filter_map(of_customer);
        movements.chain(begun).chain(ended).chain(interactions).chain(follow_ups).collect()
    }

    /// Fetches what is wanted below those that stand on a page, each noun once for all of them.
    pub(super) async fn grow(
        mut self,
        op: &Op,
        kept: &HashSet<(TimelineKind, Uuid)>,
        want: &TimelineWant,
    ) -> Result<Found, ServiceError> {
        let is_kept = |kind, id| kept.contains(&(kind, id));
        self.movements.retain(|row| is_kept(TimelineKind::Movement, row.id.0));
        self.begun.retain(|row| is_kept(TimelineKind::CoverageBegin, row.id.0));
        self.ended.retain(|row| is_kept(TimelineKind::CoverageEnd, row.id.0));
        self.interactions.retain(|(row, _)| is_kept(TimelineKind::Interaction, row.id.0));
        self.follow_ups.retain(|row| is_kept(TimelineKind::FollowUp, row.id.0));
        let assignments: BTreeMap<_, _> =
            self.begun.into_iter().chain(self.ended).map(|row| (row.id, row)).collect();
        let assignments = assignments.into_values().collect();
        let assignments = assignment::grow(op, assignments, &want.assignment).await?;
        let interactions = interaction::grow(op, self.interactions, &want.interaction).await?;
        let follow_ups = follow_up::grow(op, self.follow_ups, &want.follow_up).await?;
        let movements = self.movements.into_iter();
        Ok(Found {
            movements: movements.map(|row| (row.id.0, Arc::new(row))).collect(),
            assignments: assignments.into_iter().map(|tree| (tree.assignment.id.0, tree)).collect(),
            interactions: interactions
                .into_iter()
                .map(|tree| (tree.interaction.id.0, tree))
                .collect(),
            follow_ups: follow_ups.into_iter().map(|tree| (tree.follow_up.id.0, tree)).collect(),
        })
    }
}

/// The rows with what was wanted below them, by id.
pub(super) struct Found {
    movements: HashMap<Uuid, Arc<movement::Model>>,
    assignments: HashMap<Uuid, Arc<AssignmentTree>>,
    interactions: HashMap<Uuid, Arc<InteractionTree>>,
    follow_ups: HashMap<Uuid, Arc<FollowUpTree>>,
}

impl Found {
    /// What stands at a place.
    pub(super) fn item(&self, Place { kind, id, .. }: Place<TimelineKind>) -> Option<TimelineItem> {
        let coverage = |kind| {
            let assignment = self.assignments.get(&id).cloned();
            assignment.map(|assignment| TimelineItem::Coverage(CoverageChange { kind, assignment }))
        };
        match kind {
            TimelineKind::Movement => self.movements.get(&id).cloned().map(TimelineItem::Movement),
            TimelineKind::CoverageBegin => coverage(CoverageChangeKind::Begin),
            TimelineKind::CoverageEnd => coverage(CoverageChangeKind::End),
            TimelineKind::Interaction => {
                self.interactions.get(&id).cloned().map(TimelineItem::Interaction)
            }
            TimelineKind::FollowUp => self.follow_ups.get(&id).cloned().map(TimelineItem::FollowUp),
        }
    }
}

pub(super) fn of_movement(bank: &Bank, row: &movement::Model) -> Place<TimelineKind> {
    Place { at: bank.start_of(row.booked_on), kind: TimelineKind::Movement, id: row.id.0 }
}

pub(super) fn of_begin(row: &assignment_row::Model) -> Place<TimelineKind> {
    Place { at: row.valid_from, kind: TimelineKind::CoverageBegin, id: row.id.0 }
}

/// An assignment without an end has no such place, and none is asked for.
pub(super) fn of_end(row: &assignment_row::Model) -> Place<TimelineKind> {
    let at = row.valid_to.unwrap_or(row.valid_from);
    Place { at, kind: TimelineKind::CoverageEnd, id: row.id.0 }
}

pub(super) fn of_interaction(row: &interaction_row::Model) -> Place<TimelineKind> {
    Place { at: row.happens_at, kind: TimelineKind::Interaction, id: row.id.0 }
}

pub(super) fn of_follow_up(row: &follow_up_row::Model) -> Place<TimelineKind> {
    Place { at: row.due_at, kind: TimelineKind::FollowUp, id: row.id.0 }
}
