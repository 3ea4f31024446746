//! Writes to what hangs below a customer. The customer is locked first, through the actor's scope,
//! so that writes below one customer follow one another, and none goes by a change of who may see
//! it.

use super::{
    change::Change,
    op::Op,
    refusal::{Refusal, Stop},
    write::Write,
};
use entity::{
    customer,
    id::CustomerId,
    outbox::{Noun, Operation},
};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, sea_query::SelectStatement};
use serde_json::json;
use uuid::Uuid;

/// The customer under whom the rows of `owners`, a subquery of customers' ids, are shown.
///
/// Asked twice: on PostgreSQL the statement that waited for the lock judged the scope by what held
/// before the wait.
pub(super) async fn locked(
    op: &Op,
    write: &Write,
    owners: SelectStatement,
    missing: Refusal,
) -> Result<customer::Model, Stop> {
    let rows = customer::Entity::visible(op.actor()?, op.now())
        .filter(customer::Column::Id.in_subquery(customer::Entity::shown_for(owners)));
    let found = rows.clone().lock_exclusive().one(write.connection()).await?;
    if found.is_none() {
        return Err(missing.into());
    }
    Ok(rows.one(write.connection()).await?.ok_or(missing)?)
}

/// Two customers whom the actor sees, locked in the order of their ids, so that two that write
/// between the same customers never wait for each other.
pub(super) async fn locked_pair(
    op: &Op,
    write: &Write,
    [one, other]: [CustomerId; 2],
    [one_path, other_path]: [&'static [&'static str]; 2],
) -> Result<[customer::Model; 2], Stop> {
    let lock = async |id: CustomerId, path: &'static [&'static str]| {
        locked(op, write, customer::Entity::only(id), Refusal::missing(path)).await
    };
    if one < other {
        let one = lock(one, one_path).await?;
        return Ok([one, lock(other, other_path).await?]);
    }
    let other = lock(other, other_path).await?;
    Ok([lock(one, one_path).await?, other])
}

/// A row below a customer, as it is after a change.
pub(super) struct Row {
    pub(super) noun: Noun,
    pub(super) id: Uuid,
    pub(super) version: i32,
    pub(super) revision: i64,
}

/// Tells of a change to a row that is shown under `customer`.
pub(super) fn told(
    customer: &customer::Model,
    row: &Row,
    operation: Operation,
    fields: &[&str],
) -> Change {
    Change {
        noun: row.noun,
        row_id: row.id,
        operation,
        customer_id: Some(customer.id),
        home_unit_id: Some(customer.home_unit_id),
        staff_id: None,
        revision: row.revision,
        payload: json!({ "v": 1, "version": row.version, "fields": fields }),
    }
}
