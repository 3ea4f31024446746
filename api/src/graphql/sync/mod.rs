//! Phones that work without a network.

pub mod object;
pub mod operation;
pub mod push;
pub mod query;
pub mod value;
