//! What one running server has: its pools, keys, clock, settings, and the bank it serves.

use super::{
    access::queue::Queue, bank::Bank, error::ServiceError, session::state::Sessions, writer::Writer,
};
use crate::{auth::keyring::Keyring, backend, clock::Clock, config::Config};
use sea_orm::DatabaseConnection;
use std::{fmt, sync::Arc};
use tokio::sync::watch;

/// A running server; clones are the same one.
#[derive(Clone)]
pub struct Instance(Arc<Parts>);

struct Parts {
    readers: DatabaseConnection,
    writer: Writer,
    keyring: Arc<Keyring>,
    clock: Arc<dyn Clock>,
    config: Config,
    bank: watch::Sender<Arc<Bank>>,
    access: Queue,
    sessions: Sessions,
}

impl Instance {
    /// Opens the pools and reads the bank.
    ///
    /// # Errors
    /// The database cannot be reached or holds no bank.
    pub async fn open(
        config: Config,
        keyring: Arc<Keyring>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, ServiceError> {
        let database = &config.database;
        let readers = backend::readers(database).await?;
        let writers = backend::writers(database).await?;
        let bank = Bank::load(&readers).await?;
        let writer = Writer::new(writers, Arc::clone(&clock));
        let bank = watch::Sender::new(Arc::new(bank));
        let access = Queue::default();
        let sessions = Sessions::new(&config, &keyring)?;
        let parts = Parts { readers, writer, keyring, clock, config, bank, access, sessions };
        let instance = Self(Arc::new(parts));
        // Before the first request, so that none finds a copy of a session that has ended.
        instance.sessions().catch_up(instance.truth(), instance.clock().now()).await?;
        Ok(instance)
    }

    /// Where requests read.
    #[must_use]
    pub fn readers(&self) -> &DatabaseConnection {
        &self.0.readers
    }

    /// Where requests write.
    #[must_use]
    pub fn writer(&self) -> &Writer {
        &self.0.writer
    }

    /// Where what must not be late is read: sessions and rights. A replica may lag behind.
    #[must_use]
    pub fn truth(&self) -> &DatabaseConnection {
        if self.0.config.database.read_url.is_some() {
            self.0.writer.pool()
        } else {
            self.readers()
        }
    }

    /// What this server holds of sessions.
    #[must_use]
    pub fn sessions(&self) -> &Sessions {
        &self.0.sessions
    }

    /// The server's keys.
    #[must_use]
    pub fn keyring(&self) -> &Arc<Keyring> {
        &self.0.keyring
    }

    /// Where real time comes from.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        &*self.0.clock
    }

    /// The server's settings.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// Records of what was read, on their way to the database.
    #[must_use]
    pub fn access(&self) -> &Queue {
        &self.0.access
    }

    /// The bank as it was last read.
    #[must_use]
    pub fn bank(&self) -> Arc<Bank> {
        Arc::clone(&self.0.bank.borrow())
    }

    /// Reads the bank again, after its date has moved on.
    ///
    /// # Errors
    /// The database does not answer; the bank stays as it was.
    pub async fn reload_bank(&self) -> Result<(), ServiceError> {
        let bank = Bank::load(self.readers()).await?;
        self.0.bank.send_replace(Arc::new(bank));
        Ok(())
    }
}

impl fmt::Debug for Instance {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Instance")
    }
}
