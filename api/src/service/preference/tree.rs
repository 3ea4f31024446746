//! Reading what customers like. Whoever sees the customer sees it, but the value of a sensitive one
//! is shown to its author, to the customer's LEAD and to team leads and branch managers only.

use crate::service::{
    error::ServiceError,
    list::{Asked, Listed},
    op::Op,
    page::in_list,
    rank,
};
use chrono::NaiveDate;
use entity::{
    actor::Actor,
    customer,
    id::{CustomerId, PreferenceId, StaffId},
    preference::{Column, Entity, Model},
    staff_role::Role,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QueryTrait};
use std::{collections::HashMap, sync::Arc};

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

/// Judges which values are shown. The LEADs are read only where one must be known.
async fn open(op: &Op, rows: Vec<Model>) -> Result<Vec<Arc<PreferenceTree>>, ServiceError> {
    let actor = op.actor()?;
    let shut = rows.iter().filter(|row| row.is_sensitive && !is_open_to(actor, row, None));
    let owners: Vec<_> = shut.map(|row| row.customer_id).collect();
    let leads = if owners.is_empty() { HashMap::new() } else { leads(op, &owners).await? };
    let tree = |row: Model| {
        let lead = leads.get(&row.customer_id).copied().flatten();
        let is_open = !row.is_sensitive || is_open_to(actor, &row, lead);
        Arc::new(PreferenceTree { row, is_open })
    };
    Ok(rows.into_iter().map(tree).collect())
}

fn is_open_to(actor: &Actor, row: &Model, lead: Option<StaffId>) -> bool {
    let is_above = actor.is(Role::TeamLead) || actor.is(Role::BranchManager);
    is_above || row.author_id == actor.staff || lead == Some(actor.staff)
}

/// The LEAD of each owner's customer: its own, or that of the one that it was merged into.
async fn leads(
    op: &Op,
    owners: &[CustomerId],
) -> Result<HashMap<CustomerId, Option<StaffId>>, ServiceError> {
    let by_ids = async |ids: &[CustomerId]| {
        let rows = customer::Entity::find().filter(customer::Column::Id.is_in(in_list(ids)));
        Ok::<_, ServiceError>(rows.all(op.reader().await?).await?)
    };
    let rows = by_ids(owners).await?;
    let survivors: Vec<_> = rows.iter().filter_map(|row| row.merged_into_id).collect();
    let survivors = if survivors.is_empty() { Vec::new() } else { by_ids(&survivors).await? };
    let lead = |row: customer::Model| {
        let shown = row.merged_into_id.and_then(|id| survivors.iter().find(|row| row.id == id));
        (row.id, shown.unwrap_or(&row).lead_staff_id)
    };
    Ok(rows.into_iter().map(lead).collect())
}
