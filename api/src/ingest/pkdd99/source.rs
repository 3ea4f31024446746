//! What is the same in every row: how its id is made, its currency, its time zone.

use crate::ingest::stage::Namer;
use chrono::NaiveDate;
use chrono_tz::Tz;

/// Names everything that comes from this source.
pub const NAMER: Namer = Namer::new("pkdd99");

/// The time part of the ids of what others refer to: the source may correct a row's date without
/// giving the row another id.
pub(super) const FIRST_DAY: NaiveDate = match NaiveDate::from_ymd_opt(1993, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// The currency of all its accounts.
pub(super) const CURRENCY: &str = "CZK";

/// Where its days begin.
pub(super) const ZONE: Tz = chrono_tz::Europe::Prague;
