//! When a field of a customer's file was last seen to be so. A field without a row is as old as
//! its customer's own row.

use crate::id::CustomerId;
use sea_orm::entity::prelude::*;

/// A row of `field_observation`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "field_observation")]
pub struct Model {
    /// The customer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    /// Name of the field in the schema.
    #[sea_orm(primary_key, auto_increment = false)]
    pub field: String,
    /// When somebody stated it last.
    pub observed_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
