//! The operation: first argument of every function of `service`.

use super::{
    access::reads::Reads, bank::Bank, error::ServiceError, instance::Instance, locale::Locale,
};
use crate::auth::{
    cookie::Cookies,
    policy::{self, Right},
};
use chrono::{DateTime, Utc};
use entity::{actor::Actor, id::CustomerId};
use sea_orm::{DatabaseTransaction, TransactionTrait};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use tokio::sync::OnceCell;

/// What a request brings along.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who asks; nobody before the sign-in.
    pub actor: Option<Actor>,
    /// The language in which people are answered.
    pub locale: Locale,
    /// Names the request in logs and audit.
    pub request_id: String,
    /// Network address of the client, as trusted proxies tell it.
    pub address: String,
    /// What a browser keeps of its session.
    pub cookies: Cookies,
}

/// One request: who asks, at what time, on which connection.
///
/// # One connection: a transaction, dropped
/// A transaction is the one way in which sea-orm 2.0 keeps a connection: `DatabaseConnection` is
/// the pool, which lends a connection to each statement and pings it when it comes back, so `n`
/// statements are `2n` round trips to PostgreSQL. Here they are BEGIN, `n`, and one for ROLLBACK
/// and ping together: `n + 2` (`tests/it/readers.rs` counts them).
///
/// They also see one snapshot (PostgreSQL: REPEATABLE READ, the pool's default; SQLite: WAL): what
/// hangs below a customer is of the same instant, and a root selected twice merges row by row.
///
/// It ends by being dropped. The ROLLBACK then leaves with the ping, after the answer; a `commit`
/// would be one more round trip that the answer waits for, and a read has nothing to commit.
///
/// # Writes
/// They have transactions of their own, on the writer. What a mutation answers with is read
/// afterwards, by an operation renewed: the snapshot of an earlier root of the same request would
/// not hold it.
#[derive(Debug)]
pub struct Op {
    instance: Instance,
    caller: Caller,
    bank: Arc<Bank>,
    real: DateTime<Utc>,
    reader: OnceCell<DatabaseTransaction>,
    is_replay: Arc<AtomicBool>,
    reads: Arc<Reads>,
}

impl Op {
    /// An operation that begins now.
    #[must_use]
    pub fn new(instance: Instance, caller: Caller) -> Self {
        let (bank, real) = (instance.bank(), instance.clock().now());
        let (reader, is_replay, reads) = (OnceCell::new(), Arc::default(), Arc::default());
        Self { instance, caller, bank, real, reader, is_replay, reads }
    }

    /// The same operation with no snapshot yet.
    pub(super) fn renewed(&self) -> Self {
        Self {
            instance: self.instance.clone(),
            caller: self.caller.clone(),
            bank: Arc::clone(&self.bank),
            real: self.real,
            reader: OnceCell::new(),
            is_replay: Arc::clone(&self.is_replay),
            reads: Arc::clone(&self.reads),
        }
    }

    /// The same operation for one of the writes of an envelope, of which each is told by itself
    /// whether it is a repeat.
    pub(super) fn envelope(&self) -> Self {
        Self { is_replay: Arc::default(), ..self.renewed() }
    }

    /// The same operation of somebody who has just signed in, with no snapshot yet.
    #[must_use]
    pub fn acting(&self, actor: Actor) -> Self {
        let caller = Caller { actor: Some(actor), ..self.caller.clone() };
        Self { caller, ..self.renewed() }
    }

    /// Who asks.
    ///
    /// # Errors
    /// Nobody is signed in.
    pub fn actor(&self) -> Result<&Actor, ServiceError> {
        self.caller.actor.as_ref().ok_or(ServiceError::Unauthenticated)
    }

    /// Who asks, if they may do this to some row at all.
    ///
    /// # Errors
    /// Nobody is signed in, or none of their roles has the right.
    pub fn allowed(&self, right: Right) -> Result<&Actor, ServiceError> {
        let actor = self.actor()?;
        if policy::may(actor, right) { Ok(actor) } else { Err(ServiceError::Forbidden) }
    }

    /// Whether whoever asks may do this to some row at all.
    #[must_use]
    pub fn may(&self, right: Right) -> bool {
        self.allowed(right).is_ok()
    }

    /// Business time: what assignments, visits and deadlines are judged by.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.bank.business_time(self.real)
    }

    /// Real time: what sessions, limits, audit and access are stamped with.
    #[must_use]
    pub fn real_now(&self) -> DateTime<Utc> {
        self.real
    }

    /// The bank as it was when the operation began.
    #[must_use]
    pub fn bank(&self) -> &Bank {
        &self.bank
    }

    /// What the request brought along.
    #[must_use]
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The language in which people are answered.
    #[must_use]
    pub fn locale(&self) -> Locale {
        self.caller.locale
    }

    /// The server's stores, keys and settings.
    #[must_use]
    pub fn instance(&self) -> &Instance {
        &self.instance
    }

    /// Whether a write of this request had been carried out before; its answer says so.
    #[must_use]
    pub fn is_replay(&self) -> bool {
        self.is_replay.load(Ordering::Relaxed)
    }

    /// Notes that a write had been carried out before.
    pub(super) fn note_replay(&self) {
        self.is_replay.store(true, Ordering::Relaxed);
    }

    /// Notes that balances or movements of these customers were read; `field` is its name in the
    /// schema. `access::flush` hands it over once the request has been executed.
    pub(super) fn accessed(
        &self,
        customers: impl IntoIterator<Item = CustomerId>,
        field: &'static str,
    ) {
        self.reads.note(customers, field);
    }

    /// What was noted by [`Op::accessed`].
    pub(super) fn reads(&self) -> &Reads {
        &self.reads
    }

    /// The connection of this request, taken by its first statement: a request that is refused or
    /// answered without one takes none. Roots that run side by side take turns on it.
    pub(super) async fn reader(&self) -> Result<&DatabaseTransaction, ServiceError> {
        let begin = async || Ok(self.instance.readers().begin().await?);
        self.reader.get_or_try_init(begin).await
    }
}
