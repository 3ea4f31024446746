//! rapport: one GraphQL API that joins a bank's accounts with what happens between people.

pub mod config;
pub mod ingest;
pub mod telemetry;
