//! What happened with a customer and what is to come, in one list.

pub mod list;
pub mod object;
pub mod value;
pub mod want;
