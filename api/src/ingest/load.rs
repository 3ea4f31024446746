//! The one loader: takes the batches of any source and writes what is not there yet.
//!
//! A batch is a transaction, and so is its checkpoint: killed at any moment, an import that is run
//! again names the same rows by the same ids, and only those that are missing go in. Into an empty
//! bank nobody is told of single rows; at the end one change tells everybody to read everything.

mod accounts;
mod customers;
mod making;
mod organisation;
mod run;
mod told;

pub use run::{LoadError, Loaded, NounCount};

use super::stage::{Bank, Batch};
use crate::{
    auth::keyring::Keyring,
    backend,
    service::{
        data_issue::find::find,
        standing::{self, Tell},
        write::Writer,
    },
};
use chrono::NaiveDate;
use making::Making;
use organisation::Tree;
use run::{Counts, Run};
use std::{sync::Arc, time::Duration};

/// Tries of a batch that meets another's lock, or whose connection is lost.
const TRIES: u32 = 5;

/// Between two tries.
const PAUSE: Duration = Duration::from_millis(500);

/// An import under way.
#[derive(Debug)]
pub struct Loader {
    writer: Writer,
    keyring: Arc<Keyring>,
    run: Run,
    tree: Tree,
    counts: Counts,
}

impl Loader {
    /// Begins an import of `source` into its bank, which is made if the database has none, up to
    /// `bank_date`.
    ///
    /// # Errors
    /// The database does not answer, holds another bank, or has come further than `bank_date`.
    pub async fn begin(
        writer: Writer,
        keyring: Arc<Keyring>,
        source: &'static str,
        bank: &Bank,
        bank_date: NaiveDate,
    ) -> Result<Self, LoadError> {
        backend::expect_many(writer.pool()).await?;
        let run = Run::begin(&writer, source, bank, bank_date).await?;
        Ok(Self { writer, keyring, run, tree: Tree::default(), counts: Counts::default() })
    }

    /// Rows of the source that an earlier run, which was cut off, had read.
    #[must_use]
    pub fn resumed_after(&self) -> Option<u64> {
        self.run.resumed_after
    }

    /// Writes what of a batch is not there yet.
    ///
    /// # Errors
    /// The database does not answer, or refuses a row; nothing of the batch is in.
    pub async fn take(&mut self, batch: &Batch) -> Result<(), LoadError> {
        self.tree.learn(&batch.units);
        let mut tries = 1;
        loop {
            match self.write(batch).await {
                Ok(counts) => {
                    self.counts.add(&counts);
                    return Ok(());
                }
                Err(LoadError::Database(error))
                    if tries < TRIES && backend::is_transient(&error) =>
                {
                    tracing::warn!(%error, tries, "a batch is tried again");
                    tries += 1;
                    tokio::time::sleep(PAUSE).await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Moves the bank date, computes what depends on it, and tells clients.
    ///
    /// # Errors
    /// The database does not answer; the import can be run again.
    pub async fn finish(self) -> Result<Loaded, LoadError> {
        let moved = self.run.move_bank_date(&self.writer).await?;
        let unchanged = self.run.was_done && !moved && self.counts.written() == 0;
        let tell = if self.run.is_first { Tell::Nothing } else { Tell::Changes };
        let computed =
            if unchanged { None } else { Some(standing::compute(&self.writer, tell).await?) };
        if !unchanged {
            find(&self.writer, tell).await?;
        }
        self.run.end(&self.writer, moved).await?;
        Ok(Loaded { counts: self.counts.into_rows(), computed, unchanged })
    }

    async fn write(&self, batch: &Batch) -> Result<Counts, LoadError> {
        let transaction = self.writer.begin().await?;
        let making = Making {
            transaction: &transaction,
            keyring: &self.keyring,
            run: &self.run,
            now: self.writer.clock().now(),
        };
        let mut counts = Counts::default();
        making.organisation(batch, &self.tree, &mut counts).await?;
        let new_customers = making.customers(batch, &mut counts).await?;
        let new_assignments = making.assignments(batch, &mut counts).await?;
        making.holdings(batch, &mut counts).await?;
        let moved = making.movements(batch, &mut counts).await?;
        making.balances(batch, &mut counts).await?;
        if !self.run.is_first {
            making.tell(&new_customers, &new_assignments, &moved).await?;
        }
        making.checkpoint(batch.read).await?;
        transaction.commit().await?;
        self.writer.ring();
        Ok(counts)
    }
}
