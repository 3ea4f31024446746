//! The row of an interaction as it is first made, and what is told of a change to it.

use super::details::Details;
use crate::service::{
    audit::Deed,
    change::Change,
    locale::Text,
    op::Op,
    refusal::{Code, Refusal, Stop},
};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    customer,
    id::{CustomerId, InteractionId, StaffId},
    interaction::{Channel, ContactDirection, Model},
    outbox::{Noun, Operation},
};
use serde_json::json;

/// How far a phone's clock may be ahead.
const AHEAD: TimeDelta = TimeDelta::minutes(5);

/// Who meets whom, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The interaction's id, where the client has minted one.
    pub id: Option<InteractionId>,
    /// With whom.
    pub customer: CustomerId,
    /// By which way.
    pub channel: Channel,
    /// From whom it went out.
    pub direction: ContactDirection,
    /// Who of the bank takes part, beside the actor.
    pub participants: Vec<StaffId>,
    /// The rest.
    pub details: Details,
}

/// A new row, nothing told of it yet but who, how and the details.
pub(super) fn fresh(
    op: &Op,
    id: InteractionId,
    (held, customer_id): (&Held, CustomerId),
    happens_at: DateTime<Utc>,
) -> Result<Model, Stop> {
    let mut row = Model {
        id,
        customer_id,
        author_id: op.actor()?.staff,
        channel: held.channel,
        direction: held.direction,
        planned_at: None,
        started_at: None,
        ended_at: None,
        happens_at,
        place: None,
        goal: None,
        maintenance_form: None,
        outcome: None,
        summary: None,
        competitors: "[]".to_owned(),
        rate_asked_millionths: None,
        next_step: None,
        version: 1,
        revision: 1,
        created_at: op.now(),
        updated_at: op.now(),
    };
    held.details.apply(&mut row)?;
    Ok(row)
}

/// What has begun lies not in the future, and ends not before its beginning.
pub(super) fn check_times(
    op: &Op,
    (started, ended): (DateTime<Utc>, Option<DateTime<Utc>>),
) -> Result<(), Refusal> {
    if started > op.now() + AHEAD {
        let message = Text {
            zh: "开始时间不能在未来，请改为计划。",
            en: "This lies in the future: plan it instead.",
        };
        return Err(Refusal::new(Code::Invalid, &["input", "startedAt"], message));
    }
    if ended.is_some_and(|ended| ended < started || ended > op.now() + AHEAD) {
        let message = Text {
            zh: "结束时间应在开始之后、当前时间之前。",
            en: "It ends after its beginning and not in the future.",
        };
        return Err(Refusal::new(Code::Invalid, &["input", "endedAt"], message));
    }
    Ok(())
}

/// What a change to an interaction tells those who see the customer under whom it is shown; never
/// what was said.
pub(super) fn told(
    row: &Model,
    customer: &customer::Model,
    operation: Operation,
    fields: &[&'static str],
) -> Change {
    Change {
        noun: Noun::Interaction,
        row_id: row.id.0,
        operation,
        customer_id: Some(customer.id),
        home_unit_id: Some(customer.home_unit_id),
        staff_id: None,
        revision: row.revision,
        payload: json!({ "v": 1, "version": row.version, "fields": fields }),
    }
}

pub(super) fn deed(action: &'static str, row: &Model, fields: Vec<&'static str>) -> Deed {
    Deed {
        action,
        subject_noun: "interaction",
        subject_id: Some(row.id.0),
        customer_id: Some(row.customer_id),
        fields,
        purpose: None,
    }
}
