//! How many customers are contacted in time.

pub mod object;
