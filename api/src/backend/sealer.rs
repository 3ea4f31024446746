//! The order in which audit entries are sealed.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr};

/// Ours among the advisory locks of the database; the sequencer has the one before it.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7272)";

/// Long reads of a whole table are no request's: the limit of a statement is not theirs.
const WITHOUT_LIMIT: &str = "SET LOCAL statement_timeout = 0";

/// Makes this transaction the only sealer until it ends.
///
/// A statement of its own, so that the snapshots of the next ones are taken under the lock and
/// hold what the sealer before has left. SQLite has one writer, this one: nothing to wait for.
pub(crate) async fn lock_seals(transaction: &DatabaseTransaction) -> Result<(), DbErr> {
    only_postgres(transaction, LOCK).await
}

/// Lets the statements of this transaction take as long as they need.
pub(crate) async fn without_limit(transaction: &DatabaseTransaction) -> Result<(), DbErr> {
    only_postgres(transaction, WITHOUT_LIMIT).await
}

async fn only_postgres(transaction: &DatabaseTransaction, text: &str) -> Result<(), DbErr> {
    if transaction.get_database_backend() == DbBackend::Postgres {
        transaction.execute_unprepared(text).await?;
    }
    Ok(())
}
