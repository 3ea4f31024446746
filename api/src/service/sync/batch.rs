//! A stretch of the change log that concerns an actor, with what is needed to judge it.

use crate::service::{error::ServiceError, op::Op, page::in_list};
use entity::{
    actor::Actor,
    change_log::{Column, Entity, Model},
    customer,
    id::{CustomerId, OrgUnitId},
    interaction_memo,
    outbox::Noun,
    unit_closure,
};
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use std::collections::HashSet;
use uuid::Uuid;

/// Rows of the log that are judged at once.
const AT_ONCE: u64 = 200;

pub(super) struct Batch {
    pub(super) rows: Vec<Model>,
    /// Of the customers of these rows, those whom the actor sees now.
    pub(super) seen: HashSet<CustomerId>,
    /// Those who would be seen, were they not deleted or merged into others.
    pub(super) gone: HashSet<CustomerId>,
    /// Of the memos of these rows, those that the actor reads now.
    pub(super) readable: HashSet<Uuid>,
    /// The units at or below the one of a lead or manager, where coverage has changed.
    pub(super) units: HashSet<OrgUnitId>,
}

/// The highest position in the snapshot of this request.
pub(super) async fn head(op: &Op) -> Result<i64, ServiceError> {
    let head: Option<Option<i64>> = Entity::find()
        .select_only()
        .column_as(Column::Position.max(), "head")
        .into_tuple()
        .one(op.reader().await?)
        .await?;
    Ok(head.flatten().unwrap_or_default())
}

impl Batch {
    /// What follows `position`, up to `head`, and concerns the actor.
    pub(super) async fn load(op: &Op, position: i64, head: i64) -> Result<Self, ServiceError> {
        let actor = op.actor()?;
        let rows = Entity::after(position)
            .filter(Column::Position.lte(head))
            .filter(concerns(op, actor))
            .limit(AT_ONCE);
        let rows = rows.all(op.reader().await?).await?;
        let customers: HashSet<_> = rows.iter().filter_map(|row| row.customer_id).collect();
        let customers: Vec<_> = customers.into_iter().collect();
        let seen = ids(op, customer::Entity::visible(actor, op.now()), &customers).await?;
        let lost: Vec<_> = customers.iter().copied().filter(|id| !seen.contains(id)).collect();
        let gone = ids(op, customer::Entity::gone(actor, op.now()), &lost).await?;
        let is_covered = rows.iter().any(|row| row.noun == Noun::Assignment);
        let memos = rows.iter().filter(|row| row.noun == Noun::InteractionMemo);
        let memos: Vec<_> = memos.map(|row| row.row_id).collect();
        Ok(Self {
            seen,
            gone,
            readable: readable(op, &memos).await?,
            units: if is_covered { units(op, actor).await? } else { HashSet::new() },
            rows,
        })
    }
}

/// What may concern an actor: what is told of customers within their scope, what gives or takes
/// their own access, what concerns everybody; for a lead or manager also who is assigned to whom,
/// since a customer may have left their unit by it.
fn concerns(op: &Op, actor: &Actor) -> Condition {
    let scope = customer::Entity::within(actor, op.now());
    let scope = scope.select_only().column(customer::Column::Id).into_query();
    let mut concerns = Condition::any()
        .add(Column::CustomerId.in_subquery(scope))
        .add(Column::StaffId.eq(actor.staff))
        .add(Column::Noun.is_in([Noun::Bank, Noun::Product]));
    if actor.led_unit().is_some() {
        concerns = concerns.add(Column::Noun.eq(Noun::Assignment));
    }
    concerns
}

async fn ids(
    op: &Op,
    rows: sea_orm::Select<customer::Entity>,
    customers: &[CustomerId],
) -> Result<HashSet<CustomerId>, ServiceError> {
    if customers.is_empty() {
        return Ok(HashSet::new());
    }
    let rows = rows
        .filter(customer::Column::Id.is_in(in_list(customers)))
        .select_only()
        .column(customer::Column::Id)
        .into_tuple();
    let ids: Vec<Uuid> = rows.all(op.reader().await?).await?;
    Ok(ids.into_iter().map(CustomerId).collect())
}

async fn readable(op: &Op, memos: &[Uuid]) -> Result<HashSet<Uuid>, ServiceError> {
    use interaction_memo::{Column, Entity};
    if memos.is_empty() {
        return Ok(HashSet::new());
    }
    let rows = Entity::readable(op.actor()?, op.now())
        .filter(Column::InteractionId.is_in(in_list(memos)))
        .select_only()
        .column(Column::InteractionId)
        .into_tuple();
    let ids: Result<Vec<Uuid>, DbErr> = rows.all(op.reader().await?).await;
    Ok(ids?.into_iter().collect())
}

async fn units(op: &Op, actor: &Actor) -> Result<HashSet<OrgUnitId>, ServiceError> {
    let Some(unit) = actor.led_unit() else { return Ok(HashSet::new()) };
    let rows = unit_closure::Entity::find()
        .filter(unit_closure::Column::AncestorId.eq(unit))
        .all(op.reader().await?)
        .await?;
    Ok(rows.into_iter().map(|row| row.descendant_id).collect())
}
