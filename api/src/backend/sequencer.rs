//! Moving the outbox into the change log.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, Statement};

/// Ours among the advisory locks of the database.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7271)";

/// One statement, so that no row is in both tables or in neither.
const MOVE_ON_POSTGRES: &str = "\
    WITH moved AS (DELETE FROM outbox RETURNING *), \
    placed AS (INSERT INTO change_log (noun, row_id, operation, customer_id, home_unit_id, \
    staff_id, revision, payload, sequenced_at) \
    SELECT noun, row_id, operation, customer_id, home_unit_id, staff_id, revision, payload, $1 \
    FROM moved ORDER BY seq RETURNING position) \
    SELECT max(position) AS head FROM placed";

const COPY_ON_SQLITE: &str = "\
    INSERT INTO change_log (noun, row_id, operation, customer_id, home_unit_id, \
    staff_id, revision, payload, sequenced_at) \
    SELECT noun, row_id, operation, customer_id, home_unit_id, staff_id, revision, payload, ? \
    FROM outbox ORDER BY seq";

/// Moves what stands in the outbox, in order, and answers with the position of the last row moved;
/// `None` if there was none. `transaction` is a writing one, and its commit is all that may follow.
pub(crate) async fn move_outbox(
    transaction: &DatabaseTransaction,
    now: DateTime<Utc>,
) -> Result<Option<i64>, DbErr> {
    let backend = transaction.get_database_backend();
    let stamped = |text| Statement::from_sql_and_values(backend, text, [now.into()]);
    if backend == DbBackend::Postgres {
        // A statement of its own, so that the snapshot of the next one is taken under the lock and
        // holds what was committed during the wait. Waited for, not tried: the holder's snapshot
        // may be older than the commit that woke us.
        transaction.execute_unprepared(LOCK).await?;
        let head = transaction.query_one_raw(stamped(MOVE_ON_POSTGRES)).await?;
        return head.map_or(Ok(None), |row| row.try_get("", "head"));
    }
    // SQLite has one writer, this one: no lock, and nothing comes between two statements.
    let copied = transaction.execute_raw(stamped(COPY_ON_SQLITE)).await?;
    if copied.rows_affected() == 0 {
        return Ok(None);
    }
    transaction.execute_unprepared("DELETE FROM outbox").await?;
    Ok(i64::try_from(copied.last_insert_id()).ok())
}
