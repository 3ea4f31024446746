//! Devices that have signed in, each known by a secret that only it has.

use crate::id::{DeviceId, StaffId};
use sea_orm::entity::prelude::*;

/// A row of `device`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "device")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DeviceId,
    /// Whose it is.
    #[sea_orm(indexed)]
    pub staff_id: StaffId,
    /// SHA-256 of its secret.
    #[sea_orm(unique)]
    pub secret_hash: Vec<u8>,
    /// What its owner calls it.
    pub label: String,
    /// First sign-in.
    pub created_at: DateTimeUtc,
    /// Last sign-in.
    pub last_seen_at: DateTimeUtc,
    /// When it was forgotten; it is then unknown.
    pub revoked_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
