//! x
mod access;
mod audit;
mod cli;
mod job;
mod reveal;
mod setup;
