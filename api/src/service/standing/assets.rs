//! What stands on customers' holdings at the end of the bank date.

use super::rates::Rates;
use crate::service::error::ServiceError;
use chrono::{Datelike, NaiveDate};
use entity::{id::CustomerId, product::ProductCategory};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use std::collections::HashMap;

/// The last balance of each holding that is not closed, summed for each customer, category and
/// currency. An overdraft counts 0. The first of a month has a balance always, so nothing before
/// it is read.
const SUMS: &str = "\
    SELECT b.customer_id, p.category, h.currency, \
    CAST(SUM(CASE WHEN b.amount_minor > 0 THEN b.amount_minor ELSE 0 END) AS BIGINT) AS amount \
    FROM balance_day b JOIN holding h ON h.id = b.holding_id JOIN product p ON p.id = h.product_id \
    WHERE b.customer_id > $1 AND b.customer_id <= $2 AND b.booked_on >= $3 AND b.booked_on <= $4 \
    AND (h.closed_on IS NULL OR h.closed_on > $4) \
    AND NOT EXISTS (SELECT 1 FROM balance_day later \
    WHERE later.customer_id = b.customer_id AND later.holding_id = b.holding_id \
    AND later.booked_on > b.booked_on AND later.booked_on <= $4) \
    GROUP BY b.customer_id, p.category, h.currency";

#[derive(Debug, FromQueryResult)]
struct Row {
    customer_id: CustomerId,
    category: ProductCategory,
    currency: String,
    amount: i64,
}

/// Sums of one customer in minor units of the base currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) aum: i64,
    pub(super) deposits: i64,
    pub(super) loans: i64,
    pub(super) rate_missing: bool,
}

/// Sums of a page of customers.
pub(super) struct Assets(HashMap<CustomerId, Sums>);

impl Assets {
    /// Sums of the customers after the first of these ids, up to the second.
    pub(super) async fn load(
        connection: &impl ConnectionTrait,
        (after, last): (CustomerId, CustomerId),
        on: NaiveDate,
        rates: &Rates,
    ) -> Result<Self, ServiceError> {
        let first = on.with_day(1).unwrap_or(on);
        let values = [after.0.into(), last.0.into(), first.into(), on.into()];
        let backend = connection.get_database_backend();
        let statement = Statement::from_sql_and_values(backend, SUMS, values);
        let mut sums: HashMap<CustomerId, Sums> = HashMap::new();
        for row in Row::find_by_statement(statement).all(connection).await? {
            let of_customer = sums.entry(row.customer_id).or_default();
            add(of_customer, &row, rates.convert(row.amount, &row.currency, on));
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
