//! x
mod cli;
