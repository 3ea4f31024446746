//! Rules that the bank sets itself, in versions: which one holds, and those that the product ships
//! with.

use super::error::ServiceError;
use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    id::PolicyId,
    policy::{self, Column, Entity, PolicyKind},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};
use serde::Serialize;
use uuid::Uuid;

/// The first version of a policy, which nobody had to approve.
pub(super) fn shipped(
    kind: PolicyKind,
    document: &impl Serialize,
    now: DateTime<Utc>,
) -> policy::ActiveModel {
    policy::ActiveModel {
        id: Set(PolicyId(Uuid::now_v7())),
        kind: Set(kind),
        version: Set(1),
        document: Set(serde_json::json!(document).to_string()),
        effective_on: Set(DateTime::UNIX_EPOCH.date_naive()),
        first_approver_id: Set(None),
        second_approver_id: Set(None),
        created_at: Set(now),
    }
}

/// The document of the latest version that holds on a day. One that only one person has approved
/// does not.
pub(super) async fn in_force(
    connection: &impl ConnectionTrait,
    kind: PolicyKind,
    on: NaiveDate,
) -> Result<Option<String>, ServiceError> {
    let nobody = Condition::all()
        .add(Column::FirstApproverId.is_null())
        .add(Column::SecondApproverId.is_null())
        .add(Column::Version.eq(1));
    let both = Condition::all()
        .add(Column::FirstApproverId.is_not_null())
        .add(Column::SecondApproverId.is_not_null());
    let row = Entity::find()
        .filter(Column::Kind.eq(kind))
        .filter(Column::EffectiveOn.lte(on))
        .filter(Condition::any().add(nobody).add(both))
        .order_by_desc(Column::Version)
        .one(connection)
        .await?;
    Ok(row.map(|row| row.document))
}
