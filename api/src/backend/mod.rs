//! What PostgreSQL and SQLite need said differently: how pools are opened, how the outbox is
//! moved, which errors pass by themselves. Every other statement is the same on both.

mod bulk;
mod dates;
mod of_each;
pub mod owner;
mod pool;
mod sealer;
mod sequencer;
pub mod statements;
mod transient;
mod words;

pub(crate) use bulk::{Bulk, expect_many};
pub(crate) use dates::{days_between, month_and_day, next_month};
pub(crate) use of_each::{PARENT, of_each};
pub use pool::{readers, writers};
pub(crate) use sealer::{lock_seals, without_limit};
pub(crate) use sequencer::move_outbox;
pub(crate) use transient::is_transient;
pub(crate) use words::holds_words;
