//! Books: pages of the customers that the actor may see, in an order, through a filter.

use super::{CustomerTree, CustomerWant, filter::CustomerFilter, grow, visible};
use crate::service::{
    error::ServiceError,
    op::Op,
    page::{Page, Slice},
    rank,
};
use chrono::{DateTime, Utc};
use entity::{assignment, customer, customer_standing, id::CustomerId};
use sea_orm::{
    ColumnTrait, Condition, Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    SelectTwoRequired, sea_query::Expr,
};

/// What books are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookField {
    /// Assets under management.
    Aum,
    /// Name, by pinyin.
    Name,
    /// Last contact; those without one as if it were at the epoch.
    LastContact,
    /// Last change by people or feeds.
    UpdatedAt,
}

/// The order of a book. Equal keys are sorted by id, always upwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BookOrder {
    /// The sort key.
    pub field: BookField,
    /// Whether the greatest comes first.
    pub is_descending: bool,
}

impl Default for BookOrder {
    fn default() -> Self {
        Self { field: BookField::Aum, is_descending: true }
    }
}

/// A sort key of one customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SortKey {
    /// An amount in minor units.
    Amount(i64),
    /// A name.
    Name(String),
    /// An instant.
    Instant(DateTime<Utc>),
}

/// Where a customer stands in a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookKey {
    /// The sort key.
    pub key: SortKey,
    /// For equal keys, the id.
    pub id: CustomerId,
}

impl BookKey {
    /// Where a customer stands in a book of this order.
    #[must_use]
    pub fn of(tree: &CustomerTree, order: BookOrder) -> Self {
        let key = match order.field {
            BookField::Aum => SortKey::Amount(tree.standing.aum_minor),
            BookField::Name => SortKey::Name(tree.customer.name_key.clone()),
            BookField::LastContact => SortKey::Instant(tree.standing.last_contact_at),
            BookField::UpdatedAt => SortKey::Instant(tree.customer.updated_at),
        };
        Self { key, id: tree.customer.id }
    }
}

/// What a page of a book is asked for with.
#[derive(Clone, Debug)]
pub struct BookAsk {
    /// How many rows, from which end.
    pub slice: Slice,
    /// The place after which (from the beginning) or before which (from the end) the page lies.
    pub beyond: Option<BookKey>,
    /// Which customers.
    pub filter: CustomerFilter,
    /// In which order.
    pub order: BookOrder,
    /// Only those that an assignment in force gives the actor, whatever else they may see.
    pub is_own: bool,
    /// Whether the length of the whole book is wanted.
    pub total: bool,
}

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

fn column(field: BookField) -> Expr {
    match field {
        BookField::Aum => customer_standing::Column::AumMinor.into_expr(),
        BookField::Name => customer::Column::NameKey.into_expr(),
        BookField::LastContact => customer_standing::Column::LastContactAt.into_expr(),
        BookField::UpdatedAt => customer::Column::UpdatedAt.into_expr(),
    }
}

fn sorted(
    rows: SelectTwoRequired<customer::Entity, customer_standing::Entity>,
    order: BookOrder,
    is_backward: bool,
) -> SelectTwoRequired<customer::Entity, customer_standing::Entity> {
    let direction = |is_descending| if is_descending { Order::Desc } else { Order::Asc };
    rows.order_by(column(order.field), direction(order.is_descending != is_backward))
        .order_by(customer::Column::Id, direction(is_backward))
}

/// The customers that stand beyond `key`. Spelled out, because the two keys may run in opposite
/// directions and a row comparison knows only one.
fn beyond(order: BookOrder, place: &BookKey, is_backward: bool) -> Condition {
    use sea_orm::ExprTrait;
    let key: sea_orm::Value = match &place.key {
        SortKey::Amount(minor) => (*minor).into(),
        SortKey::Name(name) => name.clone().into(),
        SortKey::Instant(instant) => (*instant).into(),
    };
    let further = if order.is_descending == is_backward {
        column(order.field).gt(key.clone())
    } else {
        column(order.field).lt(key.clone())
    };
    let later = if is_backward {
        customer::Column::Id.lt(place.id)
    } else {
        customer::Column::Id.gt(place.id)
    };
    let equal = Condition::all().add(column(order.field).eq(key)).add(later);
    Condition::any().add(further).add(equal)
}
