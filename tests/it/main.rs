//! One test binary: one file per noun, every test on both back ends.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod access;
mod audit;
mod cli;
mod job;
mod reveal;
mod support;
