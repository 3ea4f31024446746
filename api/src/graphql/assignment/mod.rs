//! Who looks after a customer.

pub mod mutation;
pub mod object;
pub mod value;
pub mod want;
