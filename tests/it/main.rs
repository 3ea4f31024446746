//! One test binary: one file per noun, every test on both back ends.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod access;
mod assets;
mod assignment;
mod audit;
mod budget;
mod canary;
mod change_log;
mod cli;
mod coverage;
mod customer;
mod directive;
mod drift;
mod follow_up;
mod graphql_http;
mod holding;
mod http;
mod idempotency;
mod identity;
mod import;
mod import_again;
mod import_real;
mod import_rejects;
mod interaction;
mod job;
mod layers;
mod limits;
mod memo;
mod migrations;
mod paging;
mod policy;
mod retention;
mod reveal;
mod schema;
mod scope;
mod search;
mod selection;
mod server;
mod server_role;
mod session;
mod support;
mod sync;
mod waits;
mod write;
mod writers;
