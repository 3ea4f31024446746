//! Whoever asks.

pub mod object;
pub mod permission;
pub mod query;
