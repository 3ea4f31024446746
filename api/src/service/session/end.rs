//! Ending sessions: one's own, another of one's own, all of somebody.

use super::list::{self, SessionTree};
use crate::service::{
    audit::Deed,
    change::Change,
    error::ServiceError,
    op::Op,
    refusal::{Refusal, Refused, Stop, Written},
    write::{Begun, Intent, Key, Write},
};
use entity::{
    id::{SessionId, StaffId},
    outbox::{Noun, Operation},
    session::{self, Column, EndReason},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};
use serde_json::json;

/// Signs out: ends the session in which it is asked, or all of the person's.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn sign_out(op: &Op, everywhere: bool) -> Result<(), ServiceError> {
    let actor = op.actor()?;
    let which =
        if everywhere { Column::StaffId.eq(actor.staff) } else { Column::Id.eq(actor.session) };
    match sign_out_of(op, which).await {
        Ok(ended) => told(op, ended).await,
        Err(Stop::Failed(error)) => return Err(error),
        Err(Stop::Refused(_)) => return Err(ServiceError::Defect("a sign-out was refused")),
    }
    Ok(())
}

async fn sign_out_of(op: &Op, which: SimpleExpr) -> Result<Vec<SessionId>, Stop> {
    let mut write = Write::unkeyed(op).await?;
    let ended = all(&mut write, op, which, EndReason::SignedOut).await?;
    write.audit(op, &deed("sessionSignOut", op.actor()?.session));
    write.commit().await?;
    Ok(ended)
}

/// Ends another session of whoever asks, on a device that was lost for example.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn end(op: &Op, key: Key, id: SessionId) -> Result<Written<SessionTree>, ServiceError> {
    op.actor()?;
    match end_own(op, key, id).await {
        Ok(()) => Ok(Ok(list::by_id(&op.renewed(), id).await?)),
        Err(Stop::Refused(refusal)) => Ok(Err(Refused { refusal, current: None })),
        Err(Stop::Failed(error)) => Err(error),
    }
}

async fn end_own(op: &Op, key: Key, id: SessionId) -> Result<(), Stop> {
    let input = json!({ "id": id.to_string() });
    let intent = Intent { mutation: "sessionEnd", key, input, outcome: id.0 };
    let mut write = match Write::begin(op, intent).await? {
        Begun::First(write) => write,
        Begun::Repeat(_) => return Ok(()),
    };
    let own = Column::StaffId.eq(op.actor()?.staff);
    let which = Column::Id.eq(id).and(own);
    let ended = all(&mut write, op, which, EndReason::Ended).await?;
    if ended.is_empty() {
        return Err(Refusal::NOT_FOUND.into());
    }
    write.audit(op, &deed("sessionEnd", id));
    write.commit().await?;
    told(op, ended).await;
    Ok(())
}

/// Ends all sessions of a member of staff within a write; `told` follows its commit.
pub(in crate::service) async fn of_staff(
    write: &mut Write,
    op: &Op,
    staff: StaffId,
    reason: EndReason,
) -> Result<Vec<SessionId>, Stop> {
    all(write, op, Column::StaffId.eq(staff), reason).await
}

/// Ends those sessions that `which` says and that have not ended, and tells of each.
pub(super) async fn all(
    write: &mut Write,
    op: &Op,
    which: SimpleExpr,
    reason: EndReason,
) -> Result<Vec<SessionId>, Stop> {
    let live = session::Entity::find()
        .filter(which)
        .filter(Column::EndedAt.is_null())
        .select_only()
        .columns([Column::Id, Column::StaffId])
        .lock_exclusive();
    let live: Vec<(SessionId, StaffId)> = live.into_tuple().all(write.connection()).await?;
    if live.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = live.iter().map(|&(id, _)| id).collect();
    session::Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(op.real_now()))
        .col_expr(Column::EndReason, Expr::value(reason))
        .filter(Column::Id.is_in(ids.iter().copied()))
        .exec(write.connection())
        .await?;
    for &(id, staff) in &live {
        write.tell(Change {
            noun: Noun::Session,
            row_id: id.0,
            operation: Operation::Delete,
            customer_id: None,
            home_unit_id: None,
            staff_id: Some(staff),
            // A session is ended once, and nothing else is told of it.
            revision: 1,
            payload: json!({ "v": 1 }),
        });
    }
    Ok(ids)
}

/// After the commit: this instance knows at once, and the cache lets go.
pub(in crate::service) async fn told(op: &Op, ended: Vec<SessionId>) {
    for session in ended {
        op.instance().sessions().forget(session, op.real_now()).await;
    }
}

/// What the audit is told of a deed to a session.
pub(super) fn deed(action: &'static str, id: SessionId) -> Deed {
    Deed {
        action,
        subject_noun: "Session",
        subject_id: Some(id.0),
        customer_id: None,
        fields: Vec::new(),
        purpose: None,
    }
}
