//! How lists of movements are asked for.

use super::value::{Direction, MovementKind};
use crate::{
    graphql::{
        page::{self, ListArguments},
        scalar::{Date, Decimal},
        want::Arguments,
    },
    service::{
        error::ServiceError,
        movement::{MovementAsk, MovementFilter},
        op::Op,
    },
};
use async_graphql::InputObject;

/// The list's name in its cursors.
pub const LIST: &str = "movements";

/// Which movements: all of these hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct MovementFilterInput {
    /// Booked on this day or later.
    pub since: Option<Date>,
    /// Booked on this day or earlier.
    pub until: Option<Date>,
    /// In this direction.
    pub direction: Option<Direction>,
    /// For one of these purposes; all where it is empty or left out.
    pub kind: Option<Vec<MovementKind>>,
    /// Of at least this amount, in units of the holding's currency.
    pub min_amount: Option<Decimal>,
}

impl MovementFilterInput {
    /// The filter that it stands for.
    ///
    /// # Errors
    /// The amount is no whole number of minor units.
    pub fn filter(self) -> Result<MovementFilter, ServiceError> {
        let minor = |amount: Decimal| {
            let wrong = || ServiceError::BadInput("`minAmount` has too many digits".into());
            amount.to_minor(2).ok_or_else(wrong)
        };
        Ok(MovementFilter {
            since: self.since.map(|day| day.0),
            until: self.until.map(|day| day.0),
            direction: self.direction.map(Into::into),
            kind: self.kind.into_iter().flatten().map(Into::into).collect(),
            min_minor: self.min_amount.map(minor).transpose()?,
        })
    }
}

/// A way of asking, from the arguments of a list of movements.
///
/// # Errors
/// An argument cannot be taken.
pub fn ask(
    op: &Op,
    after: Option<String>,
    filter: Option<MovementFilterInput>,
) -> Result<MovementAsk, ServiceError> {
    let filter = filter.unwrap_or_default().filter()?;
    Ok(MovementAsk { filter, after: page::place_of(op, after, LIST)? })
}

impl ListArguments for MovementAsk {
    fn read(op: &Op, arguments: &Arguments) -> Result<Self, ServiceError> {
        ask(op, arguments.get("after")?, arguments.get("filter")?)
    }
}
