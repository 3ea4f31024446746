//! What currencies are worth in the base currency.

use crate::service::{bank::Bank, error::ServiceError};
use chrono::{Days, NaiveDate};
use entity::fx_rate::{Column, Entity};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::BTreeMap;

/// Days for which a rate holds.
pub(super) const HOLDS: u64 = 7;

/// A rate of 1.
const ONE: i128 = 1_000_000;

/// Rates up to the bank date.
#[derive(Debug)]
pub(super) struct Rates {
    base: String,
    known: BTreeMap<(String, NaiveDate), i64>,
}

impl Rates {
    pub(super) async fn load(
        connection: &impl ConnectionTrait,
        bank: &Bank,
    ) -> Result<Self, ServiceError> {
        let rows =
            Entity::find().filter(Column::OnDate.lte(bank.bank_date)).all(connection).await?;
        let rate = |row: entity::fx_rate::Model| ((row.currency, row.on_date), row.rate_millionths);
        let known = rows.into_iter().map(rate).collect();
        Ok(Self { base: bank.base_currency.clone(), known })
    }

    /// An amount in the base currency at the rate of a day, to the nearest minor unit; `None` if
    /// the last rate is older than seven days.
    pub(super) fn convert(&self, amount: i64, currency: &str, on: NaiveDate) -> Option<i64> {
        if currency == self.base {
            return Some(amount);
        }
        let oldest = on.checked_sub_days(Days::new(HOLDS))?;
        let held = (currency.to_owned(), oldest)..=(currency.to_owned(), on);
        let (_, rate) = self.known.range(held).next_back()?;
        at(amount, *rate)
    }
}

/// An amount at a rate in millionths, to the nearest minor unit.
pub(super) fn at(amount: i64, rate: i64) -> Option<i64> {
    i64::try_from(rounded(i128::from(amount) * i128::from(rate), ONE)).ok()
}

/// A quotient to the nearest whole number, halves away from zero.
pub(super) fn rounded(amount: i128, divisor: i128) -> i128 {
    let half = divisor / 2;
    if amount < 0 { (amount - half) / divisor } else { (amount + half) / divisor }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    #[test]
    fn a_rate_holds_for_seven_days() {
        let known =
            [(("USD".to_owned(), day(1)), 7_123_456), (("USD".to_owned(), day(20)), 7_000_000)];
        let rates = Rates { base: "CNY".into(), known: known.into() };
        assert_eq!(rates.convert(100, "CNY", day(9)), Some(100));
        assert_eq!(rates.convert(100, "USD", day(8)), Some(712));
        assert_eq!(rates.convert(100, "USD", day(9)), None);
        assert_eq!(rates.convert(100, "USD", day(20)), Some(700));
        assert_eq!(rates.convert(100, "EUR", day(1)), None);
    }

    #[test]
    fn halves_go_away_from_zero() {
        assert_eq!([rounded(15, 10), rounded(14, 10), rounded(-15, 10)], [2, 1, -2]);
    }
}
