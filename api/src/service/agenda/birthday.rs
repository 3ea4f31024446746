//! Birthdays (生日) within a window: at most one of each customer, since it is shorter than a year.

use crate::{
    backend::month_and_day,
    service::{
        error::ServiceError,
        op::Op,
        page::First,
        rank::{After, Keys},
    },
};
use chrono::{Datelike, NaiveDate};
use entity::{id::CustomerId, person_profile};
use sea_orm::{
    ConnectionTrait, DbBackend, ExprTrait,
    sea_query::{Alias, Expr, Order, Query, SelectStatement},
};
use std::ops::RangeInclusive;

/// The 29th of February as months and days are counted here.
const LEAP_DAY: i32 = 229;

/// A person, their day of birth and the birthday within the window.
pub(super) struct Row {
    pub(super) customer_id: CustomerId,
    pub(super) birth_date: NaiveDate,
    pub(super) on: NaiveDate,
}

/// The birthdays of these customers on these days. Days are numbers here, such as 20260131: that
/// is one arithmetic for both back ends, and their order is that of days.
pub(super) fn within(
    backend: DbBackend,
    customers: SelectStatement,
    days: RangeInclusive<NaiveDate>,
) -> SelectStatement {
    use person_profile::{Column, Entity};
    let (first, last) = (*days.start(), *days.end());
    let born = || Expr::cust(month_and_day(backend, "birth_date"));
    // What is born before the first day's month and day has its birthday in the last one's year.
    let is_early = born().gte(number(first) - year(first));
    let on = Expr::case(is_early, on(first, born())).finally(on(last, born()));
    let people = Query::select()
        .column(Column::CustomerId)
        .column(Column::BirthDate)
        .expr_as(on, "birthday")
        .from(Entity)
        .and_where(Expr::col(Column::CustomerId).in_subquery(customers))
        .and_where(Expr::col(Column::BirthDate).is_not_null())
        .take();
    Query::select()
        .columns(["customer_id", "birth_date", "birthday"])
        .from_subquery(people, "people")
        .and_where(Expr::col("birthday").gte(number(first)))
        .and_where(Expr::col("birthday").lte(number(last)))
        .take()
}

/// The birthday in the year of a day, of who was born in this month on this day.
fn on(day: NaiveDate, born: Expr) -> Expr {
    let leap_day = number(in_year(day.year(), 2, 29)) - year(day);
    let shown = Expr::case(born.clone().eq(LEAP_DAY), leap_day).finally(born);
    Expr::value(year(day)).add(shown)
}

/// The first of them from a place on.
pub(super) async fn page(
    op: &Op,
    mut rows: SelectStatement,
    after: Option<After<NaiveDate>>,
    first: First,
) -> Result<Vec<Row>, ServiceError> {
    if let Some(after) = after {
        let (sort, id) = (Expr::col("birthday"), Expr::col("customer_id"));
        let keys = Keys { sort, id, is_descending: false };
        rows.cond_where(after.map(|day| number(day).into()).condition(keys));
    }
    rows.order_by(Alias::new("birthday"), Order::Asc)
        .order_by(Alias::new("customer_id"), Order::Asc)
        .limit(first.rows_and_next());
    let mut found = Vec::new();
    for row in op.reader().await?.query_all(&rows).await? {
        let (birth_date, on): (NaiveDate, i32) =
            (row.try_get("", "birth_date")?, row.try_get("", "birthday")?);
        let on = birthday_in(on / 10_000, birth_date);
        found.push(Row { customer_id: row.try_get("", "customer_id")?, birth_date, on });
    }
    Ok(found)
}

/// The birthday in a year of who was born on a day: the 28th of February where the year has no
/// 29th.
fn birthday_in(year: i32, birth_date: NaiveDate) -> NaiveDate {
    in_year(year, birth_date.month(), birth_date.day())
}

fn in_year(year: i32, month: u32, day: u32) -> NaiveDate {
    let day_of = |day| NaiveDate::from_ymd_opt(year, month, day);
    day_of(day).or_else(|| day_of(28)).unwrap_or(NaiveDate::MAX)
}

fn year(day: NaiveDate) -> i32 {
    day.year() * 10_000
}

fn number(day: NaiveDate) -> i32 {
    year(day) + i32::try_from(day.month() * 100 + day.day()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_leap_day_is_the_28th_in_other_years() {
        let born = day("1992-02-29");
        assert_eq!(birthday_in(2026, born), day("2026-02-28"));
        assert_eq!(birthday_in(2028, born), day("2028-02-29"));
        assert_eq!(birthday_in(2100, born), day("2100-02-28"));
        assert_eq!(birthday_in(2026, day("1992-12-31")), day("2026-12-31"));
    }

    #[test]
    fn days_are_numbers_in_their_order() {
        assert_eq!(number(day("2026-01-31")), 20_260_131);
        assert!(number(day("2025-12-31")) < number(day("2026-01-01")));
    }
}
