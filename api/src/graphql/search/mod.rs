//! Searching by what people type.

pub mod object;
pub mod query;
pub mod value;
