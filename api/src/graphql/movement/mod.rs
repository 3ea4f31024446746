//! Movements on holdings.

pub mod input;
pub mod object;
pub mod value;
