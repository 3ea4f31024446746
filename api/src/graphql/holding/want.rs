//! What a selection asks for of holdings.

use super::value::Window;
use crate::{
    graphql::{
        scalar::Date,
        want::{Merge, Selected},
    },
    service::{
        error::ServiceError,
        holding::{
            HoldingWant,
            balance::{BalanceWant, MAX_DAYS},
        },
        op::Op,
    },
};
use chrono::NaiveDate;

/// Compiles a selection of type `Holding`.
///
/// # Errors
/// An argument below is out of range.
pub fn of_holding(op: &Op, holding: &Selected<'_>) -> Result<HoldingWant, ServiceError> {
    let mut balances = BalanceWant::default();
    for (_, arguments) in holding.under("balance").each()? {
        balances.on.insert(on(op, arguments.get("on")?)?);
    }
    for (_, arguments) in holding.under("balances").each()? {
        let missing = || ServiceError::BadInput("`from` and `to` are required".into());
        let from = arguments.get("from")?.ok_or_else(missing)?;
        balances.series.insert(span(op, from, arguments.get("to")?.ok_or_else(missing)?)?);
    }
    for (_, arguments) in holding.under("movement").each()? {
        let missing = || ServiceError::BadInput("`window` is required".into());
        let window: Window = arguments.get("window")?.ok_or_else(missing)?;
        balances.windows.insert(window.into());
    }
    let movements = holding.under("movements").list(op, |_| Ok(()))?;
    Ok(HoldingWant { balances, movements })
}

/// The day of a balance: the bank date where none is given. What comes after it is not closed yet.
///
/// # Errors
/// It lies after the bank date.
pub fn on(op: &Op, day: Option<Date>) -> Result<NaiveDate, ServiceError> {
    let bank_date = op.bank().bank_date;
    match day {
        None => Ok(bank_date),
        Some(Date(day)) if day <= bank_date => Ok(day),
        Some(_) => Err(ServiceError::BadInput(format!("the last closed day is {bank_date}"))),
    }
}

/// The days of a series.
///
/// # Errors
/// They run backwards, are too many, or end after the bank date.
pub fn span(op: &Op, from: Date, to: Date) -> Result<(NaiveDate, NaiveDate), ServiceError> {
    let to = on(op, Some(to))?;
    match (to - from.0).num_days() {
        0..MAX_DAYS => Ok((from.0, to)),
        _ => Err(ServiceError::BadInput(format!("a series has 1 to {MAX_DAYS} days"))),
    }
}

impl Merge for HoldingWant {
    fn merge(&mut self, other: Self) {
        self.balances.on.extend(other.balances.on);
        self.balances.series.extend(other.balances.series);
        self.balances.windows.extend(other.balances.windows);
        self.movements.merge(other.movements, Merge::merge);
    }
}
