//! Recording and removing what a customer likes.

use super::tree::{PreferenceTree, by_ids};
use crate::{
    auth::policy::Right,
    service::{
        audit::Deed,
        below::{self, Row},
        completeness,
        error::ServiceError,
        line,
        locale::Text,
        op::Op,
        refusal::{Code, Refusal, Stop, Written, answered},
        write::{Begun, Intent, Key, Write},
    },
};
use chrono::NaiveDate;
use entity::{
    customer,
    id::{CustomerId, PreferenceId},
    outbox::{Noun, Operation},
    preference::{Column, Entity, Model},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    QueryTrait, TryInsertResult,
};
use serde_json::json;
use std::sync::Arc;
use uuid::Uuid;

const MAX_KEY: usize = 50;
const MAX_VALUE: usize = 500;
const MAX_SOURCE: usize = 100;
const FIELDS: [&str; 5] = ["key", "value", "source", "lastSeenOn", "isSensitive"];

/// What was seen of a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreferenceRecord {
    /// The id of the row, where the client has minted one; a key that is there already keeps its
    /// own.
    pub id: Option<PreferenceId>,
    /// Of whom.
    pub customer: CustomerId,
    /// What it is about, 1 to 50 characters; the name of the preference.
    pub key: String,
    /// What the customer likes there, 1 to 500 characters.
    pub value: String,
    /// Where that is known from, 1 to 100 characters.
    pub source: String,
    /// When it was seen.
    pub last_seen_on: NaiveDate,
    /// Whether the value is for few eyes.
    pub is_sensitive: bool,
}

/// Records a preference: a new one, or what is seen now of one that is known.
///
/// # Errors
/// The actor may change no customer at all, or the database does not answer.
pub async fn record(
    op: &Op,
    key: Key,
    record: &PreferenceRecord,
) -> Result<Written<Arc<PreferenceTree>>, ServiceError> {
    op.allowed(Right::CustomerEdit)?;
    let fresh = record.id.unwrap_or_else(|| PreferenceId(Uuid::now_v7()));
    let changed = write(op, key, record, fresh).await;
    let id = changed.as_ref().copied().unwrap_or(fresh);
    answer(op, id, changed.map(|_| ())).await
}

/// Removes a preference; the row stays and is shown no more.
///
/// # Errors
/// The actor may change no customer at all, or the database does not answer.
pub async fn remove(
    op: &Op,
    key: Key,
    id: PreferenceId,
    expected_version: i32,
) -> Result<Written<Arc<PreferenceTree>>, ServiceError> {
    op.allowed(Right::CustomerEdit)?;
    let changed = delete(op, key, id, expected_version).await;
    answer(op, id, changed).await
}

async fn answer(
    op: &Op,
    id: PreferenceId,
    changed: Result<(), Stop>,
) -> Result<Written<Arc<PreferenceTree>>, ServiceError> {
    let op = op.renewed();
    answered(changed, async { Ok(by_ids(&op, &[id]).await?.remove(&id)) }).await
}

async fn write(
    op: &Op,
    key: Key,
    record: &PreferenceRecord,
    fresh: PreferenceId,
) -> Result<PreferenceId, Stop> {
    let input = json!({ "id": record.id.map(|id| id.to_string()),
        "customerId": record.customer.to_string(), "key": record.key, "value": record.value,
        "source": record.source, "lastSeenOn": record.last_seen_on,
        "isSensitive": record.is_sensitive });
    let intent = Intent { mutation: "preferenceRecord", key, input, outcome: record.customer.0 };
    let mut write = match Write::begin(op, intent).await? {
        Begun::First(write) => write,
        // The row is found by its key again: which one it is was not known when the write began.
        Begun::Repeat(_) => return Ok(known(op, record).await?.unwrap_or(fresh)),
    };
    let owner = customer::Entity::only(record.customer);
    let missing = Refusal::missing(&["input", "customerId"]);
    let customer = below::locked(op, &write, owner, missing).await?;
    let name = line::required(&record.key, MAX_KEY, &["input", "key"])?;
    let value = line::required(&record.value, MAX_VALUE, &["input", "value"])?;
    let source = line::required(&record.source, MAX_SOURCE, &["input", "source"])?;
    if record.last_seen_on > op.bank().day_of(op.now()) {
        return Err(AHEAD.into());
    }
    let before = alive(customer.id, &name).lock_exclusive().one(write.connection()).await?;
    if before.as_ref().is_some_and(|before| before.last_seen_on > record.last_seen_on) {
        return Err(SEEN_LATER.into());
    }
    let row = Model {
        id: before.as_ref().map_or(fresh, |before| before.id),
        customer_id: before.as_ref().map_or(customer.id, |before| before.customer_id),
        key: name,
        value,
        source,
        last_seen_on: record.last_seen_on,
        is_sensitive: record.is_sensitive,
        author_id: op.actor()?.staff,
        version: before.as_ref().map_or(1, |before| before.version + 1),
        revision: before.as_ref().map_or(1, |before| before.revision + 1),
        created_at: before.as_ref().map_or(op.now(), |before| before.created_at),
        updated_at: op.now(),
        deleted_at: None,
    };
    let operation = if before.is_some() { Operation::Update } else { Operation::Create };
    match operation {
        Operation::Update => save(&write, &row).await?,
        _ => insert(&write, &row).await?,
    }
    note(op, &mut write, &customer, &row, ("preferenceRecord", operation), &FIELDS);
    completeness::keep(op, &mut write, customer.id).await?;
    write.commit().await?;
    Ok(row.id)
}

async fn insert(write: &Write, row: &Model) -> Result<(), Stop> {
    let inserted = Entity::insert(row.clone().into_active_model())
        .on_conflict_do_nothing()
        .exec_without_returning(write.connection())
        .await?;
    match inserted {
        TryInsertResult::Inserted(1) => Ok(()),
        _ => Err(Refusal::TAKEN.into()),
    }
}

async fn delete(op: &Op, key: Key, id: PreferenceId, expected_version: i32) -> Result<(), Stop> {
    let input = json!({ "id": id.to_string(), "expectedVersion": expected_version });
    let intent = Intent { mutation: "preferenceRemove", key, input, outcome: id.0 };
    let mut write = match Write::begin(op, intent).await? {
        Begun::First(write) => write,
        Begun::Repeat(_) => return Ok(()),
    };
    let rows = Entity::find_by_id(id).filter(Column::DeletedAt.is_null());
    let owner = rows.clone().select_only().column(Column::CustomerId).into_query();
    let customer = below::locked(op, &write, owner, Refusal::NOT_FOUND).await?;
    let row = rows.lock_exclusive().one(write.connection()).await?;
    let mut row = row.ok_or(Refusal::NOT_FOUND)?;
    if row.version != expected_version {
        return Err(Refusal::STALE.into());
    }
    row.version += 1;
    row.revision += 1;
    row.updated_at = op.now();
    row.deleted_at = Some(op.now());
    save(&write, &row).await?;
    note(op, &mut write, &customer, &row, ("preferenceRemove", Operation::Delete), &[]);
    completeness::keep(op, &mut write, customer.id).await?;
    write.commit().await
}

/// The preference of this name, a customer's own before that of one merged into it.
fn alive(customer: CustomerId, name: &str) -> sea_orm::Select<Entity> {
    use sea_orm::QueryOrder;
    Entity::find()
        .filter(Column::CustomerId.in_subquery(customer::Entity::shown_under(customer)))
        .filter(Column::Key.eq(name))
        .filter(Column::DeletedAt.is_null())
        .order_by_desc(Column::CustomerId.eq(customer))
        .limit(1)
}

async fn known(op: &Op, record: &PreferenceRecord) -> Result<Option<PreferenceId>, ServiceError> {
    let writer = op.instance().writer().pool();
    let shown = customer::Entity::shown_of(record.customer).one(writer).await?;
    let Some(shown) = shown else { return Ok(None) };
    let row = alive(shown.id, record.key.trim()).one(writer).await?;
    Ok(row.map(|row| row.id))
}

async fn save(write: &Write, row: &Model) -> Result<(), Stop> {
    let all = row.clone().into_active_model().reset_all();
    Entity::update(all).exec(write.connection()).await?;
    Ok(())
}

fn note(
    op: &Op,
    write: &mut Write,
    customer: &customer::Model,
    row: &Model,
    (action, operation): (&'static str, Operation),
    fields: &[&'static str],
) {
    let (id, version, revision) = (row.id.0, row.version, row.revision);
    let changed = Row { noun: Noun::Preference, id, version, revision };
    write.tell(below::told(customer, &changed, operation, fields));
    let deed = Deed {
        action,
        subject_noun: "preference",
        subject_id: Some(id),
        customer_id: Some(customer.id),
        fields: fields.to_vec(),
        purpose: None,
    };
    write.audit(op, &deed);
}

const AHEAD: Refusal = Refusal::new(
    Code::Invalid,
    &["input", "lastSeenOn"],
    Text { zh: "日期不能晚于今天。", en: "That day has not come yet." },
);

const SEEN_LATER: Refusal = Refusal::new(
    Code::RuleViolated,
    &["input", "lastSeenOn"],
    Text { zh: "已有更近日期的记录。", en: "What is known was seen on a later day." },
);
