//! An import from its first row to its last: a source reads on a thread of its own, the loader
//! writes.

use super::{
    error::ImportError,
    load::{LoadError, Loaded, Loader},
    report::{FileCount, Report},
    sink::{self, Sink},
    stage::Bank,
};
use crate::{auth::keyring::Keyring, service::write::Writer};
use chrono::NaiveDate;
use std::{path::PathBuf, sync::Arc};

/// Something that batches come from.
pub trait Source: Send + 'static {
    /// The name that its rows are stored under.
    fn name(&self) -> &'static str;

    /// The bank that it is of.
    fn bank(&self) -> Bank;

    /// Reads everything up to `bank_date` into the sink. Blocks.
    ///
    /// # Errors
    /// It cannot be read, the loader has stopped, or the report says stop.
    fn read(
        &self,
        bank_date: NaiveDate,
        report: &mut Report,
        sink: Sink,
    ) -> Result<(), ImportError>;
}

/// Why an import did not come to its end. What was written before stays, and running it again goes
/// on from there.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The source cannot be read.
    #[error(transparent)]
    Source(#[from] ImportError),
    /// The database cannot be written.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The reading thread is gone.
    #[error("the reader ended in a panic")]
    Reader,
}

/// What an import has done.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The last closed day.
    pub bank_date: NaiveDate,
    /// Counts of the files.
    pub files: Vec<FileCount>,
    /// Rows stored though their balances fit nowhere.
    pub misfits: u64,
    /// Where bad rows and misfits are listed, if there are any.
    pub reject_file: Option<PathBuf>,
    /// Rows of the movements that an earlier run, which was cut off, had read.
    pub resumed_after: Option<u64>,
    /// What was written.
    pub loaded: Loaded,
}

/// Imports a source. `progress` hears how many rows of its long file have been written.
///
/// # Errors
/// The source cannot be read or the database cannot be written.
pub async fn run(
    source: impl Source,
    bank_date: NaiveDate,
    mut report: Report,
    (writer, keyring): (Writer, Arc<Keyring>),
    mut progress: impl FnMut(u64),
) -> Result<Summary, RunError> {
    let mut loader =
        Loader::begin(writer, keyring, source.name(), &source.bank(), bank_date).await?;
    let resumed_after = loader.resumed_after();
    let (sink, mut batches) = sink::channel();
    let reader = tokio::task::spawn_blocking(move || {
        let read = source.read(bank_date, &mut report, sink);
        (read, report)
    });
    while let Some(batch) = batches.recv().await {
        loader.take(&batch).await?;
        progress(batch.read);
    }
    let (read, report) = reader.await.map_err(|_| RunError::Reader)?;
    read?;
    let written = loader.finish().await?;
    Ok(Summary {
        bank_date,
        files: report.files().to_vec(),
        misfits: report.misfits(),
        reject_file: report.reject_file().map(std::path::Path::to_owned),
        resumed_after,
        loaded: written,
    })
}
