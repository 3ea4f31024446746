//! Reading customers. Every function starts from `visible`, fetches the customers in one statement
//! and lets `grow` fetch what hangs below them; both are in `tree`. What is written: `update`,
//! `reveal`.

mod ask;
mod book;
mod care;
pub(super) mod family;
mod filter;
mod group;
mod name;
mod order;
mod people;
mod profile;
mod relation;
pub(super) mod shape;
pub(super) mod tree;
mod unit_book;
mod update;

pub use ask::BookAsk;
pub use book::book;
pub use care::{Care, CareKind, MAX_MATURITIES, MAX_WITHIN};
pub use filter::{CustomerFilter, HoldingsFilter, InteractionsFilter, MAX_DEPTH};
pub use group::Group;
pub use name::name_key;
pub use order::{BookField, BookKey, BookOrder, SortKey};
pub use people::{PeopleTree, PeopleWant};
pub use profile::Profile;
pub use relation::{relation_after, relations_by_ids};
pub use shape::{CustomerTree, CustomerWant, RelationTree, RelationWant};
pub use tree::{by_id, by_ids};
pub(super) use update::answer;
pub use update::{CustomerUpdate, update, update_onto};
