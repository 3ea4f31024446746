//! Ending sessions that nobody uses any more. They are refused without it, by the idle and the
//! absolute limit; here their rows learn of it, so that lists of devices tell the truth.

use super::{
    end,
    limit::{idle, seconds},
};
use crate::service::{error::ServiceError, op::Op, refusal::Stop, write::Write};
use entity::session::{Column, EndReason, Entity, SessionKind};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

/// Sessions ended in one transaction.
const BATCH: u64 = 200;

/// Ends what was idle for too long or is over, and answers with how many sessions that were.
///
/// # Errors
/// The database does not answer; the batches before are ended.
pub async fn end_idle(op: &Op) -> Result<u64, ServiceError> {
    let mut all = 0;
    loop {
        let ended = match batch(op).await {
            Ok(ended) => ended,
            Err(Stop::Failed(error)) => return Err(error),
            Err(Stop::Refused(_)) => return Err(ServiceError::Defect("a sweep was refused")),
        };
        all += ended;
        if ended < BATCH {
            return Ok(all);
        }
    }
}

async fn batch(op: &Op) -> Result<u64, Stop> {
    let old = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::EndedAt.is_null())
        .filter(over(op))
        .limit(BATCH);
    let mut write = Write::unkeyed(op).await?;
    let which = Column::Id.in_subquery(old.into_query());
    let ended = end::all(&mut write, op, which, EndReason::Idle).await?;
    write.commit().await?;
    let number = u64::try_from(ended.len()).unwrap_or(u64::MAX);
    end::told(op, ended).await;
    Ok(number)
}

/// The database hears of a session only so often; it is given that time twice over.
fn over(op: &Op) -> Condition {
    let config = &op.instance().config().session;
    let late = seconds(config.seen_seconds) * 2;
    let unused = |kind: SessionKind| {
        let since = op.real_now() - seconds(idle(config, kind).as_secs()) - late;
        Condition::all().add(Column::Kind.eq(kind)).add(Column::LastSeenAt.lt(since))
    };
    Condition::any()
        .add(Column::ExpiresAt.lt(op.real_now()))
        .add(unused(SessionKind::Web))
        .add(unused(SessionKind::Phone))
}
