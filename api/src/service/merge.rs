//! Merging a customer into another, and taking that back. A merge moves no row: the merged
//! customer's row names its survivor, and reads of the survivor take the rows of both.

mod join;
mod part;
mod row;

pub use join::{Merge, merge};
pub use part::{Unmerge, unmerge};
