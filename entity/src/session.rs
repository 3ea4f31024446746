//! Sessions and their refresh families: the truth behind every access token.

use crate::id::{DeviceId, SessionId, StaffId};
use sea_orm::entity::prelude::*;

/// A row of `session`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// Primary key; the `sid` of its access tokens.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    /// Who signed in.
    #[sea_orm(indexed)]
    pub staff_id: StaffId,
    /// On which device.
    #[sea_orm(indexed)]
    pub device_id: DeviceId,
    /// Which limits hold.
    pub kind: SessionKind,
    /// Name and version of the app.
    pub app: String,
    /// When it began.
    pub started_at: DateTimeUtc,
    /// Last request, written at most once a minute.
    pub last_seen_at: DateTimeUtc,
    /// When it ends whatever is done in it.
    pub expires_at: DateTimeUtc,
    /// When it was ended before that.
    #[sea_orm(indexed)]
    pub ended_at: Option<DateTimeUtc>,
    /// Why it was ended.
    pub end_reason: Option<EndReason>,
    /// Counts refreshes; the access token carries it.
    pub generation: i32,
    /// SHA-256 of the refresh token that is good now.
    pub refresh_hash: Vec<u8>,
    /// SHA-256 of the one before it, which gets the same successor for a while.
    pub parent_hash: Option<Vec<u8>>,
    /// First request that carried the current generation: 30 s later the parent is dead.
    pub generation_used_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which limits of time hold for a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SessionKind {
    /// A browser: the refresh token is a cookie.
    Web,
    /// A phone that locks itself.
    Phone,
}

/// Why a session was ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EndReason {
    /// Signed out.
    SignedOut,
    /// Ended from another session of the same person, or by an administrator.
    Ended,
    /// Idle for too long.
    Idle,
    /// A dead refresh token was used.
    TokenReused,
    /// The person was disabled.
    Disabled,
    /// Somebody has signed in anew on the same device.
    Replaced,
    /// A newer device took its place.
    TooManyDevices,
}
