//! Keys of machines: the bank's own systems (FEED) and partners (PARTNER).

use crate::id::MachineKeyId;
use sea_orm::entity::prelude::*;

/// A row of `machine_key`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "machine_key")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MachineKeyId,
    /// Whose machine it is.
    pub kind: MachineKeyKind,
    /// What people call it.
    pub name: String,
    /// SHA-256 of the key, which was shown once.
    #[sea_orm(unique)]
    pub secret_hash: Vec<u8>,
    /// Networks that it may be used from, comma-separated; empty for all.
    #[sea_orm(column_type = "Text")]
    pub addresses: String,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// From when on it is refused.
    pub expires_at: DateTimeUtc,
    /// When it was last used.
    pub last_used_at: Option<DateTimeUtc>,
    /// When it was revoked.
    pub revoked_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Whose machine a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MachineKeyKind {
    /// The bank's own systems: writes account rows, reads nothing but its own results.
    Feed,
    /// A partner: acts under a consent.
    Partner,
}
