//! How timelines are asked for.

use super::object::TimelineItem;
use crate::{
    graphql::{
        movement,
        page::{self, Connection, ListArguments},
        place,
        scalar::Decimal,
        want::Arguments,
    },
    service::{
        error::ServiceError,
        list::Lists,
        op::Op,
        timeline::{self, LEAST_MOVEMENT, TimelineAsk, TimelineKind},
    },
};

/// A way of asking, from the arguments of a timeline.
fn ask(
    op: &Op,
    after: Option<String>,
    min_movement: Option<Decimal>,
) -> Result<TimelineAsk, ServiceError> {
    let least = min_movement.unwrap_or(Decimal(LEAST_MOVEMENT.into()));
    let mut ask = TimelineAsk { least: movement::input::least("minMovement", least)?, after: None };
    ask.after = place::of(op, after, &list(&ask), &TimelineKind::ALL)?;
    Ok(ask)
}

/// The list's name in its cursors.
fn list(ask: &TimelineAsk) -> String {
    page::list_name("timeline", &ask.least)
}

impl ListArguments for TimelineAsk {
    fn read(op: &Op, arguments: &Arguments) -> Result<Self, ServiceError> {
        ask(op, arguments.get("after")?, arguments.get("minMovement")?)
    }
}

/// The page that one alias asks for, from what came back for all of them.
///
/// # Errors
/// An argument cannot be taken.
pub fn cut<'op>(
    op: &'op Op,
    timelines: &Lists<TimelineAsk, timeline::TimelineItem>,
    first: i32,
    after: Option<String>,
    min_movement: Option<Decimal>,
) -> Result<Connection<'op, TimelineItem<'op>>, ServiceError> {
    let ask = ask(op, after, min_movement)?;
    let listed = timelines.get(&ask).ok_or(ServiceError::Defect("read but not wanted"))?;
    let (first, has_previous) = (page::first(Some(first))?, ask.after.is_some());
    let view = |item| TimelineItem::new(op, item);
    Ok(Connection::cut(op, list(&ask), listed, first, has_previous, view))
}
