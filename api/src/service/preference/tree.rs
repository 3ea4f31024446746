//! Reading what customers like. Whoever sees the customer sees it, but the value of a sensitive one
//! is shown to its author, to the customer's LEAD and to the leads and managers above the home unit
//! only.

use crate::service::{
    error::ServiceError,
    list::{Asked, Listed},
    op::Op,
    page::in_list,
    rank,
};
use chrono::NaiveDate;
use entity::{
    customer,
    id::{CustomerId, PreferenceId},
    preference::{Column, Entity, Model},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QuerySelect, QueryTrait};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};
use uuid::Uuid;

/// A way of asking for a customer's preferences: the one last seen first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PreferenceAsk {
    /// The one after which the page begins, with its day.
    pub after: Option<(NaiveDate, PreferenceId)>,
}

/// A preference, and whether the actor may read its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreferenceTree {
    /// The row.
    pub row: Model,
    /// Whether its value is shown.
    pub is_open: bool,
}

/// Those of these preferences whose customer the actor may see.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn by_ids(
    op: &Op,
    ids: &[PreferenceId],
) -> Result<HashMap<PreferenceId, Arc<PreferenceTree>>, ServiceError> {
    let seen = customer::Entity::visible_ids(op.actor()?, op.now());
    let rows = Entity::find()
        .filter(Column::Id.is_in(in_list(ids)))
        .filter(Column::DeletedAt.is_null())
        .filter(Column::CustomerId.in_subquery(seen));
    let rows = rows.all(op.reader().await?).await?;
    let trees = open(op, rows).await?;
    Ok(trees.into_iter().map(|tree| (tree.row.id, tree)).collect())
}

/// The preferences of each of `customers`, whose scope was checked.
pub(in crate::service) async fn of_customers(
    op: &Op,
    customers: &[CustomerId],
    asked: &Asked<PreferenceAsk, ()>,
) -> Result<HashMap<CustomerId, Listed<Arc<PreferenceTree>>>, ServiceError> {
    let base = Entity::find()
        .filter(Column::CustomerId.is_in(in_list(customers)))
        .filter(Column::DeletedAt.is_null());
    let totals = rank::totals(op, asked.total, &base, Column::CustomerId, Column::Id).await?;
    let base = base.apply_if(asked.ask.after, |rows, (day, id)| {
        let same = Condition::all().add(Column::LastSeenOn.eq(day)).add(Column::Id.gt(id));
        rows.filter(Condition::any().add(Column::LastSeenOn.lt(day)).add(same))
    });
    let order = [(Column::LastSeenOn, Order::Desc), (Column::Id, Order::Asc)];
    let rows = rank::of_each(base, Column::CustomerId, Column::Id, &order, asked.first);
    let rows = open(op, rows.all(op.reader().await?).await?).await?;
    Ok(rank::grouped(rows, totals, |tree: &Arc<PreferenceTree>| Some(tree.row.customer_id)))
}

/// Judges which values are shown. Who leads a customer, and which unit is theirs, is read only
/// where it must be known.
async fn open(op: &Op, rows: Vec<Model>) -> Result<Vec<Arc<PreferenceTree>>, ServiceError> {
    let actor = op.actor()?;
    let is_own = |row: &Model| !row.is_sensitive || row.author_id == actor.staff;
    let owners: Vec<_> =
        rows.iter().filter(|row| !is_own(row)).map(|row| row.customer_id).collect();
    let open = if owners.is_empty() { HashSet::new() } else { open_to(op, &owners).await? };
    let tree = |row: Model| {
        let is_open = is_own(&row) || open.contains(&row.customer_id);
        Arc::new(PreferenceTree { row, is_open })
    };
    Ok(rows.into_iter().map(tree).collect())
}

/// The owners whose sensitive preferences the actor reads, whoever wrote them.
async fn open_to(op: &Op, owners: &[CustomerId]) -> Result<HashSet<CustomerId>, ServiceError> {
    use customer::{Column, Entity};
    let read = Entity::in_confidence(op.actor()?, op.now());
    let rows = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Id.is_in(in_list(owners)))
        .filter(Column::Id.in_subquery(read));
    let ids: Vec<Uuid> = rows.into_tuple().all(op.reader().await?).await?;
    Ok(ids.into_iter().map(CustomerId).collect())
}
