//! Contacts with customers. They are read in `tree`; what is written: `record`, `amend`, `memo`.

mod amend;
mod answer;
pub(super) mod cover;
mod details;
mod memo;
mod record;
mod row;
mod rule;
pub(super) mod tree;

pub use amend::{InteractionAmend, InteractionCancel, amend, amend_onto, cancel};
pub use details::Details;
pub use memo::{MemoDraft, MemoWrite, write_memo};
pub use record::{InteractionPlan, InteractionRecord, RecordWants, Recorded, plan, record};
pub use row::Held;
pub use rule::{InteractionAction, allowed};
pub use tree::{InteractionAsk, InteractionFilter, InteractionTree, InteractionWant, by_ids};
