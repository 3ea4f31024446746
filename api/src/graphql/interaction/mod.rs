//! Contacts with customers.

pub mod input;
pub mod memo;
pub mod mutation;
pub mod object;
pub mod payload;
pub mod record;
pub mod value;
pub mod want;
