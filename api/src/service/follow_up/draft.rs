//! What a new follow-up is made of, and who may be given one.

use crate::service::{
    line,
    locale::Text,
    op::Op,
    refusal::{Code, Refusal, Stop},
    write::Write,
};
use chrono::{DateTime, Utc};
use entity::{
    assignment, customer,
    follow_up::{FollowUpKind, FollowUpOrigin, FollowUpState, Model, Priority},
    holding_holder,
    id::{CustomerId, FollowUpId, HoldingId, StaffId},
    staff::{self, StaffStatus},
    unit_closure,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

/// Longest title, in characters.
pub(super) const MAX_TITLE: usize = 200;
/// Longest result, in characters.
pub(super) const MAX_RESULT: usize = 2_000;

/// A follow-up to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUpDraft {
    /// Its id, where the client has minted one.
    pub id: Option<FollowUpId>,
    /// What kind of work.
    pub kind: FollowUpKind,
    /// What is to be done, 1 to 200 characters.
    pub title: String,
    /// Who is to do it; the actor where it is left out.
    pub assignee: Option<StaffId>,
    /// The holding that it is about, one of the customer's.
    pub holding: Option<HoldingId>,
    /// When it falls due.
    pub due_at: DateTime<Utc>,
    /// When its assignee wants to be reminded.
    pub remind_at: Option<DateTime<Utc>>,
    /// How much it matters.
    pub priority: Priority,
}

impl FollowUpDraft {
    /// The row, if the input can be taken.
    pub(super) fn row(
        &self,
        op: &Op,
        customer_id: Option<CustomerId>,
        origin: (FollowUpOrigin, Option<Uuid>),
    ) -> Result<Model, Stop> {
        let author_id = op.actor()?.staff;
        Ok(Model {
            id: self.id.unwrap_or_else(|| FollowUpId(Uuid::now_v7())),
            customer_id,
            holding_id: self.holding,
            kind: self.kind,
            title: line::required(&self.title, MAX_TITLE, &["input", "title"])?,
            assignee_id: self.assignee.unwrap_or(author_id),
            author_id,
            origin: origin.0,
            origin_id: origin.1,
            due_at: self.due_at,
            remind_at: self.remind_at,
            reminded_at: None,
            priority: self.priority,
            state: FollowUpState::Todo,
            result: None,
            closed_at: None,
            version: 1,
            revision: 1,
            created_at: op.now(),
            updated_at: op.now(),
        })
    }
}

/// Checks who is to do it: the actor, or whoever looks after the customer now. Work without a
/// customer a lead or manager may give to people of their own unit or below it.
pub(super) async fn check_assignee(
    op: &Op,
    write: &Write,
    row: &Model,
    customer: Option<&customer::Model>,
) -> Result<(), Stop> {
    let actor = op.actor()?;
    if row.assignee_id == actor.staff {
        return Ok(());
    }
    let found = match (customer, actor.led_unit()) {
        (Some(customer), _) => assignment::Entity::find()
            .filter(assignment::Column::CustomerId.eq(customer.id))
            .filter(assignment::Column::StaffId.eq(row.assignee_id))
            .filter(assignment::in_force(op.now()))
            .one(write.connection())
            .await?
            .is_some(),
        (None, Some(unit)) => staff::Entity::find_by_id(row.assignee_id)
            .filter(staff::Column::Status.eq(StaffStatus::Active))
            .filter(staff::Column::OrgUnitId.in_subquery(unit_closure::Entity::at_or_below(unit)))
            .one(write.connection())
            .await?
            .is_some(),
        (None, None) => false,
    };
    if found { Ok(()) } else { Err(UNFIT.into()) }
}

/// Checks that the holding is one of the customer's under whom the follow-up is shown.
pub(super) async fn check_holding(
    write: &Write,
    row: &Model,
    customer: Option<&customer::Model>,
) -> Result<(), Stop> {
    let Some(holding) = row.holding_id else { return Ok(()) };
    let missing = Refusal::missing(&["input", "holdingId"]);
    let Some(customer) = customer else { return Err(missing.into()) };
    let held = holding_holder::Entity::find()
        .filter(holding_holder::Column::HoldingId.eq(holding))
        .filter(
            holding_holder::Column::CustomerId
                .in_subquery(customer::Entity::shown_under(customer.id)),
        )
        .limit(1);
    held.one(write.connection()).await?.map(|_| ()).ok_or(missing.into())
}

const UNFIT: Refusal = Refusal::new(
    Code::RuleViolated,
    &["input", "assigneeId"],
    Text {
        zh: "只能交给自己或该客户的现任客户经理。",
        en: "It goes to yourself or to whoever looks after the customer now.",
    },
);
