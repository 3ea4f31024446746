//! Balances at the close of a day: a row on each day on which one changed, and one on the first of
//! each month, so that no read looks back further than that.

use crate::id::{CustomerId, HoldingId};
use sea_orm::entity::prelude::*;

/// A row of `balance_day`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "balance_day")]
pub struct Model {
    /// The primary holder of the holding.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    /// The holding.
    #[sea_orm(primary_key, auto_increment = false)]
    pub holding_id: HoldingId,
    /// The day.
    #[sea_orm(primary_key, auto_increment = false)]
    pub booked_on: Date,
    /// Balance in minor units; what is owed, for a loan; negative for an overdraft.
    pub amount_minor: i64,
}

impl ActiveModelBehavior for ActiveModel {}
