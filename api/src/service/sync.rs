//! A phone that works without a network: `pull` tells it what has changed of what its owner may
//! see, `push` carries out what it has written meanwhile.

mod batch;
mod fields;
mod gather;
mod place;
mod pull;
mod push;
mod token;

pub use gather::{Change, Effect, Row};
pub use place::Scope;
pub use pull::{Pull, SyncPage, SyncTree, SyncWants, after, pull};
pub use push::{Operation, Outcome, Status, push};
