//! Planning a contact, and recording one that was held.

use super::{
    answer::answer,
    cover::{Covered, locked, participants},
    memo::{MemoDraft, put},
    row::{Held, check_times, deed, fresh, told},
    tree::{InteractionTree, InteractionWant},
};
use crate::{
    auth::policy::Right,
    service::{
        customer::{self as customer_tree, CustomerTree, CustomerWant},
        error::ServiceError,
        follow_up::{self, FollowUpDraft, FollowUpTree, FollowUpWant},
        line,
        op::Op,
        refusal::{Refusal, Stop, Written},
        standing,
        write::{Begun, Intent, Key, Write},
    },
};
use chrono::{DateTime, Utc};
use entity::{
    customer,
    id::InteractionId,
    interaction::{Entity, InteractionOutcome, Model},
    interaction_participant,
    outbox::Operation,
};
use sea_orm::{EntityTrait, IntoActiveModel, TryInsertResult};
use serde_json::json;
use std::sync::Arc;
use uuid::Uuid;

/// Most members of staff in one interaction.
const MAX_PARTICIPANTS: usize = 20;
/// A contact that is to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InteractionPlan {
    /// With whom, and how.
    pub held: Held,
    /// When.
    pub planned_at: DateTime<Utc>,
}

/// A contact that was held, or tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InteractionRecord {
    /// With whom, and how.
    pub held: Held,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// What became of it.
    pub outcome: InteractionOutcome,
    /// What the actor noted for few, or for all.
    pub memo: Option<MemoDraft>,
    /// The next step as a follow-up.
    pub follow_up: Option<FollowUpDraft>,
}

/// How deep the answer of a record is wanted.
#[derive(Clone, Debug, Default)]
pub struct RecordWants {
    /// The interaction.
    pub interaction: InteractionWant,
    /// The customer, if they are wanted.
    pub customer: Option<CustomerWant>,
    /// The follow-up, if it is wanted.
    pub follow_up: Option<FollowUpWant>,
}

/// What a record answers. Who records what began before a handover sees nothing of it.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The interaction as it is now, or why nothing was written.
    pub interaction: Written<Arc<InteractionTree>>,
    /// The customer as they are now.
    pub customer: Option<CustomerTree>,
    /// The follow-up that was made with it.
    pub follow_up: Option<Arc<FollowUpTree>>,
}

/// Plans a contact.
///
/// # Errors
/// The actor may plan none at all, or the database does not answer.
pub async fn plan(
    op: &Op,
    key: Key,
    plan: &InteractionPlan,
    want: &InteractionWant,
) -> Result<Written<Arc<InteractionTree>>, ServiceError> {
    op.allowed(Right::InteractionWrite)?;
    let id = plan.held.id.unwrap_or_else(|| InteractionId(Uuid::now_v7()));
    let done = async {
        let input = json!(format!("{plan:?}"));
        let intent = Intent { mutation: "interactionPlan", key, input, outcome: id.0 };
        let mut write = match Write::begin(op, intent).await? {
            Begun::First(write) => write,
            Begun::Repeat(done) => return Ok(InteractionId(done)),
        };
        let Covered { customer, .. } = locked(op, &write, plan.held.customer, None).await?;
        let row = Model {
            planned_at: Some(plan.planned_at),
            ..fresh(op, id, (&plan.held, customer.id), plan.planned_at)?
        };
        insert(op, &mut write, &row, &customer, &plan.held).await?;
        write.audit(op, &deed("interactionPlan", &row, vec!["plannedAt"]));
        write.commit().await?;
        Ok(id)
    };
    let (id, done) = split(id, done.await);
    answer(op, id, done, want).await
}

/// The row that was written, now or by an earlier try, and whether it was.
fn split(
    id: InteractionId,
    done: Result<InteractionId, Stop>,
) -> (InteractionId, Result<(), Stop>) {
    match done {
        Ok(written) => (written, Ok(())),
        Err(stop) => (id, Err(stop)),
    }
}

/// Records a contact.
///
/// # Errors
/// The actor may record none at all, or the database does not answer.
pub async fn record(
    op: &Op,
    key: Key,
    record: &InteractionRecord,
    wants: &RecordWants,
) -> Result<Recorded, ServiceError> {
    op.allowed(Right::InteractionWrite)?;
    let id = record.held.id.unwrap_or_else(|| InteractionId(Uuid::now_v7()));
    let (id, done) = split(id, carry_out(op, key, id, record).await);
    let interaction = answer(op, id, done, &wants.interaction).await?;
    let Ok(Some(tree)) = &interaction else {
        return Ok(Recorded { interaction, customer: None, follow_up: None });
    };
    let after = op.renewed();
    let customer = match &wants.customer {
        Some(want) => customer_tree::by_id(&after, tree.interaction.customer_id, want).await?,
        None => None,
    };
    let follow_up = match (&wants.follow_up, &record.follow_up) {
        (Some(want), Some(_)) => follow_up::tree::of_interaction(&after, id, want).await?,
        _ => None,
    };
    Ok(Recorded { interaction, customer, follow_up })
}

async fn carry_out(
    op: &Op,
    key: Key,
    id: InteractionId,
    record: &InteractionRecord,
) -> Result<InteractionId, Stop> {
    let input = json!(format!("{record:?}"));
    let intent = Intent { mutation: "interactionRecord", key, input, outcome: id.0 };
    let mut write = match Write::begin(op, intent).await? {
        Begun::First(write) => write,
        Begun::Repeat(done) => return Ok(InteractionId(done)),
    };
    let covered = locked(op, &write, record.held.customer, Some(record.started_at)).await?;
    let customer = &covered.customer;
    let times = (record.started_at, record.ended_at);
    let row = Model {
        started_at: Some(times.0),
        ended_at: times.1,
        outcome: Some(record.outcome),
        ..fresh(op, id, (&record.held, customer.id), times.0)?
    };
    check_times(op, times)?;
    insert(op, &mut write, &row, customer, &record.held).await?;
    if let Some(memo) = &record.memo {
        put(op, &mut write, (&row, customer), memo, None).await?;
    }
    if let Some(draft) = &record.follow_up {
        follow_up::after(op, &mut write, draft, &row, &covered).await?;
    }
    if record.outcome == InteractionOutcome::Reached {
        standing::refresh(op, &mut write, row.customer_id).await?;
    }
    write.audit(op, &deed("interactionRecord", &row, vec!["startedAt", "outcome"]));
    write.commit().await?;
    Ok(id)
}

async fn insert(
    op: &Op,
    write: &mut Write,
    row: &Model,
    customer: &customer::Model,
    held: &Held,
) -> Result<(), Stop> {
    if held.participants.len() > MAX_PARTICIPANTS {
        return Err(line::too_long(&["input", "participantIds"]).into());
    }
    let people = participants(write, op.actor()?.staff, &held.participants).await?;
    let insert = Entity::insert(row.clone().into_active_model()).on_conflict_do_nothing();
    let inserted = insert.exec_without_returning(write.connection()).await?;
    if !matches!(inserted, TryInsertResult::Inserted(1)) {
        return Err(Refusal::TAKEN.into());
    }
    let people = people.into_iter().map(|staff_id| {
        let (interaction_id, customer_id) = (row.id, row.customer_id);
        interaction_participant::Model { interaction_id, staff_id, customer_id }.into_active_model()
    });
    interaction_participant::Entity::insert_many(people)
        .exec_without_returning(write.connection())
        .await?;
    write.tell(told(row, customer, Operation::Create, &held.details.fields()));
    Ok(())
}
