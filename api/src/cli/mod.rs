//! The command line: one file for each command, which reads its arguments, calls what does the
//! work, and prints.
//!
//! To add a command: a file with its arguments and a `run`, a line in `command.rs`. A command
//! answers on standard output through `output.rs`; whatever else it has to say goes to standard
//! error. How it ends is one of the codes of `exit.rs`.

mod audit;
mod command;
mod completions;
mod demo;
mod doctor;
mod exit;
mod healthcheck;
mod import;
mod instance;
mod key;
mod migrate;
mod output;
mod plan;
mod schema;
mod seed;
mod serve;
mod server;
mod setup;
mod user;

pub use command::{Cli, run};
pub use exit::{Exit, Fault};
