//! What is to be done.

pub mod input;
pub mod mutation;
pub mod object;
pub mod value;
pub mod want;
