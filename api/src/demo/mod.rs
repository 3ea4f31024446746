//! A bank that nobody has: deterministic, without real people, with a year behind it.
//!
//! One file per noun, each drawing from streams of its own. To add a noun: a file that draws from
//! streams with a new name, and a line in `bank.rs`; the rows that are there stay as they were.

mod assignment;
mod bank;
mod customer;
mod fill;
mod habit;
mod holding;
mod ledger;
mod life;
mod month;
mod name;
mod plan;
mod product;
mod rate;
mod staff;
mod stream;
mod unit;
mod year;

pub use bank::{bank, batches};
pub use fill::{Found, fill, found};
pub use plan::Plan;
pub use staff::LOGINS;
pub use stream::Stream;
