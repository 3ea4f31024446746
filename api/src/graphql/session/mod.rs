//! Sessions: signing in, going on, and leaving.

pub mod end;
pub mod object;
pub mod refresh;
pub mod sign_in;
