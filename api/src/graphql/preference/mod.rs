//! What customers like.

pub mod list;
pub mod mutation;
pub mod object;
