//! The people who count at customers.

pub mod list;
pub mod mutation;
pub mod object;
