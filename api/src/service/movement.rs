//! Reading movements, always below holdings whose scope was checked.

use super::{
    currency::{THOUSANDTHS, WHOLE},
    error::ServiceError,
    list::{Asked, Listed},
    op::Op,
    page::in_list,
    rank::{self, After, united},
};
use chrono::NaiveDate;
use entity::{
    customer, holding_holder,
    id::{CustomerId, HoldingId, MovementId},
    movement::{self, Column, Direction, Entity, MovementKind},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryTrait,
    Select,
    sea_query::{Expr, Query, SelectStatement},
};
use std::{collections::HashMap, sync::Arc};

/// Which movements are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MovementFilter {
    /// Booked on this day or later.
    pub since: Option<NaiveDate>,
    /// Booked on this day or earlier.
    pub until: Option<NaiveDate>,
    /// In this direction.
    pub direction: Option<Direction>,
    /// For one of these; empty for all.
    pub kind: Vec<MovementKind>,
    /// Of at least so much.
    pub least: Option<LeastAmount>,
}

/// An amount in minor units, by how a currency counts them: a list may hold several currencies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeastAmount {
    /// For currencies without a minor unit.
    pub whole: i64,
    /// For nearly all.
    pub hundredths: i64,
    /// For those that count thousandths.
    pub thousandths: i64,
}

impl LeastAmount {
    /// Movements of at least so much.
    pub(super) fn condition(self) -> Condition {
        let kind = |currencies: &[&str], least: i64| {
            let of_kind = Column::Currency.is_in(currencies.iter().copied());
            Condition::all().add(of_kind).add(Column::AmountMinor.gte(least))
        };
        let other = WHOLE.iter().chain(&THOUSANDTHS).copied();
        let usual = Condition::all()
            .add(Column::Currency.is_not_in(other))
            .add(Column::AmountMinor.gte(self.hundredths));
        Condition::any()
            .add(usual)
            .add(kind(&WHOLE, self.whole))
            .add(kind(&THOUSANDTHS, self.thousandths))
    }
}

/// A way of asking for movements: the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MovementAsk {
    /// Which ones.
    pub filter: MovementFilter,
    /// The movement after which the page begins.
    pub after: Option<(NaiveDate, MovementId)>,
}

/// Those of these movements whose holding the actor may see.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn by_ids(
    op: &Op,
    ids: &[MovementId],
) -> Result<HashMap<MovementId, Arc<movement::Model>>, ServiceError> {
    let customers = customer::Entity::visible_ids(op.actor()?, op.now());
    let seen = holding_holder::Entity::holdings_of(customers);
    let rows = Entity::find()
        .filter(Column::Id.is_in(in_list(ids)))
        .filter(Column::HoldingId.in_subquery(seen));
    let rows = rows.all(op.reader().await?).await?;
    op.accessed(rows.iter().map(|row| row.customer_id), "movements");
    Ok(rows.into_iter().map(|row| (row.id, Arc::new(row))).collect())
}

/// The movements of each of `holdings`, whose scope was checked.
pub(super) async fn of_holdings(
    op: &Op,
    holdings: &[HoldingId],
    asked: &Asked<MovementAsk, ()>,
) -> Result<HashMap<HoldingId, Listed<Arc<movement::Model>>>, ServiceError> {
    let base = Entity::find().filter(Column::HoldingId.is_in(in_list(holdings)));
    let base = filtered(base, &asked.ask.filter);
    let totals = rank::totals(op, asked.total, &base, Column::HoldingId, Column::Id).await?;
    let rows = page(base, asked, Column::HoldingId, holdings.len());
    let rows = rows.all(op.reader().await?).await?.into_iter().map(Arc::new).collect();
    Ok(rank::grouped(rows, totals, |row: &Arc<movement::Model>| Some(row.holding_id)))
}

/// The movements on all that each of `customers`, whose scope was checked, is primary holder of.
pub(super) async fn of_customers(
    op: &Op,
    customers: &[CustomerId],
    asked: &Asked<MovementAsk, ()>,
) -> Result<HashMap<CustomerId, Listed<Arc<movement::Model>>>, ServiceError> {
    op.accessed(customers.iter().copied(), "movements");
    let base = Entity::find().filter(Column::CustomerId.is_in(in_list(customers)));
    let base = filtered(base, &asked.ask.filter);
    let totals = rank::totals(op, asked.total, &base, Column::CustomerId, Column::Id).await?;
    let rows = page(base, asked, Column::CustomerId, customers.len());
    let rows = rows.all(op.reader().await?).await?.into_iter().map(Arc::new).collect();
    Ok(rank::grouped(rows, totals, |row: &Arc<movement::Model>| Some(row.customer_id)))
}

fn page(
    base: Select<Entity>,
    asked: &Asked<MovementAsk, ()>,
    parent: Column,
    parents: usize,
) -> Select<Entity> {
    let after = asked.ask.after.map(|(day, id)| After::Row(day.into(), id.0));
    let keys = rank::Keys { sort: Column::BookedOn, id: Column::Id, is_descending: true };
    rank::page_of_each(base, (parent, parents), keys, after, asked.first)
}

fn filtered(rows: Select<Entity>, filter: &MovementFilter) -> Select<Entity> {
    rows.apply_if(filter.since, |rows, day| rows.filter(Column::BookedOn.gte(day)))
        .apply_if(filter.until, |rows, day| rows.filter(Column::BookedOn.lte(day)))
        .apply_if(filter.direction, |rows, direction| rows.filter(Column::Direction.eq(direction)))
        .apply_if((!filter.kind.is_empty()).then_some(&filter.kind), |rows, kinds| {
            rows.filter(Column::Kind.is_in(kinds.iter().copied()))
        })
        .apply_if(filter.least, |rows, least| rows.filter(least.condition()))
}

/// What came and went on holdings after a day and up to another, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// What came.
    pub inflow_minor: i64,
    /// What went.
    pub outflow_minor: i64,
}

/// The flows on each of `holdings` in each of `windows` (after the first day, up to the second),
/// by the number of the window, in one statement.
pub(super) async fn flows(
    op: &Op,
    holdings: &[HoldingId],
    windows: &[(NaiveDate, NaiveDate)],
) -> Result<HashMap<(HoldingId, i32), Flow>, ServiceError> {
    let mut flows = HashMap::new();
    let selects = (0_i32..).zip(windows).map(|(number, &window)| flow(holdings, number, window));
    let Some(select) = selects.reduce(united) else { return Ok(flows) };
    for row in op.reader().await?.query_all(&select).await? {
        let flow = Flow {
            inflow_minor: row.try_get("", "inflow")?,
            outflow_minor: row.try_get("", "outflow")?,
        };
        flows.insert((row.try_get("", "holding_id")?, row.try_get("", "number")?), flow);
    }
    Ok(flows)
}

fn flow(
    holdings: &[HoldingId],
    number: i32,
    (after, until): (NaiveDate, NaiveDate),
) -> SelectStatement {
    let sum = |direction: Direction| {
        let booked = Expr::col(Column::Direction).eq(direction);
        let amount: Expr = Expr::case(booked, Expr::col(Column::AmountMinor)).finally(0_i64).into();
        // The sum of BIGINTs is NUMERIC on PostgreSQL.
        amount.sum().cast_as("BIGINT")
    };
    Query::select()
        .column(Column::HoldingId)
        .expr_as(Expr::value(number), "number")
        .expr_as(sum(Direction::Credit), "inflow")
        .expr_as(sum(Direction::Debit), "outflow")
        .from(Entity)
        .and_where(Column::HoldingId.is_in(in_list(holdings)))
        .and_where(Column::BookedOn.gt(after))
        .and_where(Column::BookedOn.lte(until))
        .group_by_col(Column::HoldingId)
        .take()
}
