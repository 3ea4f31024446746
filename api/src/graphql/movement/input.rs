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
        movement::{LeastAmount, MovementAsk, MovementFilter},
        op::Op,
    },
};
use async_graphql::InputObject;
use rust_decimal::RoundingStrategy;

/// The list's name in its cursors.
#[must_use]
pub fn list(filter: &MovementFilter) -> String {
    page::list_name("movements", filter)
}

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
    /// The amount is too large.
    pub fn filter(self) -> Result<MovementFilter, ServiceError> {
        Ok(MovementFilter {
            since: self.since.map(|day| day.0),
            until: self.until.map(|day| day.0),
            direction: self.direction.map(Into::into),
            kind: self.kind.into_iter().flatten().map(Into::into).collect(),
            least: self.min_amount.map(|amount| least("minAmount", amount)).transpose()?,
        })
    }
}

/// The amount as each kind of currency counts it; a part of a minor unit is rounded up, since no
/// amount lies below it.
///
/// # Errors
/// The amount, an argument of this name, is too large.
pub fn least(name: &str, amount: Decimal) -> Result<LeastAmount, ServiceError> {
    let wrong = || ServiceError::BadInput(format!("`{name}` is too large"));
    let scaled = |digits| {
        let rounded = amount.0.round_dp_with_strategy(digits, RoundingStrategy::ToPositiveInfinity);
        Decimal(rounded).to_minor(digits).ok_or_else(wrong)
    };
    Ok(LeastAmount { whole: scaled(0)?, hundredths: scaled(2)?, thousandths: scaled(3)? })
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
    let after = page::place_of(op, after, &list(&filter))?;
    Ok(MovementAsk { filter, after })
}

impl ListArguments for MovementAsk {
    fn read(op: &Op, arguments: &Arguments) -> Result<Self, ServiceError> {
        ask(op, arguments.get("after")?, arguments.get("filter")?)
    }
}
