//! Whether an offline change can be laid onto what others have changed meanwhile: the change log
//! names the fields of each version, and those that stand in the outbox still count too.

use crate::service::{error::ServiceError, op::Op};
use entity::{
    change_log,
    outbox::{self, Noun},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

#[derive(Debug, Deserialize)]
struct Told {
    version: i32,
    fields: BTreeSet<String>,
}

/// The version onto which a change of `fields` that has seen `expected` may be laid; `None` where
/// a field was changed by others too, or the log does not reach back that far.
pub(super) async fn onto(
    op: &Op,
    (noun, row): (Noun, Uuid),
    expected: i32,
    fields: &[&'static str],
) -> Result<Option<i32>, ServiceError> {
    let since: BTreeMap<_, _> = told(op, noun, row)
        .await?
        .into_iter()
        .filter(|told| told.version > expected)
        .map(|told| (told.version, told.fields))
        .collect();
    let is_whole = since.keys().zip(expected + 1..).all(|(version, next)| *version == next);
    let overlaps = since.values().flatten().any(|field| fields.contains(&field.as_str()));
    Ok(since.keys().next_back().copied().filter(|_| is_whole && !overlaps))
}

/// What the log and the outbox tell of a row. A row may be on its way from one to the other, so
/// the outbox is read first.
async fn told(op: &Op, noun: Noun, row: Uuid) -> Result<Vec<Told>, ServiceError> {
    let writer = op.instance().writer().pool();
    let waiting = outbox::Entity::find()
        .select_only()
        .column(outbox::Column::Payload)
        .filter(outbox::Column::Noun.eq(noun))
        .filter(outbox::Column::RowId.eq(row));
    let mut payloads: Vec<String> = waiting.into_tuple().all(writer).await?;
    let moved = change_log::Entity::find()
        .select_only()
        .column(change_log::Column::Payload)
        .filter(change_log::Column::Noun.eq(noun))
        .filter(change_log::Column::RowId.eq(row));
    payloads.extend(moved.into_tuple::<String>().all(writer).await?);
    // What tells of no version, such as a reminder, changes none.
    Ok(payloads.iter().filter_map(|text| serde_json::from_str(text).ok()).collect())
}
