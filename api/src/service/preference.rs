//! What customers like: read in `tree`, written in `change`.

mod change;
pub(super) mod tree;

pub use change::{PreferenceRecord, record, remove};
pub use tree::{PreferenceAsk, PreferenceTree, by_ids};
