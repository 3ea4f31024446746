//! The connection of whoever owns the tables, and what the server's own role is given on them.

use chrono::{DateTime, Utc};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement,
};
use std::time::Duration;

/// How long a database may take to let the owner in.
const PATIENCE: Duration = Duration::from_secs(5);

/// Tables whose rows are written once. The triggers on the audit hold for everybody; that the
/// server's role has no right to more than INSERT holds even when a trigger is gone.
const WRITTEN_ONCE: &str = "audit_entry, audit_seal, audit_head, access_record, outbox, \
    change_log, audit_pending, idempotency";

/// Tables whose rows are taken away again: what waits in line, and what is kept for a while. All
/// other rows stay; what is deleted there is marked.
const EMPTIED: &str = "outbox, change_log, audit_pending, idempotency, job, reveal_quota";

/// Connects without limits of time: building an index on a large table takes as long as it takes.
///
/// # Errors
/// The database cannot be reached.
pub async fn connect(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).acquire_timeout(PATIENCE).sqlx_logging(false).map_sqlx_sqlite_opts(
        |sqlite| sqlite.pragma("journal_mode", "wal").pragma("foreign_keys", "on"),
    );
    Database::connect(options).await
}

/// Why a role was given nothing.
#[derive(Debug, thiserror::Error)]
pub enum NotGranted {
    /// What was asked for cannot be; the text says why.
    #[error("{0}")]
    Impossible(&'static str),
    /// The database refused it or does not answer.
    #[error(transparent)]
    Failed(#[from] DbErr),
}

/// Gives a role of PostgreSQL what the server needs, and no more.
///
/// # Errors
/// The role's name is none, the database is no PostgreSQL, or the role does not exist.
pub async fn grant(database: &DatabaseConnection, role: &str) -> Result<(), NotGranted> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if role.is_empty() || !role.bytes().all(plain) {
        let text = "a role's name has lower-case letters, digits and _ only";
        return Err(NotGranted::Impossible(text));
    }
    if database.get_database_backend() != DbBackend::Postgres {
        return Err(NotGranted::Impossible("only PostgreSQL has roles"));
    }
    let statements = format!(
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}; \
         GRANT USAGE ON SCHEMA public TO {role}; \
         GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}; \
         GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO {role}; \
         REVOKE UPDATE ON {WRITTEN_ONCE} FROM {role}; \
         GRANT DELETE ON {EMPTIED} TO {role}; \
         REVOKE INSERT, UPDATE ON seaql_migrations FROM {role}"
    );
    database.execute_unprepared(&statements).await?;
    Ok(())
}

/// Whether this connection may change or delete what is written once. SQLite knows no rights, so
/// there it may.
///
/// # Errors
/// The database does not answer.
pub async fn may_change_audit(database: &DatabaseConnection) -> Result<bool, DbErr> {
    let question = "SELECT has_table_privilege('audit_entry', 'UPDATE, DELETE') AS may";
    flag(database, question).await.map(|may| may.unwrap_or(true))
}

/// Whether names are compared and searched by characters: under the C locale PostgreSQL's
/// trigrams drop Chinese. SQLite always does.
///
/// # Errors
/// The database does not answer.
pub async fn knows_characters(database: &DatabaseConnection) -> Result<bool, DbErr> {
    let question = "SELECT pg_encoding_to_char(encoding) = 'UTF8' \
                    AND datctype NOT IN ('C', 'POSIX') AS knows \
                    FROM pg_database WHERE datname = current_database()";
    flag(database, question).await.map(|knows| knows.unwrap_or(true))
}

/// The answer to a question with yes or no; none on SQLite.
async fn flag(database: &DatabaseConnection, question: &str) -> Result<Option<bool>, DbErr> {
    if database.get_database_backend() != DbBackend::Postgres {
        return Ok(None);
    }
    let statement = Statement::from_string(DbBackend::Postgres, question);
    let row = database.query_one_raw(statement).await?;
    row.map(|row| row.try_get_by_index(0)).transpose()
}

/// What time it is for the database.
///
/// # Errors
/// The database does not answer.
pub async fn time(database: &DatabaseConnection) -> Result<DateTime<Utc>, DbErr> {
    let seconds = match database.get_database_backend() {
        DbBackend::Sqlite => "SELECT CAST(strftime('%s', 'now') AS INTEGER)",
        _ => "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS BIGINT)",
    };
    let statement = Statement::from_string(database.get_database_backend(), seconds);
    let row = database.query_one_raw(statement).await?;
    let seconds: Option<i64> = row.map(|row| row.try_get_by_index(0)).transpose()?;
    let time = seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    time.ok_or_else(|| DbErr::Custom("the database does not know the time".into()))
}
