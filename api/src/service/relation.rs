//! What customers are to one another: read in `tree`, written in `change`. Of a customer that a
//! viewer may not see there is a `label` and nothing else; `edge` is what groups are walked along.

mod change;
pub(super) mod edge;
pub(super) mod label;
pub(super) mod tree;

pub use change::{RelationAdd, add, remove};
pub use tree::{RelationAsk, Side};
