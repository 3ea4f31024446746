//! Signed heads of the audit chain, one a minute while it grows. Insert-only.

use sea_orm::entity::prelude::*;

/// A row of `audit_head`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_head")]
pub struct Model {
    /// Place of the last seal that the signature covers.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// Hash of that seal.
    pub hash: Vec<u8>,
    /// Id of the key that signed.
    pub key_id: String,
    /// Ed25519 signature over place, hash and time.
    pub signature: Vec<u8>,
    /// When it was signed.
    pub signed_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
