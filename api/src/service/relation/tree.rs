//! Reading relations. One is seen by whoever sees one of its two customers; whom it leads to is read
//! by `customer`.

use crate::service::{
    error::ServiceError,
    list::{Asked, Listed},
    op::Op,
    page::in_list,
    rank,
};
use entity::{
    customer,
    id::{CustomerId, RelationId},
    relation::{Column, Entity, Model},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, Order,
    QueryFilter,
    sea_query::{Expr, Func, Query, SelectStatement, UnionType, WindowStatement},
};
use std::collections::{HashMap, HashSet};

/// A way of asking for a customer's relations: the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RelationAsk {
    /// The one after which the page begins.
    pub after: Option<RelationId>,
}

/// A relation as one of the two has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// The row.
    pub row: Model,
    /// Who of the two looks at it.
    pub owner: CustomerId,
}

impl Side {
    /// The one at the other end.
    #[must_use]
    pub fn other(&self) -> CustomerId {
        if self.is_outgoing() { self.row.to_id } else { self.row.from_id }
    }

    /// Whether the owner is what the relation says, and not the other one.
    #[must_use]
    pub fn is_outgoing(&self) -> bool {
        self.row.from_id == self.owner
    }
}

/// Those of these relations of which the actor may see one end, as that end has them.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub(in crate::service) async fn by_ids(
    op: &Op,
    ids: &[RelationId],
) -> Result<Vec<Side>, ServiceError> {
    let seen = customer::Entity::visible_ids(op.actor()?, op.now());
    let rows = Entity::find()
        .filter(Column::Id.is_in(in_list(ids)))
        .filter(Column::DeletedAt.is_null())
        .all(op.reader().await?)
        .await?;
    let ends: Vec<_> = rows.iter().flat_map(|row| [row.from_id, row.to_id]).collect();
    if ends.is_empty() {
        return Ok(Vec::new());
    }
    let seen = customer::Entity::find()
        .filter(customer::Column::Id.is_in(in_list(&ends)))
        .filter(customer::Column::Id.in_subquery(seen))
        .all(op.reader().await?)
        .await?;
    let seen: HashSet<_> = seen.into_iter().map(|row| row.id).collect();
    let side = |row: Model| {
        let owner = [row.from_id, row.to_id].into_iter().find(|end| seen.contains(end))?;
        Some(Side { row, owner })
    };
    Ok(rows.into_iter().filter_map(side).collect())
}

/// The relations of each of `customers`, whose scope was checked.
pub(in crate::service) async fn of_customers<Want>(
    op: &Op,
    customers: &[CustomerId],
    asked: &Asked<RelationAsk, Want>,
) -> Result<HashMap<CustomerId, Listed<Side>>, ServiceError> {
    let reader = op.reader().await?;
    let totals = if asked.total { Some(totals(op, customers).await?) } else { None };
    let oldest = WindowStatement::partition_by("owner_id").order_by("id", Order::Asc).take();
    let mut ranked = Query::select();
    ranked.columns(["owner_id", "id"]).from_subquery(both(customers, asked.ask.after), "sides");
    ranked.expr_window_as(Func::cust("ROW_NUMBER"), oldest, "place");
    let columns = <Column as sea_orm::Iterable>::iter().map(|column| (Entity, column));
    let select = Query::select()
        .columns(columns)
        .column(("ranked", "owner_id"))
        .from_subquery(ranked.take(), "ranked")
        .inner_join(Entity, Expr::col(("ranked", "id")).equals((Entity, Column::Id)))
        .and_where(Expr::col(("ranked", "place")).lte(asked.first.rows_and_next()))
        .order_by((Entity, Column::Id), Order::Asc)
        .take();
    let mut sides = Vec::new();
    for row in reader.query_all(&select).await? {
        let owner = row.try_get("", "owner_id")?;
        sides.push(Side { row: Model::from_query_result(&row, "")?, owner });
    }
    Ok(rank::grouped(sides, totals, |side| Some(side.owner)))
}

/// Each relation once for each end that is one of these customers.
fn both(customers: &[CustomerId], after: Option<RelationId>) -> SelectStatement {
    let end = |column: Column| {
        Query::select()
            .expr_as(Expr::col((Entity, column)), "owner_id")
            .column((Entity, Column::Id))
            .from(Entity)
            .and_where(column.is_in(in_list(customers)))
            .and_where(Column::DeletedAt.is_null())
            .cond_where(Condition::all().add_option(after.map(|after| Column::Id.gt(after))))
            .take()
    };
    end(Column::FromId).union(UnionType::All, end(Column::ToId)).take()
}

async fn totals(
    op: &Op,
    customers: &[CustomerId],
) -> Result<HashMap<CustomerId, u64>, ServiceError> {
    let select = Query::select()
        .column("owner_id")
        .expr_as(Expr::col("id").count(), "total")
        .from_subquery(both(customers, None), "sides")
        .group_by_col("owner_id")
        .take();
    let mut totals = HashMap::new();
    for row in op.reader().await?.query_all(&select).await? {
        let total: i64 = row.try_get("", "total")?;
        totals.insert(row.try_get("", "owner_id")?, u64::try_from(total).unwrap_or(0));
    }
    Ok(totals)
}
