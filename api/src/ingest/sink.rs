//! The way from a reader's thread to the loader: bounded, so that a fast reader waits for a slow
//! database and not the other way round in memory.

use super::{error::ImportError, stage::Batch};
use tokio::sync::mpsc;

/// Movements and balances that are sent at once. Small, because each batch is a transaction of
/// its own beside those of a running server.
pub const BATCH: usize = 2_000;

/// Batches that wait for the loader.
const WAITING: usize = 2;

/// Where a reader puts its records.
#[derive(Debug)]
pub struct Sink {
    sender: mpsc::Sender<Batch>,
    batch: Batch,
    records: usize,
}

/// A sink, and where its batches come out.
#[must_use]
pub fn channel() -> (Sink, mpsc::Receiver<Batch>) {
    let (sender, receiver) = mpsc::channel(WAITING);
    (Sink { sender, batch: Batch::default(), records: 0 }, receiver)
}

impl Sink {
    /// Puts records into the batch under way, and sends it when it is full. `put` says how many
    /// there were.
    ///
    /// # Errors
    /// The loader has stopped.
    pub fn put(&mut self, put: impl FnOnce(&mut Batch) -> usize) -> Result<(), ImportError> {
        self.records += put(&mut self.batch);
        if self.records >= BATCH { self.flush() } else { Ok(()) }
    }

    /// Says how many rows of the source have been read.
    pub fn read(&mut self, rows: u64) {
        self.batch.read = rows;
    }

    /// Sends what there is.
    ///
    /// # Errors
    /// The loader has stopped.
    pub fn flush(&mut self) -> Result<(), ImportError> {
        self.records = 0;
        let read = self.batch.read;
        let batch = std::mem::replace(&mut self.batch, Batch { read, ..Batch::default() });
        self.sender.blocking_send(batch).map_err(|_| ImportError::Stopped)
    }
}
