//! What is asked for, and how large a bank that makes.

use super::stream::Stream;
use crate::ingest::stage::Namer;
use chrono::{Days, NaiveDate};
use uuid::Uuid;

/// The bank that is to be made. Equal plans make equal banks, row by row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Number of customers.
    pub customers: usize,
    /// What all chance is drawn from.
    pub seed: u64,
    /// The last closed day, on which a year of history ends.
    pub bank_date: NaiveDate,
}

/// Days of history, the bank date included.
const HISTORY: u64 = 366;
/// Customers of one relationship manager.
const BOOK: usize = 100;

impl Plan {
    /// The day on which the history begins; what stood before is an opening balance.
    #[must_use]
    pub fn first_day(&self) -> NaiveDate {
        before(self.bank_date, HISTORY - 1)
    }

    /// The days of the history, in order.
    pub(super) fn days(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        let last = self.bank_date;
        self.first_day().iter_days().take_while(move |day| *day <= last)
    }

    /// The numbers that `row` of `noun` is drawn from.
    pub(super) fn stream(&self, noun: &str, row: usize) -> Stream {
        Stream::new(self.seed, noun, row)
    }

    /// Relationship managers of the bank.
    pub(super) fn managers(&self) -> usize {
        self.customers.div_ceil(BOOK).max(8)
    }

    /// Teams of the bank, each of up to four relationship managers.
    pub(super) fn teams(&self) -> usize {
        self.managers().div_ceil(4)
    }

    /// Sub-branches of the bank, each of up to two teams.
    pub(super) fn sub_branches(&self) -> usize {
        self.teams().div_ceil(2)
    }

    /// Branches of the bank, each of up to two sub-branches.
    pub(super) fn branches(&self) -> usize {
        self.sub_branches().div_ceil(2)
    }
}

/// The id of what the demo calls `key`.
pub(super) fn id(noun: &str, key: &str, on: NaiveDate) -> Uuid {
    Namer::new("demo").id(noun, key, on)
}

/// The day that many days earlier; days before the calendar's first are that first day.
pub(super) fn before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN)
}

/// The day that many days later; days after the calendar's last are that last day.
pub(super) fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

/// A day between two, both included.
pub(super) fn day_between(stream: &mut Stream, first: NaiveDate, last: NaiveDate) -> NaiveDate {
    let span = (last - first).num_days().max(0);
    after(first, u64::try_from(stream.between(0, span)).unwrap_or_default())
}
