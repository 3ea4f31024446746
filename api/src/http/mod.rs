//! The way in: HTTP, and what is refused before anything is executed.

pub mod answer;
pub mod client;
pub mod fault;
pub mod graphiql;
pub mod guard;
pub mod health;
pub mod idle;
pub mod metrics;
pub mod negotiate;
pub mod params;
pub mod persisted;
pub mod request_id;
pub mod server;
