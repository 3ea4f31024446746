//! The book of a unit, some ten thousand rows for a large one: what a page may hold is taken from
//! the index of each unit below, so that it costs what `first` and the units come to.

use super::{
    ask::BookAsk,
    order::{BookField, BookOrder, beyond, sorted},
    tree::visible,
};
use crate::{
    backend::{PARENT, of_each},
    service::{error::ServiceError, op::Op, page::Slice},
};
use entity::{actor::Grant, customer, customer_standing, unit_closure};
use sea_orm::{
    ColumnTrait, ConnectionTrait, ExprTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, SelectStatement},
};

/// Ids of the customers that a page can hold: the first ones of each unit. `None` where the book
/// is not that of a unit or no index has its order; then all of it is sorted.
///
/// Measured with 200,000 customers in 40 units: see `docs/adr/0017-pages.md`.
pub(super) async fn first_ids(
    op: &Op,
    ask: &BookAsk,
) -> Result<Option<SelectStatement>, ServiceError> {
    let [Grant::Unit(unit)] = *op.actor()?.grants() else { return Ok(None) };
    if ask.is_own || !is_indexed(ask.order) {
        return Ok(None);
    }
    let is_backward = matches!(ask.slice, Slice::Last(_));
    let parent = || Expr::col((PARENT, unit_closure::Column::DescendantId));
    let rows = visible(op)?
        .filter(ask.filter.condition()?)
        .filter(customer::Column::HomeUnitId.into_expr().eq(parent()))
        .filter(customer_standing::Column::HomeUnitId.into_expr().eq(parent()))
        .apply_if(ask.beyond.as_ref(), |rows, key| {
            rows.filter(beyond(ask.order, key, is_backward))
        });
    let mut rows =
        sorted(rows, ask.order, is_backward).limit(ask.slice.length().rows_and_next()).into_query();
    rows.clear_selects().expr_as(customer::Column::Id.into_expr(), "id");
    let units = unit_closure::Entity::at_or_below(unit);
    Ok(Some(of_each(op.reader().await?.get_database_backend(), units, rows)))
}

/// Whether an index of each unit has this order, or its reverse. Ids run upwards in all of them.
fn is_indexed(order: BookOrder) -> bool {
    order.is_descending == (order.field == BookField::Aum)
}
