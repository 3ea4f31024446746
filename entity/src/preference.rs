//! What a customer likes (偏好), and when that was last seen.

use crate::id::{CustomerId, PreferenceId, StaffId};
use sea_orm::entity::prelude::*;

/// A row of `preference`. Among rows that are not removed (`customer_id`, `key`) is unique.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "preference")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PreferenceId,
    /// The customer.
    pub customer_id: CustomerId,
    /// What it is about, such as the tea that is offered.
    pub key: String,
    /// What the customer likes there.
    pub value: String,
    /// Where that is known from.
    pub source: String,
    /// Day on which it was last seen to be so.
    pub last_seen_on: Date,
    /// Whether the value is for few eyes.
    pub is_sensitive: bool,
    /// Who recorded it last.
    pub author_id: StaffId,
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
