//! Writes that have been carried out, so that a repeat is answered and not carried out again.

use crate::id::StaffId;
use sea_orm::entity::prelude::*;

/// A row of `idempotency`. It commits with what it tells of, so a refused write leaves none.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency")]
pub struct Model {
    /// Who wrote.
    #[sea_orm(primary_key, auto_increment = false)]
    pub actor_id: StaffId,
    /// With which mutation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub mutation: String,
    /// Under which key of theirs.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// SHA-256 of the input without its key.
    pub input_hash: Vec<u8>,
    /// The row that was written: ids only, since a repeat is rendered from the rows as they are.
    pub outcome: Uuid,
    /// When it was written; 72 hours later it is deleted.
    #[sea_orm(indexed)]
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
