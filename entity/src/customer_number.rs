//! Under which number a source system knows a customer; one customer may have several.

use crate::id::{CustomerId, CustomerNumberId};
use sea_orm::entity::prelude::*;

/// A row of `customer_number`. Among rows that are not deleted (`system`, `number`) is unique.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customer_number")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CustomerNumberId,
    /// The customer.
    #[sea_orm(indexed)]
    pub customer_id: CustomerId,
    /// The source system.
    pub system: String,
    /// The number there.
    pub number: String,
    /// Set where it was deleted; the number is then free again.
    pub deleted_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
