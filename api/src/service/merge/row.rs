//! What a merge writes into the rows of the two, and tells of them.

use crate::service::{audit::Deed, change::Change, op::Op, refusal::Stop, write::Write};
use chrono::{DateTime, Utc};
use entity::{
    customer::{self, Column},
    id::CustomerId,
    outbox::{Noun, Operation},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

/// Where the merged customer stands in the input.
pub(super) const MERGED: &[&str] = &["input", "mergedId"];

/// Writes the facts of a merge into one of the two, which is locked.
pub(super) async fn set(
    op: &Op,
    write: &Write,
    row: &customer::Model,
    (into, at): (Option<CustomerId>, Option<DateTime<Utc>>),
    count: i32,
) -> Result<(), Stop> {
    customer::Entity::update_many()
        .col_expr(Column::MergedIntoId, Expr::value(into))
        .col_expr(Column::MergedAt, Expr::value(at))
        .col_expr(Column::MergedCount, count.into())
        .col_expr(Column::Version, (row.version + 1).into())
        .col_expr(Column::Revision, (row.revision + 1).into())
        .col_expr(Column::UpdatedAt, op.now().into())
        .filter(Column::Id.eq(row.id))
        .exec(write.connection())
        .await?;
    Ok(())
}

/// Tells of one of the two, whose row had these values before.
pub(super) fn changed(row: &customer::Model, operation: Operation) -> Change {
    Change {
        noun: Noun::Customer,
        row_id: row.id.0,
        operation,
        customer_id: Some(row.id),
        home_unit_id: Some(row.home_unit_id),
        staff_id: None,
        revision: row.revision + 1,
        payload: json!({ "v": 1, "version": row.version + 1, "fields": ["merged"] }),
    }
}

/// One entry for each of the two, so that the trail of either is whole.
pub(super) fn audit(op: &Op, write: &mut Write, action: &'static str, ends: [&customer::Model; 2]) {
    for end in ends {
        let deed = Deed {
            action,
            subject_noun: "customer",
            subject_id: Some(end.id.0),
            customer_id: Some(end.id),
            fields: vec!["merged"],
            purpose: None,
        };
        write.audit(op, &deed);
    }
}
