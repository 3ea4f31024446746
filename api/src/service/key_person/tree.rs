//! Reading the people who count at customers. Whoever sees the customer sees them.

use crate::service::{
    error::ServiceError,
    list::{Asked, Listed},
    op::Op,
    page::in_list,
    rank,
};
use entity::{
    customer,
    id::{CustomerId, KeyPersonId},
    key_person::{Column, Entity, Model},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QueryTrait};
use std::{collections::HashMap, sync::Arc};

/// A way of asking for a customer's key persons: the most influential first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyPersonAsk {
    /// The one after whom the page begins, with their influence.
    pub after: Option<(i32, KeyPersonId)>,
}

/// Those of these people whose customer the actor may see.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn by_ids(
    op: &Op,
    ids: &[KeyPersonId],
) -> Result<HashMap<KeyPersonId, Arc<Model>>, ServiceError> {
    let seen = customer::Entity::visible_ids(op.actor()?, op.now());
    let rows = Entity::find()
        .filter(Column::Id.is_in(in_list(ids)))
        .filter(Column::DeletedAt.is_null())
        .filter(Column::CustomerId.in_subquery(seen));
    let rows = rows.all(op.reader().await?).await?;
    Ok(rows.into_iter().map(|row| (row.id, Arc::new(row))).collect())
}

/// The key persons of each of `customers`, whose scope was checked.
pub(in crate::service) async fn of_customers(
    op: &Op,
    customers: &[CustomerId],
    asked: &Asked<KeyPersonAsk, ()>,
) -> Result<HashMap<CustomerId, Listed<Arc<Model>>>, ServiceError> {
    let base = Entity::find()
        .filter(Column::CustomerId.is_in(in_list(customers)))
        .filter(Column::DeletedAt.is_null());
    let totals = rank::totals(op, asked.total, &base, Column::CustomerId, Column::Id).await?;
    let base = base.apply_if(asked.ask.after, |rows, (influence, id)| {
        let same = Condition::all().add(Column::Influence.eq(influence)).add(Column::Id.gt(id));
        rows.filter(Condition::any().add(Column::Influence.lt(influence)).add(same))
    });
    let order = [(Column::Influence, Order::Desc), (Column::Id, Order::Asc)];
    let rows = rank::of_each(base, Column::CustomerId, Column::Id, &order, asked.first);
    let rows = rows.all(op.reader().await?).await?.into_iter().map(Arc::new).collect();
    Ok(rank::grouped(rows, totals, |row: &Arc<Model>| Some(row.customer_id)))
}
