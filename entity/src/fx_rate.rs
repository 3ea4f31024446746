//! What a currency is worth in the bank's base currency, day by day.

use sea_orm::entity::prelude::*;

/// A row of `fx_rate`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fx_rate")]
pub struct Model {
    /// ISO 4217 code; never the base currency, which is worth 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub currency: String,
    /// The day from which it holds, until the next one.
    #[sea_orm(primary_key, auto_increment = false)]
    pub on_date: Date,
    /// Minor units of the base currency for one minor unit of this one, in millionths.
    pub rate_millionths: i64,
}

impl ActiveModelBehavior for ActiveModel {}
