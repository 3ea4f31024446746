//! What one customer is to another.

use crate::id::{CustomerId, RelationId};
use sea_orm::entity::prelude::*;

/// A row of `relation`: `from_id` is `kind` of `to_id`. Among rows that are not removed the three
/// are unique.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "relation")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RelationId,
    /// Who is it.
    pub from_id: CustomerId,
    /// To whom.
    pub to_id: CustomerId,
    /// What.
    pub kind: RelationKind,
    /// Counts what people write.
    pub version: i32,
    /// Counts every change, for consumers of the change log.
    pub revision: i64,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
    /// Set where it was removed; no read shows it any more.
    pub deleted_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

/// What one customer is to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RelationKind {
    /// Stands above it in a group (集团上级).
    GroupParent,
    /// Represents it in law (法定代表人).
    LegalRep,
    /// Is family of it (亲属).
    Family,
    /// Sells to it (供应商).
    Supplier,
    /// Buys from it (买方).
    Buyer,
    /// Came through it (由其介绍).
    ReferredBy,
}
