//! Books: pages of the customers that the actor may see, in an order, through a filter.

use super::{
    ask::BookAsk,
    order::{beyond, sorted},
    shape::{CustomerTree, CustomerWant},
    tree::{grow, visible},
    unit_book,
};
use crate::service::{
    error::ServiceError,
    op::Op,
    page::{Page, Slice},
    rank,
};
use entity::{assignment, customer};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, QueryTrait};

/// A page of the customers that the actor may see.
///
/// # Errors
/// Nobody is signed in, the filter is too deep, or the database does not answer.
pub async fn book(
    op: &Op,
    ask: &BookAsk,
    want: &CustomerWant,
) -> Result<Page<CustomerTree>, ServiceError> {
    let own = assignment::Entity::customers_of(op.actor()?.staff, op.now());
    let all = visible(op)?
        .filter(ask.filter.condition()?)
        .apply_if(ask.is_own.then_some(own), |rows, own| {
            rows.filter(customer::Column::Id.in_subquery(own))
        });
    let is_backward = matches!(ask.slice, Slice::Last(_));
    let rows = all.clone().apply_if(ask.beyond.as_ref(), |rows, key| {
        rows.filter(beyond(ask.order, key, is_backward))
    });
    let rows = rows.apply_if(unit_book::first_ids(op, ask).await?, |rows, ids| {
        rows.filter(customer::Column::Id.in_subquery(ids))
    });
    let rows = sorted(rows, ask.order, is_backward).limit(ask.slice.length().rows_and_next());
    let rows = rows.all(op.reader().await?).await?;
    let mut page = match ask.slice {
        Slice::First(first) => {
            Page { has_previous: ask.beyond.is_some(), ..Page::cut(rows, first) }
        }
        Slice::Last(last) => {
            Page { has_next: ask.beyond.is_some(), ..Page::cut_reversed(rows, last) }
        }
    };
    if ask.total {
        page.total = Some(rank::total(op, all.into_query()).await?);
    }
    let rows = grow(op, std::mem::take(&mut page.rows), want).await?;
    Ok(page.with_rows(rows))
}
