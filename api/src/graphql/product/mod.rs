//! What the bank sells.

pub mod object;
pub mod query;
pub mod value;
