//! What is held outside the database: values that end by themselves, and counts of how often
//! something was done. Losing any of it costs a question to the database, never an answer that is
//! wrong; and where a limit cannot be counted, it is not lifted.
//!
//! Two back ends behind one type, and one suite that both pass: in the process, and in Redis, which
//! several instances share. To add a use: a file beside the service that owns it, with its keys
//! (`noun:{id}`: keys that are read together share the tag), its value and its time to live.

mod bucket;
mod embedded;
mod error;
mod redis;
mod store;
mod window;

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) mod wire;

pub(crate) use redis::{connection, patience};

pub use bucket::{Bucket, Taken};
pub use error::CacheError;
pub use store::Cache;
pub use window::{Counted, Stamp, Window};
