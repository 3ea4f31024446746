//! Every change in one order: what `outbox` held, at the position that the sequencer gave it.

use crate::{
    id::{CustomerId, OrgUnitId, StaffId},
    outbox::{Noun, Operation},
};
use sea_orm::{QueryOrder, entity::prelude::*};

/// A row of `change_log`; what the columns mean stands in `outbox`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "change_log")]
pub struct Model {
    /// Rises in the order in which rows become visible: a consumer that has read up to here has
    /// missed nothing below.
    #[sea_orm(primary_key)]
    pub position: i64,
    /// What kind of row has changed.
    pub noun: Noun,
    /// Which one.
    pub row_id: Uuid,
    /// What has happened to it.
    pub operation: Operation,
    /// The customer that it belongs to, if any.
    pub customer_id: Option<CustomerId>,
    /// That customer's home unit.
    pub home_unit_id: Option<OrgUnitId>,
    /// The member of staff whom it concerns, if any: whose access it gives or takes, who wrote a
    /// memo, or who is to do a follow-up or made it.
    pub staff_id: Option<StaffId>,
    /// The row's revision after the change.
    pub revision: i64,
    /// See `outbox`.
    #[sea_orm(column_type = "Text")]
    pub payload: String,
    /// When the sequencer moved it; 30 days later it is deleted.
    pub sequenced_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// What follows `position`, in order.
    #[must_use]
    pub fn after(position: i64) -> Select<Self> {
        Self::find().filter(Column::Position.gt(position)).order_by_asc(Column::Position)
    }
}
