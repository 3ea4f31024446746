//! The orders of a book, and what lies beyond a place in one.

use super::shape::CustomerTree;
use chrono::{DateTime, NaiveDate, Utc};
use entity::{customer, customer_standing, id::CustomerId};
use sea_orm::{
    ColumnTrait, Condition, ExprTrait, Order, QueryOrder, SelectTwoRequired, sea_query::Expr,
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
    /// Day by which the next visit is due.
    VisitDue,
    /// Day by which the next contact of any kind is due.
    TouchDue,
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
    /// A day.
    Day(NaiveDate),
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
            BookField::VisitDue => SortKey::Day(tree.standing.visit_due_on),
            BookField::TouchDue => SortKey::Day(tree.standing.touch_due_on),
            BookField::UpdatedAt => SortKey::Instant(tree.customer.updated_at),
        };
        Self { key, id: tree.customer.id }
    }
}

fn column(field: BookField) -> Expr {
    match field {
        BookField::Aum => customer_standing::Column::AumMinor.into_expr(),
        BookField::Name => customer::Column::NameKey.into_expr(),
        BookField::LastContact => customer_standing::Column::LastContactAt.into_expr(),
        BookField::VisitDue => customer_standing::Column::VisitDueOn.into_expr(),
        BookField::TouchDue => customer_standing::Column::TouchDueOn.into_expr(),
        BookField::UpdatedAt => customer::Column::UpdatedAt.into_expr(),
    }
}

/// Rows in this order, or from its end.
pub(super) fn sorted(
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
pub(super) fn beyond(order: BookOrder, place: &BookKey, is_backward: bool) -> Condition {
    let key: sea_orm::Value = match &place.key {
        SortKey::Amount(minor) => (*minor).into(),
        SortKey::Name(name) => name.clone().into(),
        SortKey::Instant(instant) => (*instant).into(),
        SortKey::Day(day) => (*day).into(),
    };
    let column = column(order.field);
    let (further, reached) = if order.is_descending == is_backward {
        (column.clone().gt(key.clone()), column.clone().gte(key.clone()))
    } else {
        (column.clone().lt(key.clone()), column.clone().lte(key.clone()))
    };
    let later = if is_backward {
        customer::Column::Id.lt(place.id)
    } else {
        customer::Column::Id.gt(place.id)
    };
    let equal = Condition::all().add(column.eq(key)).add(later);
    // Said once more without an OR, which no index could start from.
    Condition::all().add(reached).add(Condition::any().add(further).add(equal))
}
