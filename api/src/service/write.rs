//! The one way to write.
//!
//! `Write::begin` inserts the idempotency row; then the row is locked, judged and changed through
//! `Write::connection`; `Write::tell` notes what has changed and `Write::audit` what was done;
//! `Write::commit` tells the outbox and the audit, commits and wakes the sequencer. A `Write` that is
//! dropped before that leaves nothing: a refusal is a `return`.

pub use super::writer::Writer;

use super::{
    audit::Deed,
    change::Change,
    error::ServiceError,
    op::Op,
    refusal::{Refusal, Stop},
};
use aws_lc_rs::digest;
use entity::{audit_entry, idempotency, outbox};
use sea_orm::{DatabaseTransaction, EntityTrait, IntoActiveModel, TryInsertResult};
use uuid::Uuid;

/// A client's name for one write of its own: 1 to 64 characters, which holding one proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// Takes a `clientMutationId`.
    ///
    /// # Errors
    /// It is empty or too long.
    pub fn new(text: String) -> Result<Self, ServiceError> {
        match text.chars().count() {
            1..=64 => Ok(Self(text)),
            _ => Err(ServiceError::BadInput(
                "`clientMutationId` must have 1 to 64 characters".into(),
            )),
        }
    }
}

/// What makes two calls the same write.
#[derive(Debug)]
pub(super) struct Intent {
    /// Name of the mutation.
    pub(super) mutation: &'static str,
    /// The client's name for it.
    pub(super) key: Key,
    /// The input without its key. Its keys are always in the same order, so equal inputs have
    /// equal texts.
    pub(super) input: serde_json::Value,
    /// The row that will have been written. Ids are minted before the transaction, so it is known.
    pub(super) outcome: Uuid,
}

/// What became of the attempt to begin.
pub(super) enum Begun {
    /// Nobody has done this: do it.
    First(Write),
    /// It is done; this row was written.
    Repeat(Uuid),
}

/// A write under way.
pub(super) struct Write {
    transaction: DatabaseTransaction,
    writer: Writer,
    changes: Vec<outbox::ActiveModel>,
    deeds: Vec<audit_entry::ActiveModel>,
}

impl Write {
    /// Begins a write, unless it has been done before.
    ///
    /// The insert waits for a twin that is under way. If that one commits, the insert does nothing
    /// and its row is read; if it is refused, this one is the first.
    pub(super) async fn begin(op: &Op, intent: Intent) -> Result<Begun, Stop> {
        let input = intent.input.to_string();
        let hash = digest::digest(&digest::SHA256, input.as_bytes()).as_ref().to_vec();
        let actor_id = op.actor()?.staff;
        let id = (actor_id, intent.mutation.to_owned(), intent.key.0.clone());
        let row = idempotency::Model {
            actor_id,
            mutation: intent.mutation.to_owned(),
            key: intent.key.0,
            input_hash: hash.clone(),
            outcome: intent.outcome,
            created_at: op.real_now(),
        };
        let transaction = op.instance().writer().begin().await?;
        let insert = idempotency::Entity::insert(row.into_active_model()).on_conflict_do_nothing();
        if let TryInsertResult::Inserted(1) = insert.exec_without_returning(&transaction).await? {
            return Ok(Begun::First(Self::of(op, transaction)));
        }
        let done = idempotency::Entity::find_by_id(id).one(&transaction).await?;
        match done {
            Some(done) if done.input_hash == hash => {
                op.note_replay();
                Ok(Begun::Repeat(done.outcome))
            }
            Some(_) => Err(Refusal::MISMATCH.into()),
            // Cleaned up between the two statements, 72 hours after it was written.
            None => Err(Stop::Failed(ServiceError::Defect("an idempotency row came and went"))),
        }
    }

    /// Begins a write that no client repeats: one from the command line, a job's, or one whose
    /// repeat is another deed.
    pub(super) async fn unkeyed(op: &Op) -> Result<Self, ServiceError> {
        Ok(Self::of(op, op.instance().writer().begin().await?))
    }

    fn of(op: &Op, transaction: DatabaseTransaction) -> Self {
        let writer = op.instance().writer().clone();
        Self { transaction, writer, changes: Vec::new(), deeds: Vec::new() }
    }

    /// Where the change's own statements go.
    pub(super) fn connection(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    /// Notes what has changed.
    pub(super) fn tell(&mut self, change: Change) {
        self.changes.push(change.into());
    }

    /// Notes what was done, for the audit.
    pub(super) fn audit(&mut self, op: &Op, deed: &Deed) {
        self.deeds.push(deed.entry(op));
    }

    /// Tells the audit and the outbox, commits, wakes the sequencer.
    ///
    /// The outbox comes last, when every changed row is locked: its numbers are then drawn in the
    /// order in which the changes of a row become visible.
    pub(super) async fn commit(self) -> Result<(), Stop> {
        audit_entry::Entity::insert_many(self.deeds)
            .exec_without_returning(&self.transaction)
            .await?;
        outbox::Entity::insert_many(self.changes).exec_without_returning(&self.transaction).await?;
        self.transaction.commit().await?;
        self.writer.ring();
        Ok(())
    }
}
