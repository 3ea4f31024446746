//! Single fields: keys, dates, amounts, birth numbers. Each refusal says which column and why.

use crate::ingest::stage::Gender;
use chrono::NaiveDate;

/// A key: a whole number.
///
/// # Errors
/// It is missing, or no number.
pub(super) fn key(column: &str, text: &str) -> Result<u32, String> {
    if text.is_empty() {
        return Err(format!("{column} is missing"));
    }
    text.parse().map_err(|_| format!("{column} is no number"))
}

/// A date `yymmdd` of this century's source: all years are 19yy. A time of day after it, which
/// cards have, says nothing and is ignored.
///
/// # Errors
/// There is no such day.
pub(super) fn date(column: &str, text: &str) -> Result<NaiveDate, String> {
    let digits = text.split(' ').next().unwrap_or_default();
    calendar(digits, 0).ok_or_else(|| format!("{column} is no date"))
}

/// A birth number `yymmdd`, where women have 50 added to the month.
///
/// # Errors
/// There is no such day.
pub(super) fn birth(column: &str, text: &str) -> Result<(Gender, NaiveDate), String> {
    let man = calendar(text, 0).map(|day| (Gender::Male, day));
    let born = man.or_else(|| calendar(text, 50).map(|day| (Gender::Female, day)));
    born.ok_or_else(|| format!("{column} is no birth number"))
}

fn calendar(text: &str, added: u32) -> Option<NaiveDate> {
    if text.len() != 6 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let year: i32 = text.get(..2)?.parse().ok()?;
    let month: u32 = text.get(2..4)?.parse().ok()?;
    let day: u32 = text.get(4..)?.parse().ok()?;
    NaiveDate::from_ymd_opt(1900 + year, month.checked_sub(added)?, day)
}

/// An amount in units with at most two decimals; minor units come out.
///
/// # Errors
/// It is no such number.
pub(super) fn amount(column: &str, text: &str) -> Result<i64, String> {
    minor(text).ok_or_else(|| format!("{column} is no amount"))
}

/// An amount that is not negative.
///
/// # Errors
/// It is no such number.
pub(super) fn unsigned(column: &str, text: &str) -> Result<i64, String> {
    let amount = amount(column, text)?;
    if amount < 0 { Err(format!("{column} is negative")) } else { Ok(amount) }
}

fn minor(text: &str) -> Option<i64> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, cents) = digits.split_once('.').unwrap_or((digits, ""));
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !number(whole) || !number(cents) || cents.len() > 2 {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let cents: i64 = format!("{cents:0<2}").parse().ok()?;
    let minor = whole.checked_mul(100)?.checked_add(cents)?;
    Some(if negative { -minor } else { minor })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn a_womans_month_has_fifty_added() {
        assert_eq!(birth("b", "706213"), Ok((Gender::Female, day(1970, 12, 13))));
        assert_eq!(birth("b", "450204"), Ok((Gender::Male, day(1945, 2, 4))));
        assert_eq!(birth("b", "451304"), Err("b is no birth number".into()));
        assert_eq!(birth("b", "456304"), Err("b is no birth number".into()));
    }

    #[test]
    fn dates_may_have_a_time_that_says_nothing() {
        assert_eq!(date("d", "930101"), Ok(day(1993, 1, 1)));
        assert_eq!(date("d", "931107 00:00:00"), Ok(day(1993, 11, 7)));
        for bad in ["", "930230", "19930101", "93011", "93+101"] {
            assert_eq!(date("d", bad), Err("d is no date".into()), "{bad}");
        }
    }

    #[test]
    fn amounts_are_whole_minor_units() {
        assert_eq!(amount("a", "700.00"), Ok(70_000));
        assert_eq!(amount("a", "96396"), Ok(9_639_600));
        assert_eq!(amount("a", "18.9"), Ok(1_890));
        assert_eq!(amount("a", "-0.10"), Ok(-10));
        for bad in ["", "-", ".5", "1.234", "1,0", "--1", "1e5", "99999999999999999999"] {
            assert_eq!(amount("a", bad), Err("a is no amount".into()), "{bad}");
        }
        assert_eq!(unsigned("a", "-1"), Err("a is negative".into()));
    }

    #[test]
    fn a_key_is_a_number() {
        assert_eq!(key("k", "17"), Ok(17));
        assert_eq!(key("k", ""), Err("k is missing".into()));
        assert_eq!(key("k", "x"), Err("k is no number".into()));
    }
}
