//! Devices: known by a secret that each got at its first sign-in and that nobody else has.

use super::end;
use crate::{
    auth::secret::Secret,
    service::{error::ServiceError, op::Op, refusal::Stop, write::Write},
};
use entity::{
    device::{self, Column},
    id::{DeviceId, SessionId, StaffId},
    session::EndReason,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    sea_query::Expr,
};
use uuid::Uuid;

/// The device that has this secret, unless it was forgotten.
pub(super) async fn known(
    connection: &impl ConnectionTrait,
    secret: &Secret,
) -> Result<Option<device::Model>, DbErr> {
    device::Entity::find()
        .filter(Column::SecretHash.eq(secret.hash()))
        .filter(Column::RevokedAt.is_null())
        .one(connection)
        .await
}

/// Notes a sign-in on a device that is known.
pub(super) async fn signed_in(
    write: &Write,
    op: &Op,
    id: DeviceId,
    label: &str,
) -> Result<(), DbErr> {
    device::Entity::update_many()
        .col_expr(Column::LastSeenAt, Expr::value(op.real_now()))
        .col_expr(Column::Label, Expr::value(label))
        .filter(Column::Id.eq(id))
        .exec(write.connection())
        .await?;
    Ok(())
}

/// A device that has become known.
pub(super) struct Made {
    pub(super) id: DeviceId,
    /// Told once.
    pub(super) secret: Secret,
    /// Sessions on devices that made room.
    pub(super) ended: Vec<SessionId>,
}

/// Makes a device known, in place of the ones that were used least lately if there are too many:
/// whoever has a new phone signs in, and whoever lost five is not locked out.
pub(super) async fn make(
    write: &mut Write,
    op: &Op,
    staff: StaffId,
    label: &str,
) -> Result<Made, Stop> {
    let ended = make_room(write, op, staff).await?;
    let secret = Secret::random().map_err(|_| ServiceError::Defect("no randomness"))?;
    let id = DeviceId(Uuid::now_v7());
    let row = device::ActiveModel {
        id: Set(id),
        staff_id: Set(staff),
        secret_hash: Set(secret.hash()),
        label: Set(label.to_owned()),
        created_at: Set(op.real_now()),
        last_seen_at: Set(op.real_now()),
        revoked_at: Set(None),
    };
    device::Entity::insert(row).exec_without_returning(write.connection()).await?;
    Ok(Made { id, secret, ended })
}

async fn make_room(write: &mut Write, op: &Op, staff: StaffId) -> Result<Vec<SessionId>, Stop> {
    let most = usize::try_from(op.instance().config().session.devices).unwrap_or(usize::MAX);
    let devices = device::Entity::find()
        .filter(Column::StaffId.eq(staff))
        .filter(Column::RevokedAt.is_null())
        .order_by_desc(Column::LastSeenAt)
        .order_by_desc(Column::Id)
        .all(write.connection())
        .await?;
    let excess: Vec<_> = devices.iter().skip(most.max(1) - 1).map(|device| device.id).collect();
    if excess.is_empty() {
        return Ok(Vec::new());
    }
    device::Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(op.real_now()))
        .filter(Column::Id.is_in(excess.iter().copied()))
        .exec(write.connection())
        .await?;
    let which = entity::session::Column::DeviceId.is_in(excess);
    end::all(write, op, which, EndReason::TooManyDevices).await
}
