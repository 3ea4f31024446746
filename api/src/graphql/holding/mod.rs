//! Holdings, and their balances.

pub mod balance;
pub mod input;
pub mod object;
pub mod value;
pub mod want;
