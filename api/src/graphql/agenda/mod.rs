//! What a member of staff has before them.

pub mod list;
pub mod object;
pub mod value;
pub mod want;
