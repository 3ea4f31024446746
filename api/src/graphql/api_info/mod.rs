//! What the API says of itself, to whoever asks.

pub mod hash;
pub mod object;
pub mod query;
