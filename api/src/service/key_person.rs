//! The people who count at customers: read in `tree`, written in `change`.

mod change;
mod stated;
pub(super) mod tree;

pub use change::{KeyPersonAdd, KeyPersonUpdate, add, remove, update};
pub use stated::Stated;
pub use tree::{KeyPersonAsk, by_ids};
