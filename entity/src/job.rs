//! Work that runs once for each slot, on whichever instance leases it first.

use crate::id::JobId;
use sea_orm::entity::prelude::*;

/// A row of `job`. (`kind`, `slot`) is unique, so the same work is never queued twice.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JobId,
    /// What to do.
    pub kind: String,
    /// For what: a bank date, a minute.
    pub slot: String,
    /// How far it has come.
    pub state: JobState,
    /// How often it was begun.
    pub attempts: i32,
    /// Until when whoever runs it may be trusted to be alive.
    pub leased_until: Option<DateTimeUtc>,
    /// When it was queued.
    pub created_at: DateTimeUtc,
    /// When it ended.
    pub ended_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

/// How far a job has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum JobState {
    /// Waits, or its runner has died.
    Queued,
    /// Somebody runs it.
    Running,
    /// Done.
    Done,
    /// Given up after several attempts.
    Failed,
}
