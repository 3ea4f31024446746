//! Audit entries that are not sealed yet: some seconds' worth.

use crate::id::AuditId;
use sea_orm::entity::prelude::*;

/// A row of `audit_pending`, written with its entry and taken by the sealer.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_pending")]
pub struct Model {
    /// The order in which the sealer takes them.
    #[sea_orm(primary_key)]
    pub seq: i64,
    /// The entry.
    pub entry_id: AuditId,
}

impl ActiveModelBehavior for ActiveModel {}
