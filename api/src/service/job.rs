//! The queue of leased work: each (kind, slot) runs once, on whichever instance claims it first.
//!
//! A lease is a promise for a while. Who does not renew it may be dead, so another takes over; who
//! was only slow learns of it when it renews or ends, and neither has an effect then.

use super::{error::ServiceError, op::Op};
use chrono::TimeDelta;
use entity::{
    id::JobId,
    job::{self, Column, Entity, JobState},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, UpdateMany,
    sea_query::{Expr, LockBehavior, LockType, OnConflict},
};
use uuid::Uuid;

/// How long a runner is trusted to be alive.
pub const LEASE: TimeDelta = TimeDelta::seconds(30);
/// How often a job is begun before it is given up.
pub const MAX_ATTEMPTS: i32 = 5;
/// How long a job waits after its first failure; after each further one so much longer.
const PAUSE: TimeDelta = TimeDelta::seconds(5);

/// A job that this runner, and no other, may carry out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Which job.
    pub id: JobId,
    /// What to do.
    pub kind: String,
    /// For what: a minute, a bank date.
    pub slot: String,
    /// The how manieth attempt this is; a lease with another number is over.
    pub attempt: i32,
}

/// Queues a job, unless its slot is known already.
///
/// # Errors
/// The database does not answer.
pub async fn queue(op: &Op, kind: &str, slot: &str) -> Result<bool, ServiceError> {
    let row = job::ActiveModel {
        id: Set(JobId(Uuid::now_v7())),
        kind: Set(kind.to_owned()),
        slot: Set(slot.to_owned()),
        state: Set(JobState::Queued),
        attempts: Set(0),
        leased_until: Set(None),
        created_at: Set(op.real_now()),
        ended_at: Set(None),
    };
    let inserted = Entity::insert(row)
        .on_conflict(OnConflict::columns([Column::Kind, Column::Slot]).do_nothing().to_owned())
        .exec_without_returning(op.instance().writer().pool())
        .await?;
    Ok(inserted == 1)
}

/// Claims the oldest job of these kinds that waits, or whose runner has let its lease run out.
/// PostgreSQL passes over what another is claiming at this moment; SQLite has one writer.
///
/// # Errors
/// The database does not answer.
pub async fn claim(op: &Op, kinds: &[&str]) -> Result<Option<Lease>, ServiceError> {
    let due = Condition::any()
        .add(Column::LeasedUntil.is_null())
        .add(Column::LeasedUntil.lte(op.real_now()));
    let oldest = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::State.is_in([JobState::Queued, JobState::Running]))
        .filter(Column::Kind.is_in(kinds.iter().copied()))
        .filter(due)
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .limit(1)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    // Compared, not `IN`: PostgreSQL may carry a subquery in a list out more than once.
    let claimed = Entity::update_many()
        .col_expr(Column::State, Expr::value(JobState::Running))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .col_expr(Column::LeasedUntil, Expr::value(op.real_now() + LEASE))
        .filter(Expr::col(Column::Id).eq(Expr::from(oldest.into_query())))
        .exec_with_returning(op.instance().writer().pool())
        .await?;
    let lease = |row: job::Model| Lease {
        id: row.id,
        kind: row.kind,
        slot: row.slot,
        attempt: row.attempts,
    };
    Ok(claimed.into_iter().next().map(lease))
}

/// Goes on for another [`LEASE`]; false where the lease is over and somebody else may have begun.
///
/// # Errors
/// The database does not answer.
pub async fn renew(op: &Op, lease: &Lease) -> Result<bool, ServiceError> {
    let until = Expr::value(op.real_now() + LEASE);
    change(op, held(lease).col_expr(Column::LeasedUntil, until)).await
}

/// Notes that a job is done; false where the lease was over.
///
/// # Errors
/// The database does not answer.
pub async fn done(op: &Op, lease: &Lease) -> Result<bool, ServiceError> {
    end(op, lease, JobState::Done).await
}

/// Notes that an attempt failed: the job waits for its next one, or is given up.
///
/// # Errors
/// The database does not answer.
pub async fn failed(op: &Op, lease: &Lease) -> Result<bool, ServiceError> {
    if lease.attempt >= MAX_ATTEMPTS {
        return end(op, lease, JobState::Failed).await;
    }
    let again = Expr::value(op.real_now() + PAUSE * lease.attempt);
    let waits = held(lease)
        .col_expr(Column::State, Expr::value(JobState::Queued))
        .col_expr(Column::LeasedUntil, again);
    change(op, waits).await
}

/// The last slot of a kind before `slot` whose job is done. Slots of a kind sort as they follow.
///
/// # Errors
/// The database does not answer.
pub async fn last_done(op: &Op, kind: &str, slot: &str) -> Result<Option<String>, ServiceError> {
    let last = Entity::find()
        .filter(Column::Kind.eq(kind))
        .filter(Column::State.eq(JobState::Done))
        .filter(Column::Slot.lt(slot))
        .order_by_desc(Column::Slot)
        .one(op.instance().writer().pool())
        .await?;
    Ok(last.map(|row| row.slot))
}

async fn end(op: &Op, lease: &Lease, state: JobState) -> Result<bool, ServiceError> {
    let ended = held(lease)
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::LeasedUntil, Expr::value(None::<chrono::DateTime<chrono::Utc>>))
        .col_expr(Column::EndedAt, Expr::value(op.real_now()));
    change(op, ended).await
}

async fn change(op: &Op, change: UpdateMany<Entity>) -> Result<bool, ServiceError> {
    Ok(change.exec(op.instance().writer().pool()).await?.rows_affected == 1)
}

/// The job, while nobody has taken it over.
fn held(lease: &Lease) -> UpdateMany<Entity> {
    Entity::update_many()
        .filter(Column::Id.eq(lease.id))
        .filter(Column::State.eq(JobState::Running))
        .filter(Column::Attempts.eq(lease.attempt))
}
