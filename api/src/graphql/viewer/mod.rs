//! Whoever asks.

pub mod object;
pub mod query;
