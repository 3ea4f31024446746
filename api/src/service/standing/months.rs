//! Month-average assets of customers, and the tiers that they lead to.
//!
//! A balance counts for the days until the next one. Since every holding has one on the first of a
//! month, these days never reach into another month, and one pass over the balances gives all
//! averages: exact, over calendar days, however few balances there are.

use super::{
    rates::{Rates, rounded},
    tier::{Lines, Standing},
};
use crate::{
    backend::{days_between, next_month},
    service::error::ServiceError,
};
use chrono::{Datelike, Days, NaiveDate};
use entity::{id::CustomerId, product::ProductCategory};
use sea_orm::{ActiveEnum, ConnectionTrait, DbBackend, FromQueryResult, Statement};
use std::collections::{BTreeMap, HashMap};

#[derive(Debug, FromQueryResult)]
struct Row {
    customer_id: CustomerId,
    currency: String,
    /// `2026-03`.
    month: String,
    /// Sum over the month's days of what stood there.
    amount_days: i64,
}

/// For each customer and month, by its first day, the average in minor units of the base currency.
pub(super) struct Months {
    averages: HashMap<CustomerId, BTreeMap<NaiveDate, i64>>,
    on: NaiveDate,
}

impl Months {
    /// Averages of the customers after the first of these ids, up to the second. An average in
    /// another currency is converted at the rate of the month's last day.
    pub(super) async fn load(
        connection: &impl ConnectionTrait,
        (after, last): (CustomerId, CustomerId),
        on: NaiveDate,
        rates: &Rates,
    ) -> Result<Self, ServiceError> {
        let backend = connection.get_database_backend();
        let end = on + Days::new(1);
        let values = [after.0.into(), last.0.into(), on.into(), end.into()];
        let statement = Statement::from_sql_and_values(backend, text(backend), values);
        let mut averages: HashMap<CustomerId, BTreeMap<NaiveDate, i64>> = HashMap::new();
        for row in Row::find_by_statement(statement).all(connection).await? {
            let Some(first) = first_day(&row.month) else { continue };
            let last = last_day(first).min(on);
            let days = i128::from(last.signed_duration_since(first).num_days() + 1);
            let average = rounded(i128::from(row.amount_days), days);
            let average = i64::try_from(average).unwrap_or(i64::MAX);
            let Some(average) = rates.convert(average, &row.currency, last) else { continue };
            let sum = averages.entry(row.customer_id).or_default().entry(first).or_default();
            *sum = sum.saturating_add(average);
        }
        Ok(Self { averages, on })
    }

    /// Where these months have led a customer; a month without a balance counts 0.
    pub(super) fn tier(&self, customer: CustomerId, lines: Lines) -> Standing {
        let Some(averages) = self.averages.get(&customer) else { return Standing::NEW };
        let start = averages.keys().next().copied();
        let months = std::iter::successors(start, |first| Some(last_day(*first) + Days::new(1)));
        let mut standing = Standing::NEW;
        for first in months.take_while(|first| *first <= self.on) {
            let average = averages.get(&first).copied().unwrap_or_default();
            standing = if last_day(first) <= self.on {
                standing.after_month(lines, average)
            } else {
                standing.in_month(lines, average)
            };
        }
        standing
    }
}

fn text(backend: DbBackend) -> String {
    let categories = ProductCategory::ASSETS.map(|category| format!("'{}'", category.to_value()));
    let until =
        format!("CASE WHEN {0} < $4 THEN {0} ELSE $4 END", next_month(backend, "booked_on"));
    let days = days_between(backend, "booked_on", "until");
    format!(
        "SELECT customer_id, currency, month, CAST(SUM(amount * {days}) AS BIGINT) AS amount_days \
         FROM (SELECT COALESCE(c.merged_into_id, c.id) AS customer_id, h.currency, b.booked_on, \
         substr(CAST(b.booked_on AS TEXT), 1, 7) AS month, \
         CASE WHEN b.amount_minor > 0 THEN b.amount_minor ELSE 0 END AS amount, \
         COALESCE(LEAD(b.booked_on) OVER (PARTITION BY b.holding_id ORDER BY b.booked_on), \
         {until}) AS until \
         FROM customer c JOIN balance_day b ON b.customer_id = c.id \
         JOIN holding h ON h.id = b.holding_id JOIN product p ON p.id = h.product_id \
         WHERE COALESCE(c.merged_into_id, c.id) > $1 AND COALESCE(c.merged_into_id, c.id) <= $2 \
         AND b.booked_on <= $3 \
         AND p.category IN ({})) AS held \
         GROUP BY customer_id, currency, month",
        categories.join(", ")
    )
}

fn first_day(month: &str) -> Option<NaiveDate> {
    format!("{month}-01").parse().ok()
}

fn last_day(first: NaiveDate) -> NaiveDate {
    let days = u64::from(first.num_days_in_month()) - 1;
    first + Days::new(days)
}
