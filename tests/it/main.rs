//! One test binary: one file per noun, every test on both back ends.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod access;
mod assets;
mod assignment;
mod audit;
mod budget;
mod canary;
mod care;
mod change_log;
mod cli;
mod completeness;
mod coverage;
mod customer;
mod directive;
mod drift;
mod graphql_http;
mod holding;
mod http;
mod idempotency;
mod identity;
mod import;
mod import_again;
mod import_real;
mod import_rejects;
mod job;
mod key_person;
mod layers;
mod limits;
mod migrations;
mod paging;
mod policy;
mod preference;
mod relation;
mod retention;
mod reveal;
mod schema;
mod scope;
mod selection;
mod server;
mod server_role;
mod session;
mod support;
mod waits;
mod write;
mod writers;
