//! rapport: one GraphQL API that joins a bank's accounts with what happens between people.

pub mod auth;
pub mod bus;
pub mod cache;
pub mod config;
pub mod telemetry;
