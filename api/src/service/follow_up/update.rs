//! Changing a follow-up: what, when, who, how far.

use super::{
    answer::{answer, deed, tell, told},
    draft::{MAX_RESULT, MAX_TITLE, check_assignee},
    rule::may_update,
    tree::{FollowUpTree, FollowUpWant},
};
use crate::{
    auth::policy::Right,
    service::{
        error::ServiceError,
        line,
        locale::Text,
        op::Op,
        refusal::{Code, Refusal, Stop, Written},
        write::{Begun, Intent, Key, Write},
    },
};
use chrono::{DateTime, Utc};
use entity::{
    customer,
    follow_up::{Column, Entity, FollowUpState, Model, Priority},
    id::{FollowUpId, StaffId},
    outbox::Operation,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, QuerySelect};
use serde_json::json;
use std::sync::Arc;

/// What to change. What is `None` stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUpUpdate {
    /// Which follow-up.
    pub id: FollowUpId,
    /// The version that the actor has seen.
    pub expected_version: i32,
    /// What is to be done.
    pub title: Option<String>,
    /// How far it has come.
    pub state: Option<FollowUpState>,
    /// When it falls due.
    pub due_at: Option<DateTime<Utc>>,
    /// When its assignee wants to be reminded.
    pub remind_at: Option<DateTime<Utc>>,
    /// How much it matters.
    pub priority: Option<Priority>,
    /// Who is to do it.
    pub assignee: Option<StaffId>,
    /// What came of it; empty for nothing.
    pub result: Option<String>,
}

impl FollowUpUpdate {
    /// Names of the fields that it sends.
    pub(in crate::service) fn fields(&self) -> Vec<&'static str> {
        let sent = [
            ("title", self.title.is_some()),
            ("state", self.state.is_some()),
            ("dueAt", self.due_at.is_some()),
            ("remindAt", self.remind_at.is_some()),
            ("priority", self.priority.is_some()),
            ("assigneeId", self.assignee.is_some()),
            ("result", self.result.is_some()),
        ];
        sent.into_iter().filter(|(_, is_sent)| *is_sent).map(|(name, _)| name).collect()
    }

    fn apply(&self, now: DateTime<Utc>, row: &mut Model) -> Result<(), Refusal> {
        if !row.state.is_open() {
            return Err(CLOSED);
        }
        if let Some(state) = self.state.filter(|state| *state != row.state) {
            if !row.state.may_become(state) {
                return Err(NO_WAY);
            }
            row.state = state;
            row.closed_at = (!state.is_open()).then_some(now);
        }
        if let Some(title) = &self.title {
            row.title = line::required(title, MAX_TITLE, &["input", "title"])?;
        }
        if let Some(result) = &self.result {
            row.result = line::lines(result, MAX_RESULT, &["input", "result"])?;
        }
        if let Some(remind_at) = self.remind_at {
            // Another time is another reminder.
            row.remind_at = Some(remind_at);
            row.reminded_at = None;
        }
        row.due_at = self.due_at.unwrap_or(row.due_at);
        row.priority = self.priority.unwrap_or(row.priority);
        row.assignee_id = self.assignee.unwrap_or(row.assignee_id);
        Ok(())
    }
}

/// Changes a follow-up.
///
/// # Errors
/// The actor may change none at all, or the database does not answer.
pub async fn update(
    op: &Op,
    key: Key,
    update: &FollowUpUpdate,
    want: &FollowUpWant,
) -> Result<Written<Arc<FollowUpTree>>, ServiceError> {
    update_onto(op, key, update, None, want).await
}

/// Changes a follow-up, or another version of it that the change can be laid onto.
///
/// # Errors
/// The actor may change none at all, or the database does not answer.
pub async fn update_onto(
    op: &Op,
    key: Key,
    update: &FollowUpUpdate,
    onto: Option<i32>,
    want: &FollowUpWant,
) -> Result<Written<Arc<FollowUpTree>>, ServiceError> {
    op.allowed(Right::FollowUpWrite)?;
    let done = carry_out(op, key, update, onto.unwrap_or(update.expected_version)).await;
    answer(op, update.id, done, want).await
}

async fn carry_out(op: &Op, key: Key, update: &FollowUpUpdate, version: i32) -> Result<(), Stop> {
    let actor = op.actor()?;
    let input = json!(format!("{update:?}"));
    let intent = Intent { mutation: "followUpUpdate", key, input, outcome: update.id.0 };
    let mut write = match Write::begin(op, intent).await? {
        Begun::First(write) => write,
        Begun::Repeat(_) => return Ok(()),
    };
    let locked = Entity::visible(actor, op.now()).filter(Column::Id.eq(update.id)).lock_exclusive();
    let mut row = locked.one(write.connection()).await?.ok_or(Refusal::NOT_FOUND)?;
    if row.version != version {
        return Err(Refusal::STALE.into());
    }
    if !may_update(actor, &row) {
        return Err(NOT_YOURS.into());
    }
    let assignee = row.assignee_id;
    update.apply(op.now(), &mut row)?;
    let customer = shown(&write, &row).await?;
    let customer = customer.as_ref();
    if row.assignee_id != assignee {
        check_assignee(op, &write, &row, customer).await?;
    }
    row.version += 1;
    row.revision += 1;
    row.updated_at = op.now();
    let mut changed = row.clone().into_active_model().reset_all();
    changed.not_set(Column::Id);
    let changed = Entity::change(actor, op.now(), update.id).set(changed);
    if changed.exec(write.connection()).await?.rows_affected == 0 {
        return Err(Refusal::NOT_FOUND.into());
    }
    tell(&mut write, &row, customer, Operation::Update, &update.fields());
    if row.customer_id.is_none() && row.assignee_id != assignee && row.author_id != assignee {
        // Nobody but these sees it, so whoever has given it away loses it.
        write.tell(told(&row, customer, Operation::Delete, assignee, &[]));
    }
    write.audit(op, &deed("followUpUpdate", &row, update.fields()));
    write.commit().await
}

/// The customer under whom it is shown.
async fn shown(write: &Write, row: &Model) -> Result<Option<customer::Model>, Stop> {
    let Some(customer) = row.customer_id else { return Ok(None) };
    Ok(customer::Entity::shown_of(customer).one(write.connection()).await?)
}

const NOT_YOURS: Refusal = Refusal::new(
    Code::Forbidden,
    &["input", "id"],
    Text {
        zh: "只有经办人、创建人或主管可以修改。",
        en: "Only its assignee, its author or a manager may change it.",
    },
);

const CLOSED: Refusal = Refusal::new(
    Code::RuleViolated,
    &["input", "id"],
    Text { zh: "待办已结束。", en: "It is done or cancelled." },
);

const NO_WAY: Refusal = Refusal::new(
    Code::RuleViolated,
    &["input", "state"],
    Text { zh: "不能这样变更状态。", en: "It cannot take this state now." },
);
