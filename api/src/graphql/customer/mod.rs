//! Customers.

pub mod care;
pub mod contacts;
pub mod input;
pub mod list;
pub mod merge;
pub mod mutation;
pub mod object;
pub mod people;
pub mod profile;
pub mod query;
pub mod reveal;
pub mod standing;
pub mod value;
pub mod want;
