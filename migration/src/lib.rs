//! The steps that lead from an empty database to today's, each reversible, the same on both back
//! ends. Tables and columns are named by strings, never by today's entities, so that a step means
//! the same for ever.
//!
//! To change the schema: a new file with the next number, a line below. Expand first; contract in
//! a later release, when no running instance uses the old form any more.

mod m0001_bank;
mod m0002_change_log;
mod m0003_audit;
mod m0004_session;
mod m0005_customer;
mod m0006_assignment;
mod m0007_holding;
mod m0008_movement;
mod m0009_import;
mod m0010_interaction;
mod m0011_search;
mod m0012_people;
mod m0013_file;
mod m0014_merge;
mod m0016_sync;
mod schema;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// All steps in order.
#[derive(Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_bank::Migration),
            Box::new(m0002_change_log::Migration),
            Box::new(m0003_audit::Migration),
            Box::new(m0004_session::Migration),
            Box::new(m0005_customer::Migration),
            Box::new(m0006_assignment::Migration),
            Box::new(m0007_holding::Migration),
            Box::new(m0008_movement::Migration),
            Box::new(m0009_import::Migration),
            Box::new(m0010_interaction::Migration),
            Box::new(m0011_search::Migration),
            Box::new(m0012_people::Migration),
            Box::new(m0013_file::Migration),
            Box::new(m0014_merge::Migration),
            Box::new(m0016_sync::Migration),
        ]
    }
}
