//! The two pools: what a session may do and for how long is said once, when it is opened.

use crate::config;
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbBackend, DbErr};
use std::time::Duration;

/// Opens the pool that reads are served from.
///
/// # Errors
/// The database cannot be reached.
pub async fn readers(config: &config::Database) -> Result<DatabaseConnection, DbErr> {
    let url = config.read_url.as_ref().unwrap_or(&config.url);
    let (patience, limit) = (wait(config), seconds(config.statement_seconds));
    let mut options = ConnectOptions::new(url.expose());
    options
        .max_connections(config.readers)
        .acquire_timeout(patience)
        .sqlx_logging(false)
        // The default pings at every acquire, on top of the ping at every release that cannot be
        // turned off. A connection that has just been used needs neither.
        .test_before_acquire_if_idle_for(Duration::from_secs(30))
        .map_sqlx_postgres_opts(move |postgres| {
            postgres.options([
                // As defaults of the session these cost no round trip; sea-orm's
                // `begin_with_config` would send a SET TRANSACTION after every BEGIN, and warn on
                // SQLite that it cannot.
                ("default_transaction_isolation", "repeatable read"),
                ("default_transaction_read_only", "on"),
                // Our texts are few and their parameters scalar: plan each once a connection.
                ("plan_cache_mode", "force_generic_plan"),
                // A request is answered by one process. For a page out of some hundreds of rows
                // the planner would start others, and read whole tables with them.
                ("max_parallel_workers_per_gather", "0"),
                ("statement_timeout", limit.as_str()),
            ])
        })
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite.pragma("journal_mode", "wal").pragma("query_only", "on").busy_timeout(patience)
        });
    connect(options).await
}

/// Opens the pool that is written through. SQLite has one writer, so its pool holds one
/// connection: who waits for it waits in order, not in the busy handler's lottery.
///
/// # Errors
/// The database cannot be reached.
pub async fn writers(config: &config::Database) -> Result<DatabaseConnection, DbErr> {
    let url = config.url.expose();
    let sqlite = DbBackend::Sqlite.is_prefix_of(url);
    let (patience, limit) = (wait(config), seconds(config.statement_seconds));
    let lock = seconds(config.lock_seconds);
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(if sqlite { 1 } else { config.writers })
        .acquire_timeout(patience)
        .sqlx_logging(false)
        .test_before_acquire_if_idle_for(Duration::from_secs(30))
        .map_sqlx_postgres_opts(move |postgres| {
            postgres.options([
                // Each statement sees what has been committed before it: what a twin left, once
                // the wait for it is over, and what stands in the outbox, once the lock is held.
                // Under REPEATABLE READ both would be errors or, worse, invisible.
                ("default_transaction_isolation", "read committed"),
                ("lock_timeout", lock.as_str()),
                ("statement_timeout", limit.as_str()),
                // A write whose process hangs must not keep its rows locked.
                ("idle_in_transaction_session_timeout", "10s"),
            ])
        })
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite.pragma("journal_mode", "wal").pragma("foreign_keys", "on").busy_timeout(patience)
        });
    connect(options).await
}

/// How long a request waits for a connection.
fn wait(config: &config::Database) -> Duration {
    Duration::from_secs(config.wait_seconds)
}

/// A time as PostgreSQL reads it.
fn seconds(seconds: u64) -> String {
    format!("{seconds}s")
}

async fn connect(options: ConnectOptions) -> Result<DatabaseConnection, DbErr> {
    let mut pool = Database::connect(options).await?;
    super::statements::count(&mut pool);
    Ok(pool)
}
