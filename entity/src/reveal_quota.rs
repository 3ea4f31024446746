//! How many identifiers somebody has been shown on a day.

use crate::id::StaffId;
use sea_orm::entity::prelude::*;

/// A row of `reveal_quota`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reveal_quota")]
pub struct Model {
    /// Who.
    #[sea_orm(primary_key, auto_increment = false)]
    pub staff_id: StaffId,
    /// Real day in the bank's time zone.
    #[sea_orm(primary_key, auto_increment = false)]
    pub on_date: Date,
    /// How many so far.
    pub used: i32,
}

impl ActiveModelBehavior for ActiveModel {}
