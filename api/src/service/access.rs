//! Who has read balances and movements of whom: one record a request, outside the audit chain and
//! off the way of the answer, which waits only while the queue is full.

pub(super) mod queue;
pub(super) mod reads;

use super::{error::ServiceError, op::Op};
use entity::{access_record, id::AccessId};
use queue::write;
use std::{collections::BTreeSet, fmt::Display};
use tokio::sync::mpsc;
use uuid::Uuid;

/// Hands over what the request has read, when it has been executed and before it is answered.
/// Waits only while the queue is full.
///
/// # Errors
/// The recorder has ended, and the database does not take the record: the answer must not leave.
pub async fn flush(op: &Op) -> Result<(), ServiceError> {
    let read = op.reads().take();
    if read.customers.is_empty() {
        return Ok(());
    }
    let record = access_record::Model {
        id: AccessId(Uuid::now_v7()),
        at: op.real_now(),
        actor_id: op.actor()?.staff,
        customers: joined(&read.customers),
        fields: joined(&read.fields),
        request_id: op.caller().request_id.clone(),
    };
    let instance = op.instance();
    if let Err(mpsc::error::SendError(record)) = instance.access().sender.send(record).await {
        write(instance.writer(), &[record]).await?;
    }
    Ok(())
}

fn joined<Part: Display>(parts: &BTreeSet<Part>) -> String {
    let parts: Vec<String> = parts.iter().map(Part::to_string).collect();
    parts.join(",")
}
