//! What is kept for a while only. Everything goes in small batches, so that nobody waits for it.

use super::{error::ServiceError, op::Op};
use chrono::{DateTime, Days, TimeDelta, Utc};
use entity::{change_log, idempotency, job, reveal_quota};
use sea_orm::{
    ColumnTrait, DeleteMany, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, sea_query::Expr,
};

/// Rows deleted with one statement.
const BATCH: u64 = 500;
/// How long finished jobs are kept, to look into.
const JOBS: TimeDelta = TimeDelta::days(1);
/// How long used-up quotas are kept; who was shown what stands in the audit.
const QUOTAS: Days = Days::new(7);

/// Deletes what has been kept for long enough, and answers with how many rows that were.
///
/// # Errors
/// The database does not answer; what was deleted until then is gone, the rest goes next time.
pub async fn sweep(op: &Op) -> Result<u64, ServiceError> {
    let kept = &op.instance().config().retention;
    let before = |time: TimeDelta| op.real_now() - time;
    let days = |days| TimeDelta::days(i64::try_from(days).unwrap_or(i64::MAX));
    let hours = |hours| TimeDelta::hours(i64::try_from(hours).unwrap_or(i64::MAX));
    let keys = idempotency_keys(op, before(hours(kept.idempotency_hours))).await?;
    let changes = changes(op, before(days(kept.change_log_days))).await?;
    Ok(keys + changes + jobs(op, before(JOBS)).await? + quotas(op).await?)
}

async fn idempotency_keys(op: &Op, before: DateTime<Utc>) -> Result<u64, ServiceError> {
    use idempotency::{Column, Entity};
    let key = [Column::ActorId, Column::Mutation, Column::Key];
    let old = Entity::find()
        .select_only()
        .columns(key)
        .filter(Column::CreatedAt.lt(before))
        .limit(BATCH)
        .into_query();
    let key = Expr::tuple(key.map(Expr::col));
    emptied(op, || Entity::delete_many().filter(key.clone().in_subquery(old.clone()))).await
}

/// Positions rise with time, so the batch ends with the last row of the front that is old enough:
/// no index on the time is needed.
async fn changes(op: &Op, before: DateTime<Utc>) -> Result<u64, ServiceError> {
    use change_log::{Column, Entity};
    let pool = op.instance().writer().pool();
    let mut deleted = 0;
    loop {
        let front: Vec<(i64, DateTime<Utc>)> = Entity::find()
            .select_only()
            .columns([Column::Position, Column::SequencedAt])
            .order_by_asc(Column::Position)
            .limit(BATCH)
            .into_tuple()
            .all(pool)
            .await?;
        let old = front.iter().take_while(|&&(_, at)| at < before).last();
        let Some(&(last, _)) = old else { return Ok(deleted) };
        let gone = Entity::delete_many().filter(Column::Position.lte(last)).exec(pool).await?;
        deleted += gone.rows_affected;
    }
}

/// The last job of each kind stays: its slot is where the next one begins.
async fn jobs(op: &Op, before: DateTime<Utc>) -> Result<u64, ServiceError> {
    use job::{Column, Entity};
    let pool = op.instance().writer().pool();
    let newest: Vec<String> = Entity::find()
        .select_only()
        .expr(Expr::col(Column::Slot).max())
        .filter(Column::State.eq(job::JobState::Done))
        .group_by(Column::Kind)
        .into_tuple()
        .all(pool)
        .await?;
    let old = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::EndedAt.lt(before))
        .filter(Column::Slot.is_not_in(newest))
        .limit(BATCH)
        .into_query();
    emptied(op, || Entity::delete_many().filter(Column::Id.in_subquery(old.clone()))).await
}

async fn quotas(op: &Op) -> Result<u64, ServiceError> {
    use reveal_quota::{Column, Entity};
    let before = op.bank().day_of(op.real_now()) - QUOTAS;
    let key = [Column::StaffId, Column::OnDate];
    let old = Entity::find()
        .select_only()
        .columns(key)
        .filter(Column::OnDate.lt(before))
        .limit(BATCH)
        .into_query();
    let key = Expr::tuple(key.map(Expr::col));
    emptied(op, || Entity::delete_many().filter(key.clone().in_subquery(old.clone()))).await
}

/// Repeats a delete of one batch until nothing is left. Each is a transaction of its own.
async fn emptied<E: EntityTrait>(
    op: &Op,
    batch: impl Fn() -> DeleteMany<E>,
) -> Result<u64, ServiceError> {
    let mut deleted = 0;
    loop {
        let gone = batch().exec(op.instance().writer().pool()).await?.rows_affected;
        deleted += gone;
        if gone < BATCH {
            return Ok(deleted);
        }
    }
}
