//! Sessions as the database has them.

use super::hot::Hot;
use crate::{auth::token::Bearer, service::instance::Instance};
use chrono::{DateTime, Utc};
use entity::{
    actor::Actor,
    id::{SessionId, StaffId},
    session::{self, Column},
    staff::{self, StaffStatus},
    staff_role,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{CaseStatement, Expr, ExprTrait},
};

/// Whether a member of staff may be signed in at all.
pub(super) fn may_sign_in(staff: &staff::Model) -> bool {
    staff.password_hash.is_some() && staff.status != StaffStatus::Left
}

/// A live session. `None` if it was ended, or its owner may not be signed in any more.
pub(super) async fn load(
    truth: &impl ConnectionTrait,
    id: SessionId,
) -> Result<Option<Hot>, DbErr> {
    let found = session::Entity::find_by_id(id).filter(Column::EndedAt.is_null());
    let Some(session) = found.one(truth).await? else { return Ok(None) };
    let staff = staff::Entity::find_by_id(session.staff_id).one(truth).await?;
    let Some(staff) = staff.filter(may_sign_in) else { return Ok(None) };
    let actor = actor(truth, &staff, id).await?;
    Ok(Some(hot(&session, actor, staff.rights_version)))
}

/// Who a member of staff is in a session.
pub(super) async fn actor(
    truth: &impl ConnectionTrait,
    staff: &staff::Model,
    session: SessionId,
) -> Result<Actor, DbErr> {
    let roles = roles(truth, staff.id).await?;
    Ok(Actor { staff: staff.id, session, unit: staff.org_unit_id, roles })
}

async fn roles(
    truth: &impl ConnectionTrait,
    staff: StaffId,
) -> Result<Vec<staff_role::Role>, DbErr> {
    let rows = staff_role::Entity::find()
        .filter(staff_role::Column::StaffId.eq(staff))
        .order_by_asc(staff_role::Column::Role);
    Ok(rows.all(truth).await?.into_iter().map(|row| row.role).collect())
}

/// The copy of a row.
pub(super) fn hot(session: &session::Model, actor: Actor, rights_version: i32) -> Hot {
    Hot {
        actor,
        rights_version,
        kind: session.kind,
        generation: session.generation,
        is_used: session.generation_used_at.is_some(),
        seen_at: session.last_seen_at,
        expires_at: session.expires_at,
    }
}

/// Notes that a request was made, and that it carried the current generation if it did. Answers
/// with whether the session is still there.
pub(super) async fn touch(
    instance: &Instance,
    bearer: &Bearer,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let is_first = Column::Generation.eq(bearer.generation).and(Column::GenerationUsedAt.is_null());
    let used_at = CaseStatement::new()
        .case(is_first, Expr::value(now))
        .finally(Expr::col(Column::GenerationUsedAt));
    let touched = session::Entity::update_many()
        .col_expr(Column::LastSeenAt, Expr::value(now))
        .col_expr(Column::GenerationUsedAt, used_at.into())
        .filter(Column::Id.eq(SessionId(bearer.session)))
        .filter(Column::EndedAt.is_null())
        .exec(instance.writer().pool())
        .await?;
    Ok(touched.rows_affected > 0)
}
