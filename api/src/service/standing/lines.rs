//! The lines between the tiers: a policy of the bank.

use super::tier::Lines;
use crate::service::error::ServiceError;
use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    id::PolicyId,
    policy::{self, Column, Entity, PolicyKind},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The document of a version.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Document {
    /// First assets of the second, third and fourth tier, in minor units of the base currency.
    lines_minor: [i64; 3],
}

/// The version that the product ships with (domain F06b): 50 thousand, 500 thousand, 6 million.
#[must_use]
pub fn shipped(now: DateTime<Utc>) -> policy::ActiveModel {
    let document = Document { lines_minor: [5_000_000, 50_000_000, 600_000_000] };
    policy::ActiveModel {
        id: Set(PolicyId(Uuid::now_v7())),
        kind: Set(PolicyKind::TierLines),
        version: Set(1),
        document: Set(serde_json::json!(document).to_string()),
        effective_on: Set(DateTime::UNIX_EPOCH.date_naive()),
        first_approver_id: Set(None),
        second_approver_id: Set(None),
        created_at: Set(now),
    }
}

/// The latest version that holds on a day. One that only one person has approved does not.
///
/// # Errors
/// The database does not answer, or there is no version, or its document is none.
pub(super) async fn load(
    connection: &impl ConnectionTrait,
    on: NaiveDate,
) -> Result<Lines, ServiceError> {
    let nobody = Condition::all()
        .add(Column::FirstApproverId.is_null())
        .add(Column::SecondApproverId.is_null())
        .add(Column::Version.eq(1));
    let both = Condition::all()
        .add(Column::FirstApproverId.is_not_null())
        .add(Column::SecondApproverId.is_not_null());
    let row = Entity::find()
        .filter(Column::Kind.eq(PolicyKind::TierLines))
        .filter(Column::EffectiveOn.lte(on))
        .filter(Condition::any().add(nobody).add(both))
        .order_by_desc(Column::Version)
        .one(connection)
        .await?;
    let row = row.ok_or(ServiceError::Defect("no lines of the tiers hold on the bank date"))?;
    let document: Document = serde_json::from_str(&row.document)
        .map_err(|_| ServiceError::Defect("the lines of the tiers cannot be read"))?;
    Ok(Lines(document.lines_minor))
}
