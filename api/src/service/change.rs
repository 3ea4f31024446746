//! From the outbox to the change log: what a write tells, and the sequencer that puts it in order.

use super::{error::ServiceError, writer::Writer};
use crate::{backend, bus::Bus};
use entity::{
    customer_standing,
    id::{CustomerId, OrgUnitId, StaffId},
    outbox::{self, Noun, Operation},
};
use sea_orm::ActiveValue::{NotSet, Set};
use std::time::Duration;
use tokio::{sync::watch, time::timeout};
use uuid::Uuid;

/// What a write tells of one row.
#[derive(Clone, Debug)]
pub struct Change {
    /// What kind of row has changed.
    pub noun: Noun,
    /// Which one.
    pub row_id: Uuid,
    /// What has happened to it.
    pub operation: Operation,
    /// The customer that it belongs to.
    pub customer_id: Option<CustomerId>,
    /// That customer's home unit.
    pub home_unit_id: Option<OrgUnitId>,
    /// The member of staff whom it concerns, as in `outbox`.
    pub staff_id: Option<StaffId>,
    /// The row's revision after the change.
    pub revision: i64,
    /// Never amounts or personal data.
    pub payload: serde_json::Value,
}

impl Change {
    /// Tells that figures of a customer have changed, which stand there now.
    pub(super) fn of_standing(row: &customer_standing::Model) -> Self {
        Self {
            noun: Noun::CustomerStanding,
            row_id: row.customer_id.0,
            operation: Operation::Update,
            customer_id: Some(row.customer_id),
            home_unit_id: Some(row.home_unit_id),
            staff_id: None,
            revision: row.revision,
            payload: serde_json::json!({ "v": 1 }),
        }
    }
}

impl From<Change> for outbox::ActiveModel {
    fn from(change: Change) -> Self {
        Self {
            seq: NotSet,
            noun: Set(change.noun),
            row_id: Set(change.row_id),
            operation: Set(change.operation),
            customer_id: Set(change.customer_id),
            home_unit_id: Set(change.home_unit_id),
            staff_id: Set(change.staff_id),
            revision: Set(change.revision),
            payload: Set(change.payload.to_string()),
        }
    }
}

/// How long a change may stand in the outbox when the instance that wrote it died before it rang.
const POLL: Duration = Duration::from_secs(1);

/// Gives changes their place. Every instance has one; none leads, since all take the same lock
/// for the one statement that moves whatever anybody has committed.
#[derive(Debug)]
pub struct Sequencer {
    writer: Writer,
    bus: Bus,
}

impl Sequencer {
    /// The sequencer that `writer` wakes, and that wakes whoever tails the log through `bus`.
    #[must_use]
    pub fn new(writer: Writer, bus: Bus) -> Self {
        Self { writer, bus }
    }

    /// The highest position that was given as far as this instance knows; whoever tails the log
    /// waits here.
    #[must_use]
    pub fn head(&self) -> watch::Receiver<i64> {
        self.bus.subscribe()
    }

    /// Moves what stands in the outbox, once.
    ///
    /// # Errors
    /// The database does not answer; nothing was moved.
    pub async fn sequence(&self) -> Result<(), ServiceError> {
        let transaction = self.writer.begin().await?;
        let head = backend::move_outbox(&transaction, self.writer.clock().now()).await?;
        transaction.commit().await?;
        if let Some(head) = head {
            // Whoever was not told looks by itself within a second.
            if let Err(error) = self.bus.publish(head).await {
                tracing::debug!(%error, "other instances were not woken");
            }
        }
        Ok(())
    }

    /// Moves whenever somebody has committed, and otherwise once a second. Ends with its task.
    pub async fn run(&self) {
        loop {
            if let Err(error) = self.sequence().await {
                // Nothing is lost: it stands in the outbox, and the next round takes it.
                tracing::error!(%error, "the outbox could not be moved");
            }
            // Those who commit during a round ring once more, however many they are.
            let _rung_or_late = timeout(POLL, self.writer.rung()).await;
        }
    }
}
