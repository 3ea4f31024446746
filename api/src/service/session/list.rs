//! The sessions of whoever asks.

use super::limit;
use crate::service::{error::ServiceError, op::Op};
use entity::{
    device,
    id::{DeviceId, SessionId, StaffId},
    session::{self, Column},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// Most sessions that are listed; a device has one at a time.
const MOST: u64 = 100;

/// A session, and what its device is called.
#[derive(Clone, Debug)]
pub struct SessionTree {
    /// The row.
    pub session: session::Model,
    /// What its owner calls the device.
    pub device: String,
}

/// The live sessions of whoever asks, the newest first.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn own(op: &Op) -> Result<Vec<SessionTree>, ServiceError> {
    live(op, op.actor()?.staff).await
}

/// The live sessions of a member of staff, the newest first.
pub(in crate::service) async fn live(
    op: &Op,
    staff: StaffId,
) -> Result<Vec<SessionTree>, ServiceError> {
    let (config, now) = (&op.instance().config().session, op.real_now());
    let rows = session::Entity::find()
        .filter(Column::StaffId.eq(staff))
        .filter(Column::EndedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .order_by_desc(Column::StartedAt)
        .order_by_desc(Column::Id)
        .limit(MOST);
    let mut rows = rows.all(op.reader().await?).await?;
    rows.retain(|row| !limit::is_idle(config, row.kind, row.last_seen_at, now));
    with_devices(op, rows).await
}

/// One session of whoever asks, live or ended. Of others there is none.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn by_id(op: &Op, id: SessionId) -> Result<Option<SessionTree>, ServiceError> {
    Ok(by_ids(op, &[id]).await?.pop())
}

/// Those of these sessions that are of whoever asks.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn by_ids(op: &Op, ids: &[SessionId]) -> Result<Vec<SessionTree>, ServiceError> {
    let staff = op.actor()?.staff;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = session::Entity::find()
        .filter(Column::StaffId.eq(staff))
        .filter(Column::Id.is_in(ids.iter().copied()));
    let rows = rows.all(op.reader().await?).await?;
    with_devices(op, rows).await
}

async fn with_devices(
    op: &Op,
    rows: Vec<session::Model>,
) -> Result<Vec<SessionTree>, ServiceError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids = rows.iter().map(|row| row.device_id);
    let labels: Vec<(DeviceId, String)> = device::Entity::find()
        .filter(device::Column::Id.is_in(ids))
        .select_only()
        .columns([device::Column::Id, device::Column::Label])
        .into_tuple()
        .all(op.reader().await?)
        .await?;
    let labels: HashMap<_, _> = labels.into_iter().collect();
    let tree = |session: session::Model| {
        let device = labels.get(&session.device_id).cloned().unwrap_or_default();
        SessionTree { session, device }
    };
    Ok(rows.into_iter().map(tree).collect())
}
