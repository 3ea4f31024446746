//! Who is signed in, on what, and for how long.
//!
//! The row of `session` is the truth. What requests ask first is a copy of it: on the instance for
//! some seconds (`near`), then in the cache (`hot`), whose life is the idle time. Before any copy
//! an instance asks its list of what was ended lately (`ended`), which the change log feeds
//! (`follow`), so that no copy, however late it was written, brings a session back. A refresh asks
//! the truth.
//!
//! `authenticate` takes access tokens, `sign_in`, `refresh` and `end` change sessions, `device`
//! knows devices, `app` apps and their platforms, `throttle` slows guessing, `limit` says how long what may last.

pub mod app;
pub mod authenticate;
mod device;
pub mod end;
mod ended;
mod follow;
mod hot;
pub mod limit;
pub mod list;
pub mod refresh;
pub mod sign_in;
pub(super) mod state;
pub mod sweep;
mod throttle;
mod truth;

pub use follow::follow;
pub use state::Sessions;
