//! What is wrong with the data of customers: read in `tree`. `find` looks for duplicates, `judge`
//! says whether they are some; merging them is `merge`.

pub mod find;
pub(super) mod judge;
pub(super) mod tree;

pub use judge::{Judgement, Verdict, judge};
pub use tree::{DataIssueTree, MAX_OF_CUSTOMER, Party, by_ids, list};
