//! How each kind of what stands in an agenda is found: whose it is, and which of it belongs to a
//! window.
//!
//! What is still to be done and late, a follow-up or a contact that was due before the window,
//! belongs to the window that holds the present, at the instant at which it was due: so it comes
//! first. A plan, a birthday or a maturity of before belongs to no later window.

use super::{AgendaKind, Window, birthday, rows::Rows};
use crate::service::{
    error::ServiceError,
    interaction::tree as interaction,
    merged::{Merged, counted},
    op::Op,
    rank::page,
};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use entity::{
    actor::Actor,
    assignment, customer, customer_standing,
    follow_up::{self, FollowUpState},
    holding::{self, HoldingStatus},
    interaction as interaction_row, interaction_participant,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryTrait,
    Select,
    sea_query::{Expr, Query, SelectStatement},
};

/// What stands in an agenda, kind by kind.
pub(super) struct Sources {
    birthdays: SelectStatement,
    maturities: Select<holding::Entity>,
    visits: Select<customer_standing::Entity>,
    touches: Select<customer_standing::Entity>,
    follow_ups: Select<follow_up::Entity>,
    interactions: Select<interaction_row::Entity>,
}

impl Sources {
    pub(super) async fn of(op: &Op, Window { from, to }: Window) -> Result<Self, ServiceError> {
        let (actor, now) = (op.actor()?, op.now());
        let bank = op.bank();
        let own = customer::Entity::own_ids(actor, now);
        let with_merged = customer::Entity::with_merged(own.clone());
        let holds_now = from <= now && now < to;
        // Days whose beginning lies within.
        let day = bank.day_of(from);
        let is_whole = bank.start_of(day) == from;
        let first = if is_whole { day } else { day + Days::new(1) };
        let last = bank.day_of(to - TimeDelta::microseconds(1));
        let late = (!holds_now).then_some(first);
        let backend = op.reader().await?.get_database_backend();
        Ok(Self {
            birthdays: birthday::within(backend, own, first..=last),
            maturities: holding::Entity::find()
                .filter(holding::Column::CustomerId.in_subquery(with_merged))
                .filter(holding::Column::Status.ne(HoldingStatus::Closed))
                .filter(holding::Column::MaturesOn.gte(first))
                .filter(holding::Column::MaturesOn.lte(last)),
            visits: due(actor, now, customer_standing::Column::VisitDueOn, late, last),
            touches: due(actor, now, customer_standing::Column::TouchDueOn, late, last),
            follow_ups: follow_up::Entity::visible(actor, now)
                .filter(follow_up::Column::AssigneeId.eq(actor.staff))
                .filter(follow_up::Column::State.is_in(FollowUpState::OPEN))
                .filter(follow_up::Column::DueAt.lt(to))
                .apply_if((!holds_now).then_some(from), |rows, from| {
                    rows.filter(follow_up::Column::DueAt.gte(from))
                }),
            interactions: planned(actor, now)
                .filter(interaction_row::Column::HappensAt.gte(from))
                .filter(interaction_row::Column::HappensAt.lt(to)),
        })
    }

    /// As rows that are counted.
    pub(super) fn counted(&self) -> [SelectStatement; 6] {
        let mut birthdays = self.birthdays.clone();
        birthdays.clear_selects().expr_as(Expr::value(1), "parent");
        [
            birthdays,
            counted(self.maturities.clone(), None),
            counted(self.visits.clone(), None),
            counted(self.touches.clone(), None),
            counted(self.follow_ups.clone(), None),
            counted(self.interactions.clone(), None),
        ]
    }

    /// The first rows of each kind.
    pub(super) async fn fetch(
        self,
        op: &Op,
        merged: Merged<AgendaKind>,
    ) -> Result<Rows, ServiceError> {
        let (reader, bank, first) = (op.reader().await?, op.bank(), merged.first);
        let instants = |kind| merged.instants(kind).map(|after| after.map(Into::into));
        let days = |kind| merged.days(bank, kind).map(|after| after.map(Into::into));
        let maturities = {
            use holding::Column;
            let keys = merged.keys(Column::MaturesOn, Column::Id);
            page(self.maturities, keys, days(AgendaKind::Maturity), first)
        };
        let due = |rows, sort, kind| {
            use customer_standing::Column;
            page(rows, merged.keys(sort, Column::CustomerId), days(kind), first)
        };
        let visit_due_on = customer_standing::Column::VisitDueOn;
        let visits = due(self.visits, visit_due_on, AgendaKind::VisitDue);
        let touch_due_on = customer_standing::Column::TouchDueOn;
        let touches = due(self.touches, touch_due_on, AgendaKind::TouchDue);
        let follow_ups = {
            use follow_up::Column;
            let keys = merged.keys(Column::DueAt, Column::Id);
            page(self.follow_ups, keys, instants(AgendaKind::FollowUp), first)
        };
        let interactions = {
            use interaction_row::Column;
            let keys = merged.keys(Column::HappensAt, Column::Id);
            page(self.interactions, keys, instants(AgendaKind::Interaction), first)
        };
        let born = merged.days(bank, AgendaKind::Birthday);
        Ok(Rows {
            birthdays: birthday::page(op, self.birthdays, born, first).await?,
            maturities: maturities.all(reader).await?,
            visits: visits.all(reader).await?,
            touches: touches.all(reader).await?,
            follow_ups: follow_ups.all(reader).await?,
            interactions: interaction::fetch(op, interactions).await?,
        })
    }
}

/// Contacts that are due with the customers whose LEAD the actor is. The standing of one that was
/// merged into another says nothing any more.
fn due(
    actor: &Actor,
    now: DateTime<Utc>,
    due_on: customer_standing::Column,
    first: Option<NaiveDate>,
    last: NaiveDate,
) -> Select<customer_standing::Entity> {
    use customer_standing::{Column, Entity};
    let led = assignment::Entity::customers_led_by(actor.staff, now);
    Entity::find()
        .filter(Column::CustomerId.in_subquery(customer::Entity::own_ids(actor, now)))
        .filter(Column::CustomerId.in_subquery(led))
        .filter(due_on.lte(last))
        .apply_if(first, |rows, first| rows.filter(due_on.gte(first)))
}

/// What is planned with customers of the actor's own book: by them or with them, and whatever is
/// with those whose LEAD they are.
fn planned(actor: &Actor, now: DateTime<Utc>) -> Select<interaction_row::Entity> {
    use interaction_participant::{Column as Participant, Entity as Participants};
    use interaction_row::{Column, Entity};
    // One look into the key for each row, where IN could read all that they ever took part in.
    let takes_part = Query::select()
        .expr(Expr::value(1))
        .from(Participants)
        .and_where(
            Expr::col((Participants, Participant::InteractionId)).equals((Entity, Column::Id)),
        )
        .and_where(Participant::StaffId.eq(actor.staff))
        .take();
    let led = assignment::Entity::customers_led_by(actor.staff, now);
    let led = customer::Entity::with_merged(led);
    let own = customer::Entity::with_merged(customer::Entity::own_ids(actor, now));
    let is_theirs = Condition::any()
        .add(Column::AuthorId.eq(actor.staff))
        .add(Column::CustomerId.in_subquery(led))
        .add(Expr::exists(takes_part));
    Entity::find()
        .filter(Column::CustomerId.in_subquery(own))
        .filter(Column::Outcome.is_null())
        .filter(is_theirs)
}
