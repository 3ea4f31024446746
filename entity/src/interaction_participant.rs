//! Who of the bank took part in an interaction.

use crate::id::{CustomerId, InteractionId, StaffId};
use sea_orm::entity::prelude::*;

/// A row of `interaction_participant`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "interaction_participant")]
pub struct Model {
    /// The interaction.
    #[sea_orm(primary_key, auto_increment = false)]
    pub interaction_id: InteractionId,
    /// The member of staff.
    #[sea_orm(primary_key, auto_increment = false)]
    pub staff_id: StaffId,
    /// The customer, by which rows are spread.
    pub customer_id: CustomerId,
}

impl ActiveModelBehavior for ActiveModel {}
