//! The memo of an interaction: a row of its own with a version of its own, so that whoever may not
//! read it learns nothing of it, not even that it has changed.

use super::{
    answer::{NOT_YOURS, answer},
    row::deed,
    tree::{InteractionTree, InteractionWant},
};
use crate::{
    auth::policy::Right,
    service::{
        change::Change,
        error::ServiceError,
        line,
        op::Op,
        refusal::{Refusal, Stop, Written},
        write::{Begun, Intent, Key, Write},
    },
};
use entity::{
    customer,
    id::InteractionId,
    interaction,
    interaction_memo::{self, Entity},
    outbox::{Noun, Operation},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use serde_json::json;
use std::sync::Arc;

/// Longest memo, in characters.
const MAX_MEMO: usize = 4_000;

/// A memo as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemoDraft {
    /// 1 to 4,000 characters.
    pub text: String,
    /// Whether only few may read it.
    pub is_confidential: bool,
}

/// A change to a memo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemoWrite {
    /// Of which interaction.
    pub id: InteractionId,
    /// The memo's version that the actor has seen; 0 where there was none.
    pub expected_version: i32,
    /// The memo as it is to be.
    pub memo: MemoDraft,
}

/// Writes the memo of an interaction that the actor has recorded.
///
/// # Errors
/// The actor may write none at all, or the database does not answer.
pub async fn write_memo(
    op: &Op,
    key: Key,
    change: &MemoWrite,
    want: &InteractionWant,
) -> Result<Written<Arc<InteractionTree>>, ServiceError> {
    op.allowed(Right::InteractionWrite)?;
    let done = carry_out(op, key, change).await;
    answer(op, change.id, done, want).await
}

async fn carry_out(op: &Op, key: Key, change: &MemoWrite) -> Result<(), Stop> {
    let actor = op.actor()?;
    let input = json!(format!("{change:?}"));
    let intent = Intent { mutation: "interactionMemoWrite", key, input, outcome: change.id.0 };
    let mut write = match Write::begin(op, intent).await? {
        Begun::First(write) => write,
        Begun::Repeat(_) => return Ok(()),
    };
    let locked = interaction::Entity::visible(actor, op.now())
        .filter(interaction::Column::Id.eq(change.id))
        .lock_exclusive();
    let row = locked.one(write.connection()).await?.ok_or(Refusal::NOT_FOUND)?;
    if row.author_id != actor.staff {
        return Err(NOT_YOURS.into());
    }
    let before = Entity::find_by_id(change.id).one(write.connection()).await?;
    let version = before.as_ref().map_or(0, |memo| memo.version);
    if version != change.expected_version {
        return Err(Refusal::STALE.into());
    }
    let customer = customer::Entity::shown_of(row.customer_id).one(write.connection()).await?;
    let customer = customer.ok_or(Refusal::NOT_FOUND)?;
    put(op, &mut write, (&row, &customer), &change.memo, before).await?;
    write.audit(op, &deed("interactionMemoWrite", &row, vec!["memo"]));
    write.commit().await
}

/// Puts the memo of an interaction where `before` stands, and tells those who may read it.
pub(super) async fn put(
    op: &Op,
    write: &mut Write,
    (interaction, customer): (&interaction::Model, &customer::Model),
    memo: &MemoDraft,
    before: Option<interaction_memo::Model>,
) -> Result<(), Stop> {
    let is_new = before.is_none();
    // Who reads it no more is told too, and so drops it.
    let is_open =
        !memo.is_confidential || before.as_ref().is_some_and(|memo| !memo.is_confidential);
    let row = interaction_memo::Model {
        interaction_id: interaction.id,
        customer_id: interaction.customer_id,
        author_id: interaction.author_id,
        text: line::required_lines(&memo.text, MAX_MEMO, &["input", "memo"])?,
        is_confidential: memo.is_confidential,
        version: before.as_ref().map_or(1, |memo| memo.version + 1),
        revision: before.as_ref().map_or(1, |memo| memo.revision + 1),
        created_at: before.map_or(op.now(), |memo| memo.created_at),
        updated_at: op.now(),
    };
    let revision = row.revision;
    let row = row.into_active_model();
    if is_new {
        Entity::insert(row).exec_without_returning(write.connection()).await?;
    } else {
        Entity::update(row.reset_all()).exec(write.connection()).await?;
    }
    write.tell(Change {
        noun: Noun::InteractionMemo,
        row_id: interaction.id.0,
        operation: if is_new { Operation::Create } else { Operation::Update },
        customer_id: Some(customer.id),
        home_unit_id: Some(customer.home_unit_id),
        staff_id: Some(interaction.author_id),
        revision,
        payload: json!({ "v": 1, "isOpen": is_open }),
    });
    Ok(())
}
