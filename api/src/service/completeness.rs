//! How complete a customer's file is (F10): each field by its weight, in full where it was seen
//! within the last twelve months, by half where that is longer ago, not at all where it is not
//! there.
//!
//! The standing job computes it for all customers, since fields grow old by time alone; a write
//! that changes a part keeps it in the same transaction. Both read the same rows here.

mod file;
mod rule;

pub(super) use file::{keep, load, observe, only};
pub use rule::{COMPANY, Freshness, PERSON, completeness};
