//! Merging a customer into another.

use super::row::{MERGED, audit, changed, set};
use crate::auth::policy::Right;
use crate::service::{
    below,
    customer::{CustomerTree, CustomerWant, answer},
    data_issue::judge::{decide, told},
    error::ServiceError,
    locale::Text,
    op::Op,
    refusal::{Code, Refusal, Stop, Written},
    standing,
    write::{Begun, Intent, Key, Write},
};
use entity::{
    customer::{self, Column},
    data_issue::{self, DataIssueState},
    id::{CustomerId, DataIssueId},
    outbox::Operation,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;

/// Which customers to merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The one that stays.
    pub survivor: CustomerId,
    /// Its version that the actor has seen.
    pub expected_version: i32,
    /// The one that is shown no more.
    pub merged: CustomerId,
    /// Its version that the actor has seen.
    pub merged_expected_version: i32,
    /// The confirmed issue that says that they are one.
    pub issue: DataIssueId,
}

const SURVIVOR: &[&str] = &["input", "survivorId"];
const MERGED_VERSION: &[&str] = &["input", "mergedExpectedVersion"];

/// Merges a customer into another. The actor sees both, and somebody has confirmed that they are
/// one.
///
/// # Errors
/// The actor may merge no customers at all, or the database does not answer.
pub async fn merge(
    op: &Op,
    key: Key,
    merge: &Merge,
    want: &CustomerWant,
) -> Result<Written<CustomerTree>, ServiceError> {
    op.allowed(Right::CustomerMerge)?;
    let changed = join(op, key, merge).await;
    let is_merged =
        matches!(&changed, Err(Stop::Refused(refusal)) if refusal.path == MERGED_VERSION);
    // A conflict shows the row that has changed.
    let id = if is_merged { merge.merged } else { merge.survivor };
    answer(op, id, changed, want).await
}

async fn join(op: &Op, key: Key, merge: &Merge) -> Result<(), Stop> {
    let input = json!({ "survivorId": merge.survivor.to_string(),
        "expectedVersion": merge.expected_version, "mergedId": merge.merged.to_string(),
        "mergedExpectedVersion": merge.merged_expected_version,
        "issueId": merge.issue.to_string() });
    let intent = Intent { mutation: "customerMerge", key, input, outcome: merge.survivor.0 };
    let mut write = match Write::begin(op, intent).await? {
        Begun::First(write) => write,
        Begun::Repeat(_) => return Ok(()),
    };
    if merge.survivor == merge.merged {
        return Err(ITSELF.into());
    }
    let ids = [merge.survivor, merge.merged];
    let [survivor, merged] = below::locked_pair(op, &write, ids, [SURVIVOR, MERGED]).await?;
    if survivor.version != merge.expected_version {
        return Err(Refusal::STALE.into());
    }
    if merged.version != merge.merged_expected_version {
        return Err(Refusal { path: MERGED_VERSION, ..Refusal::STALE }.into());
    }
    if merged.merged_count > 0 {
        return Err(CHAIN.into());
    }
    let issue = confirmed(&write, merge).await?;
    let place = (Some(survivor.id), Some(op.now()));
    set(op, &write, &merged, place, merged.merged_count).await?;
    let kept = (survivor.merged_into_id, survivor.merged_at);
    set(op, &write, &survivor, kept, survivor.merged_count + 1).await?;
    let issue = decide(op, &write, issue, DataIssueState::Merged).await?;
    standing::recompute(op.bank(), write.connection(), &ids).await?;
    write.tell(told(&survivor, &issue));
    write.tell(changed(&merged, Operation::Delete));
    write.tell(changed(&survivor, Operation::Update));
    audit(op, &mut write, "customerMerge", [&survivor, &merged]);
    write.commit().await
}

/// The confirmed issue of these two, locked. They may be in it by customers merged into them.
async fn confirmed(write: &Write, merge: &Merge) -> Result<data_issue::Model, Stop> {
    let missing = Refusal::missing(&["input", "issueId"]);
    let row = data_issue::Entity::find_by_id(merge.issue).lock_exclusive();
    let mut row = row.one(write.connection()).await?.ok_or(missing)?;
    let parties = customer::Entity::find()
        .filter(Column::Id.is_in([row.customer_id, row.other_id]))
        .all(write.connection())
        .await?;
    let shown: Vec<_> = parties.iter().map(|row| row.merged_into_id.unwrap_or(row.id)).collect();
    if !shown.contains(&merge.survivor) || !shown.contains(&merge.merged) {
        return Err(missing.into());
    }
    if row.state != DataIssueState::Confirmed {
        return Err(UNCONFIRMED.into());
    }
    row.merged_id = Some(merge.merged);
    Ok(row)
}

const ITSELF: Refusal = Refusal::new(
    Code::RuleViolated,
    MERGED,
    Text { zh: "客户不能与自身合并。", en: "Nobody is merged into themselves." },
);

const CHAIN: Refusal = Refusal::new(
    Code::RuleViolated,
    MERGED,
    Text {
        zh: "该客户已合并了其他客户，请交换方向或先撤销。",
        en: "Others were merged into this one: merge the other way round, or take that back first.",
    },
);

const UNCONFIRMED: Refusal = Refusal::new(
    Code::StaleState,
    &["input", "issueId"],
    Text { zh: "重复尚未确认。", en: "Nobody has confirmed that they are one." },
);
