//! Members of staff.

pub mod object;
pub mod query;
pub mod value;
pub mod want;
