//! The first rows of each of several parents in one statement, and how many there are of all.

use super::{
    error::ServiceError,
    list::Listed,
    op::Op,
    page::{First, MAX_TOTAL, Total},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, Order,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, TryGetable,
    sea_query::{Expr, Func, Query, SelectStatement, UnionType, WindowStatement},
};
use std::{collections::HashMap, hash::Hash};

/// Of the rows of `base`, the first ones of each parent, in order.
pub(super) fn of_each<E: EntityTrait>(
    base: Select<E>,
    parent: E::Column,
    id: E::Column,
    order: &[(E::Column, Order)],
    first: First,
) -> Select<E> {
    let mut window = WindowStatement::partition_by(parent.as_column_ref());
    for (column, direction) in order {
        window.order_by(column.as_column_ref(), direction.clone());
    }
    let mut ranked = base.select_only().column(id).into_query();
    ranked.expr_window_as(Func::cust("ROW_NUMBER"), window, "place");
    let ids = Query::select()
        .column("id")
        .from_subquery(ranked, "ranked")
        .and_where(Expr::col("place").lte(first.rows_and_next()))
        .take();
    let rows = E::find().filter(id.in_subquery(ids));
    let sort = |rows: Select<E>, (column, direction): &(E::Column, Order)| {
        rows.order_by(*column, direction.clone())
    };
    order.iter().fold(rows, sort)
}

/// The order of a list below a row: a sort key, and the id where keys are equal, both in one
/// direction.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keys<Column> {
    /// The sort key.
    pub(super) sort: Column,
    /// The id.
    pub(super) id: Column,
    /// Whether the greatest come first.
    pub(super) is_descending: bool,
}

/// From where a page goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After<Key> {
    /// After the row of this key and id.
    Row(Key, uuid::Uuid),
    /// After every row of this key.
    Key(Key),
    /// With the rows of this key.
    From(Key),
}

impl<Key> After<Key> {
    /// The same of another key, which has the same order.
    pub(super) fn map<Other>(self, key: impl FnOnce(Key) -> Other) -> After<Other> {
        match self {
            Self::Row(at, id) => After::Row(key(at), id),
            Self::Key(at) => After::Key(key(at)),
            Self::From(at) => After::From(key(at)),
        }
    }
}

impl After<sea_orm::Value> {
    /// What lies there, by a sort key and an id of any select.
    pub(super) fn condition(self, keys: Keys<Expr>) -> Condition {
        let Keys { sort, id, is_descending } = keys;
        let further = |column: Expr, value: sea_orm::Value| {
            if is_descending { column.lt(value) } else { column.gt(value) }
        };
        match self {
            Self::Row(key, last) => {
                let same = sort.clone().eq(key.clone()).and(further(id, last.into()));
                Condition::any().add(further(sort, key)).add(same)
            }
            Self::Key(key) => Condition::all().add(further(sort, key)),
            Self::From(key) if is_descending => Condition::all().add(sort.lte(key)),
            Self::From(key) => Condition::all().add(sort.gte(key)),
        }
    }
}

/// The page of each parent from a place on. A single parent's is read off the index; for several,
/// all of their rows are ranked.
pub(super) fn page_of_each<E: EntityTrait>(
    base: Select<E>,
    (parent, parents): (E::Column, usize),
    keys: Keys<E::Column>,
    after: Option<After<sea_orm::Value>>,
    first: First,
) -> Select<E> {
    if parents == 1 {
        return page(base, keys, after, first);
    }
    let direction = direction(keys.is_descending);
    let order = [(keys.sort, direction.clone()), (keys.id, direction)];
    of_each(beyond(base, keys, after), parent, keys.id, &order, first)
}

/// The page of a list without a parent from a place on.
pub(super) fn page<E: EntityTrait>(
    base: Select<E>,
    keys: Keys<E::Column>,
    after: Option<After<sea_orm::Value>>,
    first: First,
) -> Select<E> {
    let direction = direction(keys.is_descending);
    let rows = beyond(base, keys, after).order_by(keys.sort, direction.clone());
    rows.order_by(keys.id, direction).limit(first.rows_and_next())
}

fn beyond<E: EntityTrait>(
    base: Select<E>,
    Keys { sort, id, is_descending }: Keys<E::Column>,
    after: Option<After<sea_orm::Value>>,
) -> Select<E> {
    let [sort, id] = [sort, id].map(|column| Expr::col(column.as_column_ref()));
    let keys = Keys { sort, id, is_descending };
    base.apply_if(after, |rows, after| rows.filter(after.condition(keys)))
}

fn direction(is_descending: bool) -> Order {
    if is_descending { Order::Desc } else { Order::Asc }
}

/// Both in one statement.
pub(super) fn united(mut all: SelectStatement, more: SelectStatement) -> SelectStatement {
    all.union(UnionType::All, more);
    all
}

/// How many rows of `base` each parent has, where that is wanted at all.
pub(super) async fn totals<E: EntityTrait, Parent: TryGetable + Eq + Hash>(
    op: &Op,
    wanted: bool,
    base: &Select<E>,
    parent: E::Column,
    id: E::Column,
) -> Result<Option<HashMap<Parent, u64>>, ServiceError> {
    if !wanted {
        return Ok(None);
    }
    let counts = base
        .clone()
        .select_only()
        .column_as(parent, "parent")
        .column_as(id.count(), "total")
        .group_by(parent)
        .into_model::<ParentTotal<Parent>>();
    let counts = counts.all(op.reader().await?).await?;
    let pair = |row: ParentTotal<Parent>| (row.parent, u64::try_from(row.total).unwrap_or(0));
    Ok(Some(counts.into_iter().map(pair).collect()))
}

#[derive(Debug)]
struct ParentTotal<Parent> {
    parent: Parent,
    total: i64,
}

impl<Parent: TryGetable> FromQueryResult for ParentTotal<Parent> {
    fn from_query_result(row: &sea_orm::QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self { parent: row.try_get(prefix, "parent")?, total: row.try_get(prefix, "total")? })
    }
}

/// How many rows a select has, counted to one more than [`MAX_TOTAL`].
pub(super) async fn total(op: &Op, rows: SelectStatement) -> Result<Total, ServiceError> {
    Ok(Total::whole(counted(op, rows, MAX_TOTAL + 1).await?))
}

/// How many rows a select has, counted to `most`.
pub(super) async fn counted(
    op: &Op,
    mut rows: SelectStatement,
    most: u64,
) -> Result<u64, ServiceError> {
    rows.clear_selects().expr(Expr::value(1)).limit(most);
    let count = Query::select()
        .expr_as(Expr::value(1).count(), "total")
        .from_subquery(rows, "counted")
        .take();
    let row = op.reader().await?.query_one(&count).await?;
    let total: i64 = row.map_or(Ok(0), |row| row.try_get("", "total"))?;
    Ok(u64::try_from(total).unwrap_or(0))
}

/// Rows by their parents, with the totals. A parent without a row still has a total.
pub(super) fn grouped<Row, Parent: Copy + Eq + Hash>(
    rows: Vec<Row>,
    totals: Option<HashMap<Parent, u64>>,
    parent: impl Fn(&Row) -> Option<Parent>,
) -> HashMap<Parent, Listed<Row>> {
    let mut grouped = HashMap::<Parent, Listed<Row>>::new();
    for row in rows {
        if let Some(parent) = parent(&row) {
            grouped.entry(parent).or_insert_with(|| Listed::empty(false)).rows.push(row);
        }
    }
    for (parent, total) in totals.into_iter().flatten() {
        grouped.entry(parent).or_insert_with(|| Listed::empty(false)).total = Some(total);
    }
    grouped
}
