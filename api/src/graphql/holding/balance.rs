//! The views of balances.

use crate::{
    graphql::{
        directive::{DataClass, sensitive},
        scalar::{Date, Decimal, Money},
    },
    service::{locale::Locale, movement::Flow},
};
use async_graphql::Object;
use chrono::NaiveDate;
use rust_decimal::{Decimal as Number, RoundingStrategy};

/// A balance at the close of a day.
#[derive(Clone, Copy, Debug)]
pub struct Balance<'row> {
    /// The day.
    pub on: NaiveDate,
    /// The amount in minor units.
    pub minor: i64,
    /// Its currency.
    pub currency: &'row str,
    /// The language of whoever asks.
    pub locale: Locale,
}

/// A balance at the close of a day.
#[Object]
impl Balance<'_> {
    /// The day.
    async fn on(&self) -> Date {
        Date(self.on)
    }

    /// What stood there; what is owed, for a loan; negative for an overdraft.
    #[graphql(directive = sensitive::apply(DataClass::Financial))]
    async fn amount(&self) -> Money<'_> {
        Money { minor: self.minor, currency: self.currency, locale: self.locale }
    }
}

/// How a balance moved over a window.
#[derive(Clone, Copy, Debug)]
pub struct BalanceMovement<'row> {
    /// Balance in minor units at the close of the day before the window.
    pub opening: i64,
    /// Balance at the close of the bank date.
    pub closing: i64,
    /// What came and went in between.
    pub flow: Flow,
    /// Their currency.
    pub currency: &'row str,
    /// The language of whoever asks.
    pub locale: Locale,
}

impl BalanceMovement<'_> {
    fn money(&self, minor: i64) -> Money<'_> {
        Money { minor, currency: self.currency, locale: self.locale }
    }
}

/// How a balance moved over a window that ends on the bank date.
#[Object]
impl BalanceMovement<'_> {
    /// At the close of the day before the window.
    #[graphql(directive = sensitive::apply(DataClass::Financial))]
    async fn opening(&self) -> Money<'_> {
        self.money(self.opening)
    }

    /// At the close of the bank date.
    #[graphql(directive = sensitive::apply(DataClass::Financial))]
    async fn closing(&self) -> Money<'_> {
        self.money(self.closing)
    }

    /// What came within the window, by its movements.
    #[graphql(directive = sensitive::apply(DataClass::Financial))]
    async fn inflow(&self) -> Money<'_> {
        self.money(self.flow.inflow_minor)
    }

    /// What went within the window, by its movements.
    #[graphql(directive = sensitive::apply(DataClass::Financial))]
    async fn outflow(&self) -> Money<'_> {
        self.money(self.flow.outflow_minor)
    }

    /// (closing - opening) ÷ |opening|, to six places, half up; null where the opening is 0 (F22
    /// 环比).
    async fn ratio(&self) -> Option<Decimal> {
        ratio(self.opening, self.closing).map(Decimal)
    }
}

fn ratio(opening: i64, closing: i64) -> Option<Number> {
    let change = Number::from(closing).checked_sub(Number::from(opening))?;
    let ratio = change.checked_div(Number::from(opening).abs())?;
    let rounded = ratio.round_dp_with_strategy(6, RoundingStrategy::MidpointAwayFromZero);
    Some(rounded.normalize())
}

#[cfg(test)]
mod tests {
    use super::ratio;

    #[test]
    fn worked_numbers_of_f22() {
        let text = |opening, closing| ratio(opening, closing).map(|ratio| ratio.to_string());
        assert_eq!(text(100, 112).as_deref(), Some("0.12"));
        assert_eq!(text(-20, 30).as_deref(), Some("2.5"));
        assert_eq!(text(0, 30), None);
        assert_eq!(text(3, 5).as_deref(), Some("0.666667"));
    }
}
