//! rapport: one GraphQL API that joins a bank's accounts with what happens between people.
//!
//! Arrows point down only: `cli → {http, job, ingest, demo}`, `http → graphql`,
//! `{graphql, job, ingest, demo} → service → {auth, cache, bus, backend, entity}`; `config`,
//! `clock` and `telemetry` are leaves.

pub mod auth;
pub mod backend;
pub mod bus;
pub mod cache;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod graphql;
pub mod http;
pub mod ingest;
pub mod job;
pub mod service;
pub mod telemetry;
