//! Reading customers. Every function starts from `visible`, fetches the customers in one statement
//! and lets `grow` fetch what hangs below them; both are in `tree`. What is written: `update`,
//! `reveal`.

mod ask;
mod book;
mod filter;
mod name;
mod order;
mod profile;
pub(super) mod tree;
mod unit_book;
mod update;

pub use ask::BookAsk;
pub use book::book;
pub use filter::{CustomerFilter, HoldingsFilter, InteractionsFilter, MAX_DEPTH};
pub use name::name_key;
pub use order::{BookField, BookKey, BookOrder, SortKey};
pub use profile::Profile;
pub use tree::{CustomerTree, CustomerWant, by_id, by_ids};
pub(super) use update::answer;
pub use update::{CustomerUpdate, update, update_onto};
