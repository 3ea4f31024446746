//! The chain over audit entries. Insert-only, as they are.

use crate::id::AuditId;
use sea_orm::entity::prelude::*;

/// A row of `audit_seal`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_seal")]
pub struct Model {
    /// Place in the chain, from 1 without a gap.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// The entry sealed here.
    #[sea_orm(unique)]
    pub entry_id: AuditId,
    /// SHA-256 over the hash before it and the entry in its canonical form.
    pub hash: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
