//! The sealer: chains the entries that have been committed since it last looked.

use super::{form, head};
use crate::{
    backend,
    service::{error::ServiceError, page::in_list, write::Writer},
};
use entity::{audit_entry, audit_pending, audit_seal, id::AuditId};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait,
};
use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

/// How long an entry stands unsealed when nothing goes wrong.
const EVERY: Duration = Duration::from_secs(1);
/// Most entries sealed in one transaction, so that on SQLite writers never wait long for it.
const BATCH: u64 = 256;

/// Seals audit entries. Every instance has one; all take the same lock, so none leads.
#[derive(Debug)]
pub struct Sealer {
    writer: Writer,
}

impl Sealer {
    /// A sealer that writes through `writer`.
    #[must_use]
    pub fn new(writer: Writer) -> Self {
        Self { writer }
    }

    /// Seals what is pending, a batch at a time, and answers with how many entries that were.
    ///
    /// # Errors
    /// The database does not answer; the batch under way is left pending.
    pub async fn seal(&self) -> Result<u64, ServiceError> {
        // Most rounds find nothing, and on SQLite a transaction would hold up the writers.
        if audit_pending::Entity::find().count(self.writer.pool()).await? == 0 {
            return Ok(0);
        }
        let mut sealed = 0;
        loop {
            let transaction = self.writer.begin().await?;
            let batch = seal_batch(&transaction).await?;
            transaction.commit().await?;
            sealed += batch;
            if batch < BATCH {
                return Ok(sealed);
            }
        }
    }

    /// Seals once a second. Ends with its task.
    pub async fn run(&self) {
        loop {
            if let Err(error) = self.seal().await {
                // Nothing is lost: it stays pending, and the next round takes it.
                tracing::error!(%error, "audit entries could not be sealed");
            }
            tokio::time::sleep(EVERY).await;
        }
    }
}

async fn seal_batch(transaction: &DatabaseTransaction) -> Result<u64, ServiceError> {
    backend::lock_seals(transaction).await?;
    let oldest = audit_pending::Entity::find()
        .select_only()
        .column(audit_pending::Column::Seq)
        .order_by_asc(audit_pending::Column::Seq)
        .limit(BATCH);
    let mut pending = audit_pending::Entity::delete_many()
        .filter(audit_pending::Column::Seq.in_subquery(oldest.into_query()))
        .exec_with_returning(transaction)
        .await?;
    pending.sort_by_key(|row| row.seq);
    let taken = u64::try_from(pending.len()).unwrap_or(u64::MAX);
    let ids = unsealed(transaction, pending.iter().map(|row| row.entry_id).collect()).await?;
    let entries = entries(transaction, &ids).await?;
    let last = head::last_seal(transaction).await?;
    let (mut seq, mut hash) =
        last.map_or((0, form::GENESIS.to_vec()), |seal| (seal.seq, seal.hash));
    let seals = ids.iter().map(|&entry_id| {
        let entry = entries.get(&entry_id);
        if entry.is_none() {
            // The chain says so from here on, and `verify` finds it.
            tracing::error!(entry = %entry_id, "an audit entry was gone before it was sealed");
        }
        seq += 1;
        hash = form::link(&hash, entry_id, entry).to_vec();
        audit_seal::Model { seq, entry_id, hash: hash.clone() }.into_active_model()
    });
    audit_seal::Entity::insert_many(seals).exec_without_returning(transaction).await?;
    Ok(taken)
}

/// An entry that was put among the pending a second time, by hand, must not stop the sealer.
async fn unsealed(
    transaction: &DatabaseTransaction,
    ids: Vec<AuditId>,
) -> Result<Vec<AuditId>, ServiceError> {
    let sealed: Vec<AuditId> = audit_seal::Entity::find()
        .select_only()
        .column(audit_seal::Column::EntryId)
        .filter(audit_seal::Column::EntryId.is_in(in_list(&ids)))
        .into_tuple()
        .all(transaction)
        .await?;
    let mut seen: HashSet<AuditId> = sealed.into_iter().collect();
    Ok(ids.into_iter().filter(|&id| seen.insert(id)).collect())
}

/// These entries, as far as they are there.
pub(super) async fn entries(
    transaction: &DatabaseTransaction,
    ids: &[AuditId],
) -> Result<HashMap<AuditId, audit_entry::Model>, ServiceError> {
    let found = audit_entry::Entity::find()
        .filter(audit_entry::Column::Id.is_in(in_list(ids)))
        .all(transaction)
        .await?;
    Ok(found.into_iter().map(|entry| (entry.id, entry)).collect())
}
