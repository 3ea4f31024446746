//! What is wrong with the data of customers.

pub mod mutation;
pub mod object;
pub mod query;
pub mod value;
