//! x
mod access;
mod audit;
mod job;
mod reveal;
mod setup;
