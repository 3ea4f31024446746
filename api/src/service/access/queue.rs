//! Records on their way to the database, in batches.

use crate::service::writer::Writer;
use entity::access_record;
use sea_orm::{DbErr, EntityTrait, IntoActiveModel};
use std::time::Duration;
use tokio::{
    sync::{Mutex as Turn, mpsc, watch},
    time::{Instant, sleep, sleep_until, timeout},
};

/// Records that wait to be written.
const QUEUE: usize = 4_096;
/// Most records written with one statement.
const BATCH: usize = 512;
/// How long the first record of a batch waits for others.
const GATHER: Duration = Duration::from_millis(200);
/// How long a batch that could not be written waits for the next try.
const PAUSE: Duration = Duration::from_millis(500);
/// How long writing is tried once the queue is closed. Less than a server waits for its end: what
/// then is not written must still be logged.
const LAST_TRIES: Duration = Duration::from_secs(3);

/// Records on their way to the database.
#[derive(Debug)]
pub struct Queue {
    pub(super) sender: mpsc::Sender<access_record::Model>,
    receiver: Turn<mpsc::Receiver<access_record::Model>>,
    /// When the tries end, once the queue is closed.
    closing: watch::Sender<Option<Instant>>,
}

impl Default for Queue {
    fn default() -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        Self { sender, receiver: Turn::new(receiver), closing: watch::Sender::new(None) }
    }
}

impl Queue {
    /// Writes what is handed over; after [`Queue::close`] what is left, and ends. A server waits
    /// for that end before it ends itself.
    pub async fn run(&self, writer: &Writer) {
        let mut receiver = self.receiver.lock().await;
        let mut batch = Vec::with_capacity(BATCH);
        loop {
            let taken = tokio::select! {
                taken = receiver.recv_many(&mut batch, BATCH) => taken,
                () = self.closed(), if !receiver.is_closed() => {
                    receiver.close();
                    continue;
                }
            };
            if taken == 0 {
                return;
            }
            self.gather(&mut receiver, &mut batch).await;
            self.deliver(writer, &batch).await;
            batch.clear();
        }
    }

    /// Takes no more records; a request that still comes writes its own.
    pub fn close(&self) {
        self.closing.send_replace(Some(Instant::now() + LAST_TRIES));
    }

    async fn closed(&self) {
        self.end_of_tries().await;
    }

    /// Waits for the closing; the moment at which nothing is tried any more.
    async fn end_of_tries(&self) -> Instant {
        let mut closing = self.closing.subscribe();
        // The sender is ours, so this cannot fail while we are here.
        match closing.wait_for(Option::is_some).await.as_deref() {
            Ok(Some(end)) => *end,
            _ => Instant::now(),
        }
    }

    /// Lets a batch that is not full wait for others.
    async fn gather(
        &self,
        receiver: &mut mpsc::Receiver<access_record::Model>,
        batch: &mut Vec<access_record::Model>,
    ) {
        if batch.len() < BATCH {
            let _gathered = timeout(GATHER, self.closed()).await;
        }
        while batch.len() < BATCH
            && let Ok(record) = receiver.try_recv()
        {
            batch.push(record);
        }
    }

    /// Tries until it is written; meanwhile the queue fills, and then requests wait. What is not
    /// written when the tries end is logged.
    async fn deliver(&self, writer: &Writer, batch: &[access_record::Model]) {
        let given_up = async { sleep_until(self.end_of_tries().await).await };
        let written = async {
            while let Err(error) = write(writer, batch).await {
                tracing::warn!(%error, records = batch.len(), "access records could not be written");
                sleep(PAUSE).await;
            }
        };
        tokio::select! {
            () = written => {}
            () = given_up => {
                // The log is then the only place where they can still go.
                for record in batch {
                    tracing::error!(?record, "an access record was not written");
                }
            }
        }
    }
}

/// Written twice it is still one record: after a lost answer nobody knows whether it was.
pub(super) async fn write(writer: &Writer, batch: &[access_record::Model]) -> Result<(), DbErr> {
    let rows = batch.iter().cloned().map(IntoActiveModel::into_active_model);
    access_record::Entity::insert_many(rows)
        .on_conflict_do_nothing()
        .exec_without_returning(writer.pool())
        .await
        .map(|_| ())
}
