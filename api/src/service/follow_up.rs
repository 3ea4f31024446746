//! What is to be done. It is read in `tree`; what is written: `create`, `update`; `remind` is the
//! minute job's.

mod answer;
mod create;
mod draft;
mod remind;
mod rule;
pub(super) mod tree;
mod update;

pub(super) use create::after;
pub use create::{FollowUpCreate, create};
pub use draft::FollowUpDraft;
pub use remind::remind;
pub use rule::{FollowUpAction, allowed};
pub use tree::{FollowUpAsk, FollowUpFilter, FollowUpTree, FollowUpWant, by_ids, own};
pub use update::{FollowUpUpdate, update, update_onto};
