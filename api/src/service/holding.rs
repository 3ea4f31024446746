//! Reading holdings: below customers whose scope was checked, or by id within the actor's scope.

pub mod balance;

use self::balance::{BalanceWant, Balances};
use super::{
    error::ServiceError,
    list::{Asked, Asks, Listed, Lists},
    movement::{self, MovementAsk},
    op::Op,
    page::in_list,
};
use chrono::NaiveDate;
use entity::{
    customer, holding,
    holding_holder::{self, Column, Entity, HolderRole},
    id::{CustomerId, HoldingId, ProductId},
    movement as movement_row,
    product::{self, ProductCategory},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, Order, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
    sea_query::{Expr, Func, Query, WindowStatement},
};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// Which holdings are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HoldingFilter {
    /// Of a product of one of these categories; empty for all.
    pub category: Vec<ProductCategory>,
    /// Of this product.
    pub product: Option<ProductId>,
    /// In one of these states; empty for all.
    pub status: Vec<holding::HoldingStatus>,
    /// Falling due before this day.
    pub matures_before: Option<NaiveDate>,
}

/// A way of asking for a customer's holdings: oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HoldingAsk {
    /// Which ones.
    pub filter: HoldingFilter,
    /// The holding after which the page begins.
    pub after: Option<(NaiveDate, HoldingId)>,
}

/// How deep a holding is wanted.
#[derive(Clone, Debug, Default)]
pub struct HoldingWant {
    /// Its balances.
    pub balances: BalanceWant,
    /// Its movements.
    pub movements: Asks<MovementAsk, ()>,
}

/// A holding as one of its holders has it, and what was wanted below it.
#[derive(Clone, Debug)]
pub struct HoldingTree {
    /// The row.
    pub holding: holding::Model,
    /// What the customer through whom it was reached is to it.
    pub role: HolderRole,
    /// Its product.
    pub product: Arc<product::Model>,
    /// The balances that were wanted.
    pub balances: Balances,
    /// Its movements.
    pub movements: Lists<MovementAsk, Arc<movement_row::Model>>,
}

/// A row with its holder and its product.
type Found = (holding_holder::Model, holding::Model, product::Model);

/// Those of these holdings that a customer whom the actor may see holds.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn by_ids(
    op: &Op,
    ids: &[HoldingId],
    want: &HoldingWant,
) -> Result<HashMap<HoldingId, Arc<HoldingTree>>, ServiceError> {
    let seen = customer::Entity::visible_ids(op.actor()?, op.now());
    let rows = Entity::find()
        .filter(Column::HoldingId.is_in(in_list(ids)))
        .filter(Column::CustomerId.in_subquery(seen))
        // The owner comes last of all, so a viewer who sees several holders is shown the owner's.
        .order_by_asc(Column::Role);
    let found = fetch(op, rows).await?;
    let mut by_id: HashMap<HoldingId, Found> =
        found.into_iter().map(|found| (found.1.id, found)).collect();
    let mut found = Vec::new();
    for id in ids.iter().collect::<BTreeSet<_>>() {
        found.extend(by_id.remove(id));
    }
    let trees = grow(op, found, want).await?;
    Ok(trees.into_iter().map(|(_, tree)| (tree.holding.id, tree)).collect())
}

/// The holdings of each of `customers`, whose scope was checked.
pub(super) async fn of_customers(
    op: &Op,
    customers: &[CustomerId],
    asked: &Asked<HoldingAsk, HoldingWant>,
) -> Result<HashMap<CustomerId, Listed<Arc<HoldingTree>>>, ServiceError> {
    let base = Entity::find()
        .filter(Column::CustomerId.is_in(in_list(customers)))
        .filter(Column::HoldingId.in_subquery(chosen(&asked.ask.filter)));
    let totals =
        super::rank::totals(op, asked.total, &base, Column::CustomerId, Column::HoldingId).await?;
    let rows = first_of_each(base, asked)
        .order_by_asc(holding::Column::OpenedOn)
        .order_by_asc(holding::Column::Id);
    let trees = grow(op, fetch(op, rows).await?, &asked.want).await?;
    let mut grouped = super::rank::grouped(trees, totals, |(customer, _)| Some(*customer));
    let strip = |(customer, listed): (CustomerId, Listed<(CustomerId, Arc<HoldingTree>)>)| {
        let rows = listed.rows.into_iter().map(|(_, tree)| tree).collect();
        (customer, Listed { rows, total: listed.total })
    };
    Ok(grouped.drain().map(strip).collect())
}

/// Ids of the holdings that a filter lets through, as a subquery.
pub(super) fn chosen(filter: &HoldingFilter) -> sea_orm::sea_query::SelectStatement {
    use holding::Column as Holding;
    let category = (!filter.category.is_empty()).then_some(&filter.category);
    let status = (!filter.status.is_empty()).then_some(&filter.status);
    holding::Entity::find()
        .select_only()
        .column(Holding::Id)
        .apply_if(category, |rows, category| {
            let products = product::Entity::find()
                .select_only()
                .column(product::Column::Id)
                .filter(product::Column::Category.is_in(category.iter().copied()))
                .into_query();
            rows.filter(Holding::ProductId.in_subquery(products))
        })
        .apply_if(filter.product, |rows, product| rows.filter(Holding::ProductId.eq(product)))
        .apply_if(status, |rows, status| rows.filter(Holding::Status.is_in(status.iter().copied())))
        .apply_if(filter.matures_before, |rows, day| rows.filter(Holding::MaturesOn.lt(day)))
        .into_query()
}

/// The first of each customer's, from after the cursor on.
fn first_of_each(base: Select<Entity>, asked: &Asked<HoldingAsk, HoldingWant>) -> Select<Entity> {
    let oldest_first = WindowStatement::partition_by((Entity, Column::CustomerId))
        .order_by((holding::Entity, holding::Column::OpenedOn), Order::Asc)
        .order_by((holding::Entity, holding::Column::Id), Order::Asc)
        .take();
    let after = asked.ask.after.map(|(day, id)| {
        let same =
            Condition::all().add(holding::Column::OpenedOn.eq(day)).add(holding::Column::Id.gt(id));
        Condition::any().add(holding::Column::OpenedOn.gt(day)).add(same)
    });
    let mut ranked = base
        .inner_join(holding::Entity)
        .apply_if(after, QueryFilter::filter)
        .select_only()
        .column(Column::CustomerId)
        .column(Column::HoldingId)
        .into_query();
    ranked.expr_window_as(Func::cust("ROW_NUMBER"), oldest_first, "place");
    let keys = Query::select()
        .columns(["customer_id", "holding_id"])
        .from_subquery(ranked, "ranked")
        .and_where(Expr::col("place").lte(asked.first.rows_and_next()))
        .take();
    let key = Expr::tuple([
        Expr::col((Entity, Column::CustomerId)),
        Expr::col((Entity, Column::HoldingId)),
    ]);
    Entity::find().filter(key.in_subquery(keys))
}

async fn fetch(op: &Op, rows: Select<Entity>) -> Result<Vec<Found>, ServiceError> {
    let rows = rows.find_also_related(holding::Entity).and_also_related(product::Entity);
    let rows = rows.all(op.reader().await?).await?;
    // Neither can be missing: both are foreign keys.
    let whole = |(holder, holding, product)| Some((holder, holding?, product?));
    Ok(rows.into_iter().filter_map(whole).collect())
}

/// Whose balances and movements are read: those of the holder who was asked for, and the owner's.
fn note_access(op: &Op, found: &[Found], want: &HoldingWant) {
    let BalanceWant { on, series, windows } = &want.balances;
    let read = [
        ("balance", !on.is_empty()),
        ("balances", !series.is_empty()),
        ("movement", !windows.is_empty()),
        ("movements", !want.movements.0.is_empty()),
    ];
    for (field, _) in read.into_iter().filter(|&(_, is_read)| is_read) {
        let whose = |(holder, holding, _): &Found| [holder.customer_id, holding.customer_id];
        op.accessed(found.iter().flat_map(whose), field);
    }
}

async fn grow(
    op: &Op,
    found: Vec<Found>,
    want: &HoldingWant,
) -> Result<Vec<(CustomerId, Arc<HoldingTree>)>, ServiceError> {
    let ids: Vec<_> = found
        .iter()
        .map(|(_, holding, _)| holding.id)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    note_access(op, &found, want);
    let balances = balance::of_holdings(op, &ids, &want.balances).await?;
    let mut movements = Vec::new();
    for asked in want.movements.0.iter().filter(|_| !ids.is_empty()) {
        movements.push((asked, movement::of_holdings(op, &ids, asked).await?));
    }
    let tree = |(holder, holding, product): Found| {
        let mut lists = Lists::default();
        for (asked, found) in &movements {
            let listed = found.get(&holding.id).cloned();
            let listed = listed.unwrap_or_else(|| Listed::empty(asked.total));
            lists.push(asked.ask.clone(), listed);
        }
        let balances = balances.get(&holding.id).cloned().unwrap_or_default();
        let (role, product) = (holder.role, Arc::new(product));
        let tree = HoldingTree { holding, role, product, balances, movements: lists };
        (holder.customer_id, Arc::new(tree))
    };
    Ok(found.into_iter().map(tree).collect())
}
