//! How agendas are asked for.

use super::{object::AgendaItem, want};
use crate::{
    graphql::{
        page::{self, Connection},
        place,
        scalar::DateTime,
        want::Selected,
    },
    service::{
        agenda::{self, AgendaAsk, AgendaKind, Window},
        error::ServiceError,
        list::Asked,
        op::Op,
    },
};

/// Answers an agenda: reads the arguments, compiles the want, calls `service`, wraps.
///
/// # Errors
/// An argument cannot be taken, nobody is signed in, or the database does not answer.
pub async fn agenda<'op>(
    op: &'op Op,
    selected: &Selected<'_>,
    (from, to): (DateTime, DateTime),
    first: i32,
    after: Option<String>,
) -> Result<Connection<'op, AgendaItem<'op>>, ServiceError> {
    let window = Window::new(from.0, to.0)?;
    let list = page::list_name("agenda", &window);
    let asked = Asked {
        ask: AgendaAsk { window, after: place::of(op, after, &list, &AgendaKind::ALL)? },
        first: page::first(Some(first))?,
        total: selected.under("totalCount").is_any(),
        want: want::of_item(op, &selected.nodes())?,
    };
    // Six kinds of rows at once: off the stack of every request.
    let page = Box::pin(agenda::own(op, &asked)).await?;
    Ok(Connection::new(op, list, page, |item| AgendaItem::new(op, item)))
}
