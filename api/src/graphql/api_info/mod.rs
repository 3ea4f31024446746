//! What the API says of itself, to whoever asks.

pub mod object;
pub mod query;
