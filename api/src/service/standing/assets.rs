//! What stands on customers' holdings at the close of a day: one rule for the job that computes
//! standings and for whoever asks for another day.

use super::rates;
use crate::service::{error::ServiceError, page::in_list};
use chrono::{Days, NaiveDate};
use entity::{id::CustomerId, product::ProductCategory};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use std::collections::HashMap;

/// The last balance of each holding up to a day (`$1`), one step into the index, summed for each
/// customer, category and currency. What is closed by then counts 0, as an overdraft does; `known`
/// tells whether there was any balance at all. The rate is the last one since `$2`. What belongs to
/// a merged customer counts for its survivor, and for nobody else.
const SUMS: &str = "\
    SELECT s.customer_id, s.category, s.currency, COUNT(s.amount) AS known, \
    CAST(SUM(CASE WHEN s.amount > 0 AND (s.closed_on IS NULL OR s.closed_on > $1) \
    THEN s.amount ELSE 0 END) AS BIGINT) AS amount, \
    (SELECT f.rate_millionths FROM fx_rate f WHERE f.currency = s.currency \
    AND f.on_date <= $1 AND f.on_date >= $2 ORDER BY f.on_date DESC LIMIT 1) AS rate \
    FROM (SELECT COALESCE(c.merged_into_id, c.id) AS customer_id, \
    p.category, h.currency, h.closed_on, \
    (SELECT b.amount_minor FROM balance_day b WHERE b.customer_id = h.customer_id \
    AND b.holding_id = h.id AND b.booked_on <= $1 ORDER BY b.booked_on DESC LIMIT 1) AS amount \
    FROM customer c JOIN holding h ON h.customer_id = c.id \
    JOIN product p ON p.id = h.product_id WHERE COALESCE(c.merged_into_id, c.id)";

const GROUPS: &str = ") s GROUP BY s.customer_id, s.category, s.currency";

#[derive(Debug, FromQueryResult)]
struct Row {
    customer_id: CustomerId,
    category: ProductCategory,
    currency: String,
    known: i64,
    amount: i64,
    rate: Option<i64>,
}

/// Whose holdings are summed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Customers<'page> {
    /// Those after the first of these ids, up to the second.
    Between(CustomerId, CustomerId),
    /// These.
    Of(&'page [CustomerId]),
}

impl Customers<'_> {
    /// The condition on their ids, whose parameters begin at `$3`.
    fn condition(self) -> (String, Vec<CustomerId>) {
        match self {
            Self::Between(after, last) => {
                (" > $3 AND COALESCE(c.merged_into_id, c.id) <= $4".to_owned(), vec![after, last])
            }
            Self::Of(ids) => {
                let ids = in_list(ids);
                let places: Vec<_> =
                    (3..).take(ids.len()).map(|place| format!("${place}")).collect();
                (format!(" IN ({})", places.join(", ")), ids)
            }
        }
    }
}

/// Sums of one customer in minor units of the base currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) aum: i64,
    pub(super) deposits: i64,
    pub(super) loans: i64,
    pub(super) rate_missing: bool,
    /// Whether a balance of that day or before is known.
    pub(super) known: bool,
}

/// Sums of a page of customers.
pub(super) struct Assets(HashMap<CustomerId, Sums>);

impl Assets {
    /// Sums at the close of a day, in the currency `base`.
    pub(super) async fn load(
        connection: &impl ConnectionTrait,
        customers: Customers<'_>,
        on: NaiveDate,
        base: &str,
    ) -> Result<Self, ServiceError> {
        let (condition, ids) = customers.condition();
        let oldest = on.checked_sub_days(Days::new(rates::HOLDS)).unwrap_or(on);
        let mut values: Vec<Value> = vec![on.into(), oldest.into()];
        values.extend(ids.into_iter().map(|id| Value::from(id.0)));
        let text = format!("{SUMS}{condition}{GROUPS}");
        let backend = connection.get_database_backend();
        let statement = Statement::from_sql_and_values(backend, text, values);
        let mut sums: HashMap<CustomerId, Sums> = HashMap::new();
        for row in Row::find_by_statement(statement).all(connection).await? {
            let converted = if row.currency == base {
                Some(row.amount)
            } else {
                row.rate.and_then(|rate| rates::at(row.amount, rate))
            };
            add(sums.entry(row.customer_id).or_default(), &row, converted);
        }
        Ok(Self(sums))
    }

    /// Sums of a customer; zeros where nothing stands on anything.
    pub(super) fn of(&self, customer: CustomerId) -> Sums {
        self.0.get(&customer).copied().unwrap_or_default()
    }
}

/// Loans are summed beside the assets and never taken from them.
fn add(sums: &mut Sums, row: &Row, converted: Option<i64>) {
    sums.known |= row.known > 0;
    let counts = row.category == ProductCategory::Loan;
    if !counts && !ProductCategory::ASSETS.contains(&row.category) {
        return;
    }
    let Some(amount) = converted else {
        sums.rate_missing |= row.amount > 0;
        return;
    };
    if counts {
        sums.loans = sums.loans.saturating_add(amount);
        return;
    }
    sums.aum = sums.aum.saturating_add(amount);
    if row.category == ProductCategory::Deposit {
        sums.deposits = sums.deposits.saturating_add(amount);
    }
}
