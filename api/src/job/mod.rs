//! Work that no request asks for. `schedule` queues what is due, `runner` claims it under a lease
//! and carries it out, on whichever instance is first; the queue itself is `service::job`.
//!
//! To add a job: a file like `audit_head.rs` that only calls a service function, and a kind with
//! its slot in `schedule.rs`. A job may be begun again after its runner died, so what it calls
//! works in transactions and does no harm twice.

mod audit_head;
mod coverage;
mod duplicates;
mod housekeeping;
mod reminders;
pub mod runner;
pub mod schedule;
mod search;
mod standing;
