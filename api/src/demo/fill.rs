//! Puts a synthetic bank into a database, through the loader of every other source.

use super::{Plan, bank, batches};
use crate::{
    auth::keyring::Keyring,
    ingest::load::{LoadError, Loaded, Loader},
    service::write::Writer,
};
use chrono::NaiveDate;
use entity::{bank as bank_row, import_run};
use sea_orm::EntityTrait as _;
use std::sync::Arc;
use tokio::sync::mpsc;

/// The name that its rows are stored under.
const SOURCE: &str = "demo";

/// Batches that wait for the loader.
const WAITING: usize = 2;

/// What stands in a database that is to be filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// No bank.
    Nothing,
    /// A synthetic bank, the filling of which was cut off; it ends on this day.
    Part(NaiveDate),
    /// A synthetic bank.
    Whole,
    /// Another bank.
    Other,
}

/// Looks what stands there.
///
/// # Errors
/// The database does not answer.
pub async fn found(writer: &Writer) -> Result<Found, LoadError> {
    let Some(bank) = bank_row::Entity::find().one(writer.pool()).await? else {
        return Ok(Found::Nothing);
    };
    let run = import_run::Entity::find_by_id(SOURCE).one(writer.pool()).await?;
    Ok(match run {
        None => Found::Other,
        Some(run) if run.is_done => Found::Whole,
        Some(_) => Found::Part(bank.bank_date),
    })
}

/// Fills a database. `progress` hears how many customers are in.
///
/// # Errors
/// The database does not answer; called again with the same plan it goes on.
pub async fn fill(
    plan: Plan,
    (writer, keyring): (Writer, Arc<Keyring>),
    mut progress: impl FnMut(u64),
) -> Result<Loaded, LoadError> {
    let mut loader = Loader::begin(writer, keyring, SOURCE, &bank(), plan.bank_date).await?;
    let (sender, mut receiver) = mpsc::channel(WAITING);
    // On a thread of its own, so that rows are made while others are written. It ends when the
    // loader does, since nobody takes what it sends.
    tokio::task::spawn_blocking(move || {
        for batch in batches(plan) {
            if sender.blocking_send(batch).is_err() {
                return;
            }
        }
    });
    while let Some(batch) = receiver.recv().await {
        loader.take(&batch).await?;
        progress(batch.read);
    }
    loader.finish().await
}
