//! What a write to a follow-up tells and answers.

use super::tree::{FollowUpTree, FollowUpWant, by_ids};
use crate::service::{
    audit::Deed,
    change::Change,
    error::ServiceError,
    op::Op,
    refusal::{Stop, Written, answered},
    write::Write,
};
use entity::{
    customer,
    follow_up::Model,
    id::{FollowUpId, StaffId},
    outbox::{Noun, Operation},
};
use serde_json::json;
use std::sync::Arc;

/// Tells of a change to a follow-up. One without a customer concerns nobody but who is to do it
/// and who made it, each of whom is named.
pub(super) fn tell(
    write: &mut Write,
    row: &Model,
    customer: Option<&customer::Model>,
    operation: Operation,
    fields: &[&'static str],
) {
    write.tell(told(row, customer, operation, row.assignee_id, fields));
    if row.customer_id.is_none() && row.author_id != row.assignee_id {
        write.tell(told(row, customer, operation, row.author_id, fields));
    }
}

/// Tells one person, and those who see the customer under whom it is shown.
pub(super) fn told(
    row: &Model,
    customer: Option<&customer::Model>,
    operation: Operation,
    staff: StaffId,
    fields: &[&'static str],
) -> Change {
    Change {
        noun: Noun::FollowUp,
        row_id: row.id.0,
        operation,
        customer_id: customer.map(|customer| customer.id),
        home_unit_id: customer.map(|customer| customer.home_unit_id),
        staff_id: Some(staff),
        revision: row.revision,
        payload: json!({ "v": 1, "version": row.version, "fields": fields }),
    }
}

pub(super) fn deed(action: &'static str, row: &Model, fields: Vec<&'static str>) -> Deed {
    Deed {
        action,
        subject_noun: "followUp",
        subject_id: Some(row.id.0),
        customer_id: row.customer_id,
        fields,
        purpose: None,
    }
}

/// What a write to a follow-up answers: the follow-up as it is afterwards, or why it was refused.
pub(super) async fn answer(
    op: &Op,
    id: FollowUpId,
    done: Result<(), Stop>,
    want: &FollowUpWant,
) -> Result<Written<Arc<FollowUpTree>>, ServiceError> {
    // A snapshot that was taken before would not hold what has been written.
    let op = op.renewed();
    answered(done, async { Ok(by_ids(&op, &[id], want).await?.remove(&id)) }).await
}
