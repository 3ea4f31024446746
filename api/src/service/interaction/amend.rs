//! Amending an interaction, which turns a plan into a record once it tells the outcome, and
//! cancelling a plan.

use super::{
    answer::{NOT_YOURS, answer},
    details::Details,
    row::{check_times, deed, told},
    rule::may_amend,
    tree::{InteractionTree, InteractionWant},
};
use crate::{
    auth::policy::Right,
    service::{
        error::ServiceError,
        locale::Text,
        op::Op,
        refusal::{Code, Refusal, Stop, Written},
        standing,
        write::{Begun, Intent, Key, Write},
    },
};
use chrono::{DateTime, Utc};
use entity::{
    customer,
    id::InteractionId,
    interaction::{Channel, Column, ContactDirection, Entity, InteractionOutcome, Model},
    outbox::Operation,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, QuerySelect};
use serde_json::json;
use std::sync::Arc;

/// What to change. What is `None` stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InteractionAmend {
    /// Which interaction.
    pub id: InteractionId,
    /// The version that the actor has seen.
    pub expected_version: i32,
    /// By which way it was.
    pub channel: Option<Channel>,
    /// From whom it went out.
    pub direction: Option<ContactDirection>,
    /// When it is planned for; only while it is a plan.
    pub planned_at: Option<DateTime<Utc>>,
    /// When it began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// What became of it.
    pub outcome: Option<InteractionOutcome>,
    /// The rest.
    pub details: Details,
}

/// A plan to take back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InteractionCancel {
    /// Which interaction.
    pub id: InteractionId,
    /// The version that the actor has seen.
    pub expected_version: i32,
}

impl InteractionAmend {
    /// Names of the fields that it sends.
    pub(in crate::service) fn fields(&self) -> Vec<&'static str> {
        let sent = [
            ("channel", self.channel.is_some()),
            ("direction", self.direction.is_some()),
            ("plannedAt", self.planned_at.is_some()),
            ("startedAt", self.started_at.is_some()),
            ("endedAt", self.ended_at.is_some()),
            ("outcome", self.outcome.is_some()),
        ];
        let sent = sent.into_iter().filter(|(_, is_sent)| *is_sent).map(|(name, _)| name);
        sent.chain(self.details.fields()).collect()
    }

    /// Puts it into the row: a plan becomes a record with its beginning and its outcome.
    fn apply(&self, op: &Op, row: &mut Model) -> Result<(), Refusal> {
        row.channel = self.channel.unwrap_or(row.channel);
        row.direction = self.direction.unwrap_or(row.direction);
        if self.planned_at.is_some() && row.outcome.is_some() {
            return Err(HELD);
        }
        row.planned_at = self.planned_at.or(row.planned_at);
        row.started_at = self.started_at.or(row.started_at);
        row.ended_at = self.ended_at.or(row.ended_at);
        row.outcome = self.outcome.or(row.outcome);
        match (row.outcome, row.started_at) {
            (None, Some(_)) => return Err(NO_OUTCOME),
            (Some(InteractionOutcome::Cancelled) | None, None) => {}
            (Some(_), None) => return Err(NO_BEGINNING),
            (Some(_), Some(started)) => check_times(op, (started, row.ended_at))?,
        }
        row.happens_at = row.started_at.or(row.planned_at).unwrap_or(row.happens_at);
        self.details.apply(row)
    }
}

/// Amends an interaction.
///
/// # Errors
/// The actor may amend none at all, or the database does not answer.
pub async fn amend(
    op: &Op,
    key: Key,
    change: &InteractionAmend,
    want: &InteractionWant,
) -> Result<Written<Arc<InteractionTree>>, ServiceError> {
    amend_onto(op, key, change, None, want).await
}

/// Amends an interaction, or another version of it that the change can be laid onto.
///
/// # Errors
/// The actor may amend none at all, or the database does not answer.
pub async fn amend_onto(
    op: &Op,
    key: Key,
    change: &InteractionAmend,
    onto: Option<i32>,
    want: &InteractionWant,
) -> Result<Written<Arc<InteractionTree>>, ServiceError> {
    op.allowed(Right::InteractionWrite)?;
    let input = json!(format!("{change:?}"));
    let intent = Intent { mutation: "interactionAmend", key, input, outcome: change.id.0 };
    let seen = (change.id, onto.unwrap_or(change.expected_version));
    let done = rewrite(op, intent, seen, &change.fields(), |row| change.apply(op, row)).await;
    answer(op, change.id, done, want).await
}

/// Cancels a plan.
///
/// # Errors
/// The actor may cancel none at all, or the database does not answer.
pub async fn cancel(
    op: &Op,
    key: Key,
    change: &InteractionCancel,
    want: &InteractionWant,
) -> Result<Written<Arc<InteractionTree>>, ServiceError> {
    op.allowed(Right::InteractionWrite)?;
    let input = json!(format!("{change:?}"));
    let intent = Intent { mutation: "interactionCancel", key, input, outcome: change.id.0 };
    let seen = (change.id, change.expected_version);
    let cancelled = |row: &mut Model| {
        if row.outcome.is_some() {
            return Err(HELD);
        }
        row.outcome = Some(InteractionOutcome::Cancelled);
        Ok(())
    };
    let done = rewrite(op, intent, seen, &["outcome"], cancelled).await;
    answer(op, change.id, done, want).await
}

async fn rewrite(
    op: &Op,
    intent: Intent,
    (id, expected_version): (InteractionId, i32),
    fields: &[&'static str],
    apply: impl Fn(&mut Model) -> Result<(), Refusal>,
) -> Result<(), Stop> {
    let actor = op.actor()?;
    let action = intent.mutation;
    let mut write = match Write::begin(op, intent).await? {
        Begun::First(write) => write,
        Begun::Repeat(_) => return Ok(()),
    };
    let locked = Entity::visible(actor, op.now()).filter(Column::Id.eq(id)).lock_exclusive();
    let before = locked.one(write.connection()).await?.ok_or(Refusal::NOT_FOUND)?;
    let customer = customer::Entity::shown_of(before.customer_id).one(write.connection()).await?;
    let customer = customer.ok_or(Refusal::NOT_FOUND)?;
    if before.version != expected_version {
        return Err(Refusal::STALE.into());
    }
    if !may_amend(actor, &before, customer.lead_staff_id) {
        return Err(NOT_YOURS.into());
    }
    let mut row = before.clone();
    apply(&mut row)?;
    row.version += 1;
    row.revision += 1;
    row.updated_at = op.now();
    let mut changed = row.clone().into_active_model().reset_all();
    changed.not_set(Column::Id);
    let changed = Entity::change(actor, op.now(), id).set(changed);
    if changed.exec(write.connection()).await?.rows_affected == 0 {
        return Err(Refusal::NOT_FOUND.into());
    }
    let reached = |row: &Model| {
        let reached = row.outcome == Some(InteractionOutcome::Reached);
        reached.then_some((row.started_at, row.channel))
    };
    if reached(&row) != reached(&before) {
        standing::refresh(op, &mut write, customer.id).await?;
    }
    write.tell(told(&row, &customer, Operation::Update, fields));
    write.audit(op, &deed(action, &row, fields.to_vec()));
    write.commit().await
}

const HELD: Refusal = Refusal::new(
    Code::RuleViolated,
    &["input", "id"],
    Text {
        zh: "联系已有结果，不再是计划。", en: "It has an outcome and is no plan any more."
    },
);

const NO_OUTCOME: Refusal = Refusal::new(
    Code::Required,
    &["input", "outcome"],
    Text { zh: "请填写联系结果。", en: "Say what became of it." },
);

const NO_BEGINNING: Refusal = Refusal::new(
    Code::Required,
    &["input", "startedAt"],
    Text { zh: "请填写开始时间。", en: "Say when it began." },
);
