//! A customer's year while it is lived: whose it is, by which habits, and what has been booked.

use super::customer::Sketch;
use super::habit::Habits;
use super::ledger::Ledger;
use super::stream::Stream;

/// Banks that money goes to.
pub(super) const ELSEWHERE: &[&str] =
    &["中国工商银行", "中国建设银行", "招商银行", "中国农业银行", "平安银行", "中国银行"];
/// The main account's place.
pub(super) const MAIN: usize = 0;

/// A customer's year while it is lived.
pub(super) struct Year<'a> {
    pub(super) sketch: &'a Sketch,
    pub(super) habits: &'a Habits,
    pub(super) ledger: Ledger,
    pub(super) stream: Stream,
    /// The customer's own name, under which money goes to accounts elsewhere.
    pub(super) own_name: &'a str,
    /// The bank at which the customer has another account.
    pub(super) other_bank: &'static str,
}
