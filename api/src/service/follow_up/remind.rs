//! Reminders whose time has come: the change log tells of them, and whoever tails it reminds.

use super::answer::tell;
use crate::service::{error::ServiceError, op::Op, refusal::Stop, write::Write};
use entity::{
    customer,
    follow_up::{Column, Entity, FollowUpState, Model},
    id::CustomerId,
    outbox::Operation,
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use std::collections::HashMap;

/// Reminders of one transaction.
const AT_ONCE: u64 = 500;

/// Tells of the reminders whose time has come; returns how many there were.
///
/// # Errors
/// The database does not answer.
pub async fn remind(op: &Op) -> Result<u64, ServiceError> {
    let mut told = 0;
    loop {
        let some = batch(op).await.map_err(|stop| match stop {
            Stop::Failed(error) => error,
            Stop::Refused(_) => ServiceError::Defect("a reminder was refused"),
        })?;
        told += some;
        if some < AT_ONCE {
            return Ok(told);
        }
    }
}

async fn batch(op: &Op) -> Result<u64, Stop> {
    let mut write = Write::unkeyed(op).await?;
    let due = Entity::find()
        .filter(Column::RemindAt.lte(op.now()))
        .filter(Column::RemindedAt.is_null())
        .filter(Column::State.is_in(FollowUpState::OPEN))
        .order_by_asc(Column::RemindAt)
        .limit(AT_ONCE)
        .lock_exclusive();
    let rows = due.all(write.connection()).await?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(0);
    }
    Entity::update_many()
        .col_expr(Column::RemindedAt, op.now().into())
        .col_expr(Column::Revision, Expr::col(Column::Revision).add(1))
        .filter(Column::Id.is_in(ids))
        .exec(write.connection())
        .await?;
    let shown = shown(&write, &rows).await?;
    for row in &rows {
        let told = Model { revision: row.revision + 1, ..row.clone() };
        let customer = row.customer_id.and_then(|id| shown.get(&id));
        tell(&mut write, &told, customer, Operation::Update, &["remindedAt"]);
    }
    write.commit().await?;
    Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
}

/// The customers under whom they are shown, by the ones that they were made for.
async fn shown(
    write: &Write,
    rows: &[Model],
) -> Result<HashMap<CustomerId, customer::Model>, Stop> {
    let own: Vec<_> = rows.iter().filter_map(|row| row.customer_id).collect();
    let own = customer::Entity::find().filter(customer::Column::Id.is_in(own));
    let own = own.all(write.connection()).await?;
    let ids = own.iter().map(|row| row.merged_into_id.unwrap_or(row.id));
    let shown = customer::Entity::find().filter(customer::Column::Id.is_in(ids));
    let shown: HashMap<_, _> =
        shown.all(write.connection()).await?.into_iter().map(|row| (row.id, row)).collect();
    let of = |row: &customer::Model| {
        Some((row.id, shown.get(&row.merged_into_id.unwrap_or(row.id))?.clone()))
    };
    Ok(own.iter().filter_map(of).collect())
}
