//! The way in: HTTP, and what is refused before anything is executed.
//!
//! `router` says which path leads where. `graphql` answers operations: `admit` lets them in, step
//! by step, `execute` carries them out, `outcome` and `answer` say what leaves.

mod admit;
pub mod answer;
pub mod bearer;
pub mod client;
mod execute;
pub mod fault;
pub mod front;
pub mod graphiql;
mod graphql;
pub mod guard;
pub mod health;
pub mod idle;
pub mod metrics;
pub mod negotiate;
pub mod outcome;
pub mod params;
pub mod persisted;
pub mod rate;
pub mod request_id;
pub mod router;
pub mod server;
