//! Arithmetic on dates, which the two back ends spell differently.

use sea_orm::DbBackend;

/// SQL for the number of days from `from` to `to`.
pub(crate) fn days_between(backend: DbBackend, from: &str, to: &str) -> String {
    match backend {
        DbBackend::Postgres => format!("({to} - {from})"),
        // Julian days of midnights are exact halves: nothing is rounded.
        _ => format!("CAST(julianday({to}) - julianday({from}) AS INTEGER)"),
    }
}

/// SQL for the month and the day of `date` as one number: 31 January is 131.
pub(crate) fn month_and_day(backend: DbBackend, date: &str) -> String {
    match backend {
        DbBackend::Postgres => format!("CAST(to_char({date}, 'MMDD') AS INTEGER)"),
        _ => format!("CAST(strftime('%m%d', {date}) AS INTEGER)"),
    }
}

/// SQL for the first day of the month after `date`.
pub(crate) fn next_month(backend: DbBackend, date: &str) -> String {
    match backend {
        DbBackend::Postgres => {
            format!("CAST(date_trunc('month', {date}) + INTERVAL '1 month' AS date)")
        }
        _ => format!("date({date}, 'start of month', '+1 month')"),
    }
}
