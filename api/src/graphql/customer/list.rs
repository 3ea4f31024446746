//! How books are asked for, and the cursors of their pages.

use super::{
    input::{CustomerFilterInput, CustomerOrder},
    object::Customer,
    want,
};
use crate::{
    graphql::{
        page::{self, Connection},
        want::Selected,
    },
    service::{
        customer::{self, BookAsk, BookField, BookKey, BookOrder, CustomerTree, SortKey},
        error::ServiceError,
        op::Op,
        page::Slice,
    },
};
use chrono::SecondsFormat;
use std::sync::Arc;

/// The arguments that every book has.
#[derive(Clone, Debug)]
pub struct BookArguments {
    /// Rows from the beginning, 1 to 100.
    pub first: Option<i32>,
    /// Cursor after which they begin.
    pub after: Option<String>,
    /// Rows from the end, 1 to 100.
    pub last: Option<i32>,
    /// Cursor before which they end.
    pub before: Option<String>,
    /// Which customers.
    pub filter: Option<CustomerFilterInput>,
    /// In which order.
    pub order_by: Option<CustomerOrder>,
}

/// Answers a book: reads the arguments, compiles the want, calls `service`, wraps.
///
/// # Errors
/// An argument cannot be taken, nobody is signed in, or the database does not answer.
pub async fn book<'op>(
    op: &'op Op,
    selected: &Selected<'_>,
    arguments: BookArguments,
    is_own: bool,
) -> Result<Connection<'op, Customer<'op>>, ServiceError> {
    let want = want::of_customer(op, &selected.nodes())?;
    let total = selected.under("totalCount").is_any();
    let (ask, list) = ask(op, arguments, is_own, total)?;
    let page = customer::book(op, &ask, &want).await?;
    let order = ask.order;
    let view = |tree: CustomerTree| {
        let place = place(&BookKey::of(&tree, order));
        Customer { tree: Arc::new(tree), op, place }
    };
    Ok(Connection::new(op, list, page, view))
}

/// What is asked for, and the list's name in its cursors.
fn ask(
    op: &Op,
    arguments: BookArguments,
    is_own: bool,
    total: bool,
) -> Result<(BookAsk, String), ServiceError> {
    let BookArguments { first, after, last, before, filter, order_by } = arguments;
    let (slice, cursor) = match (first, last, after, before) {
        (Some(first), None, after, None) => (Slice::First(page::first(Some(first))?), after),
        (None, Some(last), None, before) => (Slice::Last(page::first(Some(last))?), before),
        _ => {
            let message = "exactly one of `first` (with `after`) and `last` (with `before`)";
            return Err(ServiceError::BadInput(message.into()));
        }
    };
    let filter = filter.unwrap_or_default().filter(op)?;
    let order = order_by.map(CustomerOrder::order).unwrap_or_default();
    let list = page::list_name("customers", &(order, &filter, is_own));
    let beyond = cursor.map(|cursor| open(op, &cursor, &list, order)).transpose()?;
    let ask = BookAsk { slice, beyond, filter, order, is_own, total };
    Ok((ask, list))
}

fn place(key: &BookKey) -> String {
    let sort = match &key.key {
        SortKey::Amount(minor) => minor.to_string(),
        SortKey::Name(name) => name.clone(),
        SortKey::Day(day) => day.to_string(),
        SortKey::Instant(instant) => instant.to_rfc3339_opts(SecondsFormat::Micros, true),
    };
    format!("{}:{sort}", key.id)
}

fn open(op: &Op, cursor: &str, list: &str, order: BookOrder) -> Result<BookKey, ServiceError> {
    let place = page::open(op.instance().keyring(), cursor, list)?;
    let malformed = || ServiceError::Defect("a sealed place of no form");
    let (id, sort) = place.split_once(':').ok_or_else(malformed)?;
    let id = id.parse().map_err(|_| malformed())?;
    let key = match order.field {
        BookField::Aum => SortKey::Amount(sort.parse().map_err(|_| malformed())?),
        BookField::Name => SortKey::Name(sort.to_owned()),
        BookField::VisitDue | BookField::TouchDue => {
            SortKey::Day(sort.parse().map_err(|_| malformed())?)
        }
        BookField::LastContact | BookField::UpdatedAt => {
            SortKey::Instant(sort.parse().map_err(|_| malformed())?)
        }
    };
    Ok(BookKey { key, id })
}
