//! Where an instance writes.

use crate::clock::Clock;
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use std::sync::Arc;
use tokio::sync::Notify;

/// The pool, the bell of its sequencer, and what the time is.
#[derive(Clone, Debug)]
pub struct Writer {
    pool: DatabaseConnection,
    bell: Arc<Notify>,
    clock: Arc<dyn Clock>,
}

impl Writer {
    /// A writer over a pool from `backend::writers`.
    #[must_use]
    pub fn new(pool: DatabaseConnection, clock: Arc<dyn Clock>) -> Self {
        Self { pool, bell: Arc::default(), clock }
    }

    /// The pool itself, for statements that are a transaction of their own.
    #[must_use]
    pub fn pool(&self) -> &DatabaseConnection {
        &self.pool
    }

    /// Where real time comes from.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// Begins a transaction. On SQLite it is a writer from the start: one that began by reading
    /// could not become a writer once somebody else has written, and would fail.
    ///
    /// # Errors
    /// No connection is to be had, or on SQLite another writer holds on for too long.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let sqlite_transaction_mode = Some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode, ..Default::default() };
        self.pool.begin_with_options(options).await
    }

    /// Wakes the sequencer, after a commit.
    pub fn ring(&self) {
        self.bell.notify_one();
    }

    /// Until somebody has committed. A ring that nobody waits for is kept for the next wait.
    pub(super) async fn rung(&self) {
        self.bell.notified().await;
    }
}
