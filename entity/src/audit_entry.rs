//! Who did what, written in the transaction of what it tells of. Insert-only: triggers and the
//! rights of the server's database role see to it, and the chain of `audit_seal` shows it.

use crate::id::{AuditId, CustomerId, StaffId};
use sea_orm::entity::prelude::*;

/// A row of `audit_entry`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entry")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AuditId,
    /// Real time.
    pub at: DateTimeUtc,
    /// Who did it; null for the command line and for jobs.
    #[sea_orm(indexed)]
    pub actor_id: Option<StaffId>,
    /// Their roles then, comma-separated.
    pub roles: String,
    /// What was done, such as `customerUpdate`.
    pub action: String,
    /// Kind of the row that it was done to.
    pub subject_noun: String,
    /// That row.
    pub subject_id: Option<Uuid>,
    /// The customer concerned.
    #[sea_orm(indexed)]
    pub customer_id: Option<CustomerId>,
    /// Names of the fields concerned, comma-separated; never values.
    #[sea_orm(column_type = "Text")]
    pub fields: String,
    /// What for, where that must be said.
    pub purpose: Option<String>,
    /// The request, as in the logs.
    pub request_id: String,
}

impl ActiveModelBehavior for ActiveModel {}
