//! A product that a customer holds. Who sees one of its holders sees it, so it has no `visible`.

use crate::id::{CustomerId, HoldingId, ProductId};
use sea_orm::entity::prelude::*;

/// A row of `holding`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "holding")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: HoldingId,
    /// The primary holder, for whom assets count it; everybody who holds it stands in
    /// `holding_holder`.
    #[sea_orm(indexed)]
    pub customer_id: CustomerId,
    /// What is held.
    pub product_id: ProductId,
    /// Account number, sealed.
    pub account_cipher: Vec<u8>,
    /// Keyed hash of the account number.
    #[sea_orm(indexed)]
    pub account_hash: Vec<u8>,
    /// What may be shown of the account number.
    pub account_mask: String,
    /// ISO 4217 code of its balance and movements.
    pub currency: String,
    /// Day on which it was opened.
    pub opened_on: Date,
    /// Day on which it falls due.
    pub matures_on: Option<Date>,
    /// Day on which it was closed.
    pub closed_on: Option<Date>,
    /// Why it was closed.
    pub close_reason: Option<String>,
    /// Yearly rate in millionths: 0.0175 is 17,500.
    pub rate_millionths: Option<i64>,
    /// Whether it is in use.
    pub status: HoldingStatus,
    /// The system that it comes from.
    pub source: String,
    /// Its number there; unique with `source` for a customer.
    pub external_id: String,
    /// The product.
    #[sea_orm(belongs_to, from = "product_id", to = "id")]
    pub product: BelongsTo<super::product::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Whether a holding is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HoldingStatus {
    /// In use (正常).
    Active,
    /// Not moved for long (睡眠).
    Dormant,
    /// Closed (已销户).
    Closed,
}
