//! Adding, changing and removing a key person.

use super::{
    stated::{self, Stated},
    tree::by_ids,
};
use crate::{
    auth::policy::Right,
    service::{
        audit::Deed,
        below::{self, Row},
        completeness,
        error::ServiceError,
        op::Op,
        refusal::{Refusal, Stop, Written, answered},
        write::{Begun, Intent, Key, Write},
    },
};
use entity::{
    customer,
    id::{CustomerId, KeyPersonId},
    key_person::{Column, Entity, Model},
    outbox::{Noun, Operation},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    QueryTrait,
};
use serde_json::json;
use std::sync::Arc;
use uuid::Uuid;

/// A new key person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPersonAdd {
    /// The id, where the client has minted one.
    pub id: Option<KeyPersonId>,
    /// At which customer.
    pub customer: CustomerId,
    /// What is stated; the name must be.
    pub stated: Stated,
}

/// A change to a key person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPersonUpdate {
    /// Of whom.
    pub id: KeyPersonId,
    /// The version that the actor has seen.
    pub expected_version: i32,
    /// What is stated anew.
    pub stated: Stated,
}

/// Adds a key person.
///
/// # Errors
/// The actor may change no customer at all, or the database does not answer.
pub async fn add(
    op: &Op,
    key: Key,
    add: &KeyPersonAdd,
) -> Result<Written<Arc<Model>>, ServiceError> {
    op.allowed(Right::CustomerEdit)?;
    let mut id = add.id.unwrap_or_else(|| KeyPersonId(Uuid::now_v7()));
    let changed = insert(op, key, add, &mut id).await;
    answer(op, id, changed).await
}

/// Changes a key person.
///
/// # Errors
/// The actor may change no customer at all, or the database does not answer.
pub async fn update(
    op: &Op,
    key: Key,
    update: &KeyPersonUpdate,
) -> Result<Written<Arc<Model>>, ServiceError> {
    op.allowed(Right::CustomerEdit)?;
    let changed = change(op, key, update).await;
    answer(op, update.id, changed).await
}

/// Removes a key person; the row stays and is shown no more.
///
/// # Errors
/// The actor may change no customer at all, or the database does not answer.
pub async fn remove(
    op: &Op,
    key: Key,
    id: KeyPersonId,
    expected_version: i32,
) -> Result<Written<Arc<Model>>, ServiceError> {
    op.allowed(Right::CustomerEdit)?;
    let changed = delete(op, key, id, expected_version).await;
    answer(op, id, changed).await
}

async fn answer(
    op: &Op,
    id: KeyPersonId,
    changed: Result<(), Stop>,
) -> Result<Written<Arc<Model>>, ServiceError> {
    let op = op.renewed();
    answered(changed, async { Ok(by_ids(&op, &[id]).await?.remove(&id)) }).await
}

async fn insert(op: &Op, key: Key, add: &KeyPersonAdd, id: &mut KeyPersonId) -> Result<(), Stop> {
    let mobile = stated::sealed(op, &add.stated)?;
    let input = json!({ "id": add.id.map(|id| id.to_string()),
        "customerId": add.customer.to_string(), "stated": add.stated.told(mobile.as_ref()) });
    let intent = Intent { mutation: "keyPersonAdd", key, input, outcome: id.0 };
    let mut write = match Write::begin(op, intent).await? {
        Begun::First(write) => write,
        Begun::Repeat(done) => {
            *id = KeyPersonId(done);
            return Ok(());
        }
    };
    let owner = customer::Entity::only(add.customer);
    let missing = Refusal::missing(&["input", "customerId"]);
    let customer = below::locked(op, &write, owner, missing).await?;
    let blank = Model {
        id: *id,
        customer_id: customer.id,
        name: String::new(),
        title: None,
        influence: 1,
        is_decision_maker: false,
        mobile_cipher: None,
        mobile_hash: None,
        mobile_mask: None,
        note: None,
        version: 1,
        revision: 1,
        created_at: op.now(),
        updated_at: op.now(),
        deleted_at: None,
    };
    let stated = add.stated.named();
    let row = stated.onto(blank, mobile)?;
    let inserted = Entity::insert(row.clone().into_active_model())
        .on_conflict_do_nothing()
        .exec_without_returning(write.connection())
        .await?;
    if !matches!(inserted, sea_orm::TryInsertResult::Inserted(1)) {
        return Err(Refusal::TAKEN.into());
    }
    note(op, &mut write, &customer, &row, ("keyPersonAdd", Operation::Create), &stated.fields());
    completeness::keep(op, &mut write, customer.id).await?;
    write.commit().await
}

async fn change(op: &Op, key: Key, update: &KeyPersonUpdate) -> Result<(), Stop> {
    let mobile = stated::sealed(op, &update.stated)?;
    let input = json!({ "id": update.id.to_string(), "expectedVersion": update.expected_version,
        "stated": update.stated.told(mobile.as_ref()) });
    let intent = Intent { mutation: "keyPersonUpdate", key, input, outcome: update.id.0 };
    let mut write = match Write::begin(op, intent).await? {
        Begun::First(write) => write,
        Begun::Repeat(_) => return Ok(()),
    };
    let (customer, row) = locked(op, &write, update.id, update.expected_version).await?;
    let mut row = update.stated.onto(row, mobile)?;
    step(op, &mut row);
    save(&write, &row).await?;
    let fields = update.stated.fields();
    note(op, &mut write, &customer, &row, ("keyPersonUpdate", Operation::Update), &fields);
    completeness::keep(op, &mut write, customer.id).await?;
    write.commit().await
}

async fn delete(op: &Op, key: Key, id: KeyPersonId, expected_version: i32) -> Result<(), Stop> {
    let input = json!({ "id": id.to_string(), "expectedVersion": expected_version });
    let intent = Intent { mutation: "keyPersonRemove", key, input, outcome: id.0 };
    let mut write = match Write::begin(op, intent).await? {
        Begun::First(write) => write,
        Begun::Repeat(_) => return Ok(()),
    };
    let (customer, mut row) = locked(op, &write, id, expected_version).await?;
    step(op, &mut row);
    row.deleted_at = Some(op.now());
    save(&write, &row).await?;
    note(op, &mut write, &customer, &row, ("keyPersonRemove", Operation::Delete), &[]);
    completeness::keep(op, &mut write, customer.id).await?;
    write.commit().await
}

/// The person and the customer under whom they are shown, if the actor has seen them as they are.
async fn locked(
    op: &Op,
    write: &Write,
    id: KeyPersonId,
    expected_version: i32,
) -> Result<(customer::Model, Model), Stop> {
    let alive = Entity::find_by_id(id).filter(Column::DeletedAt.is_null());
    let owner = alive.clone().select_only().column(Column::CustomerId).into_query();
    let customer = below::locked(op, write, owner, Refusal::NOT_FOUND).await?;
    let row = alive.lock_exclusive().one(write.connection()).await?;
    let row = row.ok_or(Refusal::NOT_FOUND)?;
    if row.version != expected_version {
        return Err(Refusal::STALE.into());
    }
    Ok((customer, row))
}

fn step(op: &Op, row: &mut Model) {
    row.version += 1;
    row.revision += 1;
    row.updated_at = op.now();
}

async fn save(write: &Write, row: &Model) -> Result<(), Stop> {
    let all = row.clone().into_active_model().reset_all();
    Entity::update(all).exec(write.connection()).await?;
    Ok(())
}

/// Tells the change log and the audit.
fn note(
    op: &Op,
    write: &mut Write,
    customer: &customer::Model,
    row: &Model,
    (action, operation): (&'static str, Operation),
    fields: &[&'static str],
) {
    let changed =
        Row { noun: Noun::KeyPerson, id: row.id.0, version: row.version, revision: row.revision };
    write.tell(below::told(customer, &changed, operation, fields));
    write.audit(
        op,
        &Deed {
            action,
            subject_noun: "key_person",
            subject_id: Some(row.id.0),
            customer_id: Some(customer.id),
            fields: fields.to_vec(),
            purpose: None,
        },
    );
}
