//! Balances of holdings: on a day, as a filled series, over a window.

use crate::service::{
    error::ServiceError,
    movement::{self, Flow},
    op::Op,
    page::in_list,
    rank::united,
};
use chrono::{Datelike, Days, Months, NaiveDate};
use entity::{
    balance_day::{self, Column},
    holding,
    id::HoldingId,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, Order, QueryFilter,
    QueryOrder,
    sea_query::{Expr, Query, SelectStatement},
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Longest series, in days.
pub const MAX_DAYS: i64 = 400;

/// A window that ends on the bank date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Window {
    /// The bank date alone.
    Day,
    /// Seven days.
    Week,
    /// A month: from after the same day of the month before.
    Month,
    /// Three months.
    Quarter,
    /// Twelve months.
    Year,
}

impl Window {
    /// The day at whose close the window opens.
    #[must_use]
    pub fn opens_after(self, bank_date: NaiveDate) -> NaiveDate {
        let months = |months| bank_date.checked_sub_months(Months::new(months));
        let day = match self {
            Self::Day => bank_date.checked_sub_days(Days::new(1)),
            Self::Week => bank_date.checked_sub_days(Days::new(7)),
            Self::Month => months(1),
            Self::Quarter => months(3),
            Self::Year => months(12),
        };
        day.unwrap_or(NaiveDate::MIN)
    }
}

/// Which balances of each holding are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BalanceWant {
    /// On these days.
    pub on: BTreeSet<NaiveDate>,
    /// From the first to the second of these days, each day of them.
    pub series: BTreeSet<(NaiveDate, NaiveDate)>,
    /// Over these windows.
    pub windows: BTreeSet<Window>,
}

/// The balances of one holding that were wanted, in minor units.
#[derive(Clone, Debug, Default)]
pub struct Balances {
    /// By day.
    pub on: BTreeMap<NaiveDate, i64>,
    /// The days on which it changed, and enough before them to fill every series.
    changes: BTreeMap<NaiveDate, i64>,
    /// What came and went, by window.
    pub flows: HashMap<Window, Flow>,
}

impl Balances {
    /// Every day of a series with its balance: a day without a row has that of the day before.
    #[must_use]
    pub fn filled(&self, from: NaiveDate, to: NaiveDate) -> Vec<(NaiveDate, i64)> {
        let mut amount = self.changes.range(..from).next_back().map_or(0, |(_, amount)| *amount);
        let day = |day: NaiveDate| {
            amount = self.changes.get(&day).copied().unwrap_or(amount);
            (day, amount)
        };
        from.iter_days().take_while(|day| *day <= to).map(day).collect()
    }
}

/// The balances of these holdings: one statement for days, one for series, one for flows, each
/// only where it is wanted.
pub(super) async fn of_holdings(
    op: &Op,
    holdings: &[HoldingId],
    want: &BalanceWant,
) -> Result<HashMap<HoldingId, Balances>, ServiceError> {
    let mut found: HashMap<_, _> = holdings.iter().map(|&id| (id, Balances::default())).collect();
    if holdings.is_empty() {
        return Ok(found);
    }
    let bank_date = op.bank().bank_date;
    let mut days = want.on.clone();
    if !want.windows.is_empty() {
        days.insert(bank_date);
        days.extend(want.windows.iter().map(|window| window.opens_after(bank_date)));
    }
    on_days(op, holdings, &Vec::from_iter(days), &mut found).await?;
    changes(op, holdings, &want.series, &mut found).await?;
    let windows: Vec<_> = want.windows.iter().copied().collect();
    let spans: Vec<_> =
        windows.iter().map(|window| (window.opens_after(bank_date), bank_date)).collect();
    for ((holding, number), flow) in movement::flows(op, holdings, &spans).await? {
        let window = usize::try_from(number).ok().and_then(|number| windows.get(number));
        if let (Some(balances), Some(&window)) = (found.get_mut(&holding), window) {
            balances.flows.insert(window, flow);
        }
    }
    Ok(found)
}

async fn on_days(
    op: &Op,
    holdings: &[HoldingId],
    days: &[NaiveDate],
    found: &mut HashMap<HoldingId, Balances>,
) -> Result<(), ServiceError> {
    let selects = (0_i32..).zip(days).map(|(number, &day)| on_day(holdings, number, day));
    let Some(select) = selects.reduce(united) else { return Ok(()) };
    for row in op.reader().await?.query_all(&select).await? {
        let number: i32 = row.try_get("", "number")?;
        let day = usize::try_from(number).ok().and_then(|number| days.get(number));
        let amount: Option<i64> = row.try_get("", "amount")?;
        let balances = found.get_mut(&row.try_get("", "id")?);
        if let (Some(&day), Some(balances)) = (day, balances) {
            balances.on.insert(day, amount.unwrap_or(0));
        }
    }
    Ok(())
}

/// The last change up to a day: one step into the index, since its key ends in the day.
fn on_day(holdings: &[HoldingId], number: i32, day: NaiveDate) -> SelectStatement {
    let of_holding =
        |inner, outer| Expr::col((balance_day::Entity, inner)).equals((holding::Entity, outer));
    let last = Query::select()
        .column((balance_day::Entity, Column::AmountMinor))
        .from(balance_day::Entity)
        .and_where(of_holding(Column::CustomerId, holding::Column::CustomerId))
        .and_where(of_holding(Column::HoldingId, holding::Column::Id))
        .and_where(Column::BookedOn.lte(day))
        .order_by((balance_day::Entity, Column::BookedOn), Order::Desc)
        .limit(1)
        .take();
    Query::select()
        .column((holding::Entity, holding::Column::Id))
        .expr_as(Expr::value(number), "number")
        .expr_as(Expr::SubQuery(None, Box::new(last.into())), "amount")
        .from(holding::Entity)
        .and_where(holding::Column::Id.is_in(in_list(holdings)))
        .take()
}

/// The changes within the series, from the first of a month on: there every open holding has a
/// row, so nothing before it is needed.
async fn changes(
    op: &Op,
    holdings: &[HoldingId],
    series: &BTreeSet<(NaiveDate, NaiveDate)>,
    found: &mut HashMap<HoldingId, Balances>,
) -> Result<(), ServiceError> {
    if series.is_empty() {
        return Ok(());
    }
    // Each span by itself: two days that lie years apart must not fetch the years.
    let span = |&(from, to): &(NaiveDate, NaiveDate)| {
        Column::BookedOn.between(from.with_day(1).unwrap_or(from), to)
    };
    let rows = balance_day::Entity::find()
        .filter(Column::HoldingId.is_in(in_list(holdings)))
        .filter(series.iter().map(span).fold(Condition::any(), Condition::add))
        .order_by_asc(Column::BookedOn);
    for row in rows.all(op.reader().await?).await? {
        if let Some(balances) = found.get_mut(&row.holding_id) {
            balances.changes.insert(row.booked_on, row.amount_minor);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    #[test]
    fn a_day_without_a_row_has_the_balance_of_the_day_before() {
        let changes = [(day(1), 100), (day(4), 250)].into();
        let balances = Balances { changes, ..Balances::default() };
        let filled = balances.filled(day(3), day(5));
        assert_eq!(filled, [(day(3), 100), (day(4), 250), (day(5), 250)]);
        assert_eq!(Balances::default().filled(day(1), day(1)), [(day(1), 0)]);
    }

    #[test]
    fn windows_end_on_the_bank_date() {
        let opens = |window: Window| window.opens_after(day(31)).to_string();
        assert_eq!(opens(Window::Day), "2026-03-30");
        assert_eq!(opens(Window::Week), "2026-03-24");
        assert_eq!(opens(Window::Month), "2026-02-28", "February has no 31st");
        assert_eq!(opens(Window::Quarter), "2025-12-31");
        assert_eq!(opens(Window::Year), "2025-03-31");
    }
}
