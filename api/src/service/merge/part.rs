//! Taking a merge back, within thirty days.

use super::row::{MERGED, audit, changed, set};
use crate::{
    auth::policy::Right,
    service::{
        below,
        customer::{CustomerTree, CustomerWant, answer, by_id},
        data_issue::judge::{decide, told},
        error::ServiceError,
        locale::Text,
        op::Op,
        refusal::{Code, Refusal, Stop, Written},
        standing,
        write::{Begun, Intent, Key, Write},
    },
};
use chrono::TimeDelta;
use entity::{
    customer,
    data_issue::{self, DataIssueState},
    id::CustomerId,
    outbox::Operation,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;

/// How long a merge can be taken back.
const REVERSIBLE: TimeDelta = TimeDelta::days(30);

/// Which merge to take back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unmerge {
    /// The customer that was merged.
    pub merged: CustomerId,
    /// The survivor's version that the actor has seen.
    pub expected_version: i32,
}

/// Takes a merge back: the customer is shown again, with what is its own. Answers with the
/// survivor, and with the other one if the actor sees it.
///
/// # Errors
/// The actor may merge no customers at all, or the database does not answer.
pub async fn unmerge(
    op: &Op,
    key: Key,
    unmerge: &Unmerge,
    want: &CustomerWant,
    restored: &CustomerWant,
) -> Result<(Written<CustomerTree>, Option<CustomerTree>), ServiceError> {
    op.allowed(Right::CustomerMerge)?;
    let mut survivor = unmerge.merged;
    let changed = part(op, key, unmerge, &mut survivor).await;
    let is_done = changed.is_ok();
    let answered = answer(op, survivor, changed, want).await?;
    let other = if is_done { by_id(&op.renewed(), unmerge.merged, restored).await? } else { None };
    Ok((answered, other))
}

async fn part(op: &Op, key: Key, unmerge: &Unmerge, shown: &mut CustomerId) -> Result<(), Stop> {
    let input = json!({ "mergedId": unmerge.merged.to_string(),
        "expectedVersion": unmerge.expected_version });
    let intent = Intent { mutation: "customerUnmerge", key, input, outcome: unmerge.merged.0 };
    let mut write = match Write::begin(op, intent).await? {
        Begun::First(write) => write,
        Begun::Repeat(_) => {
            *shown = survivor_before(op, unmerge.merged).await?.unwrap_or(*shown);
            return Ok(());
        }
    };
    let owner = customer::Entity::only(unmerge.merged);
    let survivor = below::locked(op, &write, owner, Refusal::missing(MERGED)).await?;
    *shown = survivor.id;
    if survivor.id == unmerge.merged {
        return Err(NOT_MERGED.into());
    }
    if survivor.version != unmerge.expected_version {
        return Err(Refusal::STALE.into());
    }
    let merged = customer::Entity::find_by_id(unmerge.merged).lock_exclusive();
    let merged = merged.one(write.connection()).await?.ok_or(Refusal::missing(MERGED))?;
    if merged.merged_at.is_none_or(|at| at + REVERSIBLE < op.now()) {
        return Err(TOO_LATE.into());
    }
    set(op, &write, &merged, (None, None), merged.merged_count).await?;
    let kept = (survivor.merged_into_id, survivor.merged_at);
    set(op, &write, &survivor, kept, survivor.merged_count - 1).await?;
    let ids = [survivor.id, merged.id];
    standing::recompute(op.bank(), write.connection(), &ids).await?;
    for issue in issues(&write, merged.id).await? {
        let issue = decide(op, &write, issue, DataIssueState::Rejected).await?;
        write.tell(told(&survivor, &issue));
        write.tell(told(&merged, &issue));
    }
    write.tell(changed(&merged, Operation::Create));
    write.tell(changed(&survivor, Operation::Update));
    audit(op, &mut write, "customerUnmerge", [&survivor, &merged]);
    write.commit().await
}

/// The issue on account of which a customer was merged; rejected from now on, so that it is not
/// found again.
async fn issues(write: &Write, merged: CustomerId) -> Result<Vec<data_issue::Model>, Stop> {
    let rows = data_issue::Entity::find()
        .filter(data_issue::Column::MergedId.eq(merged))
        .filter(data_issue::Column::State.eq(DataIssueState::Merged))
        .lock_exclusive();
    Ok(rows.all(write.connection()).await?)
}

/// Into whom a customer had been merged when that was taken back.
async fn survivor_before(op: &Op, merged: CustomerId) -> Result<Option<CustomerId>, ServiceError> {
    use sea_orm::QueryOrder;
    let row = data_issue::Entity::find()
        .filter(data_issue::Column::MergedId.eq(merged))
        .order_by_desc(data_issue::Column::DecidedAt)
        .one(op.instance().writer().pool())
        .await?;
    let other = |row: data_issue::Model| {
        if row.customer_id == merged { row.other_id } else { row.customer_id }
    };
    Ok(row.map(other))
}

const NOT_MERGED: Refusal = Refusal::new(
    Code::RuleViolated,
    MERGED,
    Text { zh: "该客户未被合并。", en: "This customer is not merged." },
);

const TOO_LATE: Refusal = Refusal::new(
    Code::RuleViolated,
    MERGED,
    Text {
        zh: "合并已超过30天，不能撤销。", en: "The merge is more than 30 days old."
    },
);
