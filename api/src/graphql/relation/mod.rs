//! What customers are to one another, and the groups that come of it.

pub mod group;
pub mod list;
pub mod mutation;
pub mod object;
pub mod value;
