//! Who looks after whom. An assignment is seen by whoever sees its customer.

mod change;
pub(super) mod tree;
pub mod turn;

pub use change::{AssignmentChange, Changed, change};
pub use tree::{AssignmentTree, AssignmentWant, CoverageAsk, by_ids};
