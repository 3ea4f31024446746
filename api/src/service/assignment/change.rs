//! Changing who looks after a customer: a new assignment, with the old LEAD's ended in the same
//! transaction, or the end of one.

use super::tree::{AssignmentTree, AssignmentWant, by_ids};
use crate::{
    auth::policy::Right,
    service::{
        audit::Deed,
        change::Change,
        customer::{CustomerTree, CustomerWant, answer},
        error::ServiceError,
        locale::Text,
        op::Op,
        refusal::{Code, Refusal, Stop, Written},
        write::{Begun, Intent, Key, Write},
    },
};
use chrono::{DateTime, Utc};
use entity::{
    assignment::{self, AssignmentRole, Column, in_force},
    customer, customer_standing,
    id::{AssignmentId, CustomerId, OrgUnitId, StaffId},
    outbox::{Noun, Operation},
    staff::{self, StaffStatus},
    staff_role::{self, Role},
    unit_closure,
};
use sea_orm::{
    ActiveEnum, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    sea_query::Expr,
};
use serde_json::json;
use std::sync::Arc;
use uuid::Uuid;

/// Longest reason, in characters.
const MAX_REASON: usize = 200;

/// What to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignmentChange {
    /// Whose coverage.
    pub customer: CustomerId,
    /// The customer's version that the actor has seen.
    pub expected_version: i32,
    /// As what.
    pub role: AssignmentRole,
    /// Who is to look after the customer; for LEAD they take over from the one in force.
    pub staff: StaffId,
    /// Why.
    pub reason: String,
}

/// What became of it.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The customer as it is now, or why nothing was written.
    pub customer: Written<CustomerTree>,
    /// The new assignment, if the actor still sees its customer.
    pub assignment: Option<Arc<AssignmentTree>>,
}

/// Changes who looks after a customer, from now on.
///
/// # Errors
/// The actor may change no assignment at all, or the database does not answer.
pub async fn change(
    op: &Op,
    key: Key,
    change: &AssignmentChange,
    want: &CustomerWant,
    assignment_want: &AssignmentWant,
) -> Result<Changed, ServiceError> {
    op.allowed(Right::AssignmentChange)?;
    let changed = carry_out(op, key, change).await;
    let id = changed.as_ref().ok().copied();
    let customer = answer(op, change.customer, changed.map(|_| ()), want).await?;
    let assignment = match id {
        Some(id) => by_ids(&op.renewed(), &[id], assignment_want).await?.remove(&id),
        None => None,
    };
    Ok(Changed { customer, assignment })
}

async fn carry_out(op: &Op, key: Key, change: &AssignmentChange) -> Result<AssignmentId, Stop> {
    let input = json!({ "customerId": change.customer.to_string(),
        "expectedVersion": change.expected_version, "role": change.role.to_value(),
        "staffId": change.staff.to_string(), "reason": change.reason });
    let id = AssignmentId(Uuid::now_v7());
    let intent = Intent { mutation: "assignmentChange", key, input, outcome: id.0 };
    let mut write = match Write::begin(op, intent).await? {
        Begun::First(write) => write,
        Begun::Repeat(done) => return Ok(AssignmentId(done)),
    };
    let row = locked(op, &write, change.customer).await?;
    if row.version != change.expected_version {
        return Err(Refusal::STALE.into());
    }
    let reason = reason(&change.reason)?;
    let unit = fit(op, &write, change).await?;
    let before = in_role(op, &write, change).await?;
    if before.iter().any(|assignment| assignment.staff_id == change.staff) {
        return Err(ALREADY.into());
    }
    let is_lead = change.role == AssignmentRole::Lead;
    let home = if is_lead { unit } else { row.home_unit_id };
    if is_lead {
        for old in &before {
            end(op, &write, old).await?;
            write.tell(told(old, &row, home, Some(op.now())));
        }
        hand_over(op, &write, &row, change.staff, home).await?;
    }
    let new = assignment::Model {
        id,
        customer_id: change.customer,
        staff_id: change.staff,
        role: change.role,
        valid_from: op.now(),
        valid_to: None,
        reason,
        is_generated: false,
        created_at: op.now(),
    };
    assignment::Entity::insert(new.clone().into_active_model())
        .exec_without_returning(write.connection())
        .await?;
    write.tell(told(&new, &row, home, None));
    if is_lead {
        write.tell(led(&row, home));
    }
    write.audit(op, &deed(change, id));
    write.commit().await?;
    Ok(id)
}

async fn locked(op: &Op, write: &Write, id: CustomerId) -> Result<customer::Model, Stop> {
    let locked = customer::Entity::visible(op.actor()?, op.now())
        .filter(customer::Column::Id.eq(id))
        .lock_exclusive();
    let row = locked.one(write.connection()).await?;
    Ok(row.ok_or(Refusal::missing(&["input", "customerId"]))?)
}

/// The unit of whoever is to take over, if they may: a relationship manager at work, in the
/// actor's own unit or below it.
async fn fit(op: &Op, write: &Write, change: &AssignmentChange) -> Result<OrgUnitId, Stop> {
    let managers = staff_role::Entity::find()
        .select_only()
        .column(staff_role::Column::StaffId)
        .filter(staff_role::Column::Role.eq(Role::Rm));
    let found = staff::Entity::find_by_id(change.staff)
        .filter(staff::Column::Status.eq(StaffStatus::Active))
        .filter(staff::Column::Id.in_subquery(sea_orm::QueryTrait::into_query(managers)))
        .filter(
            staff::Column::OrgUnitId
                .in_subquery(unit_closure::Entity::at_or_below(op.actor()?.unit)),
        );
    let found = found.one(write.connection()).await?;
    found.map(|staff| staff.org_unit_id).ok_or(UNFIT.into())
}

async fn in_role(
    op: &Op,
    write: &Write,
    change: &AssignmentChange,
) -> Result<Vec<assignment::Model>, Stop> {
    let rows = assignment::Entity::find()
        .filter(Column::CustomerId.eq(change.customer))
        .filter(Column::Role.eq(change.role))
        .filter(in_force(op.now()));
    Ok(rows.all(write.connection()).await?)
}

async fn end(op: &Op, write: &Write, old: &assignment::Model) -> Result<(), Stop> {
    assignment::Entity::update_many()
        .col_expr(Column::ValidTo, op.now().into())
        .filter(Column::Id.eq(old.id))
        .exec(write.connection())
        .await?;
    Ok(())
}

/// The two facts of the customer that follow its LEAD, and the unit that its standing repeats.
async fn hand_over(
    op: &Op,
    write: &Write,
    row: &customer::Model,
    lead: StaffId,
    home: OrgUnitId,
) -> Result<(), Stop> {
    let changed = customer::Entity::change(op.actor()?, op.now(), row.id)
        .col_expr(customer::Column::LeadStaffId, Expr::value(lead))
        .col_expr(customer::Column::HomeUnitId, Expr::value(home))
        .col_expr(customer::Column::Version, (row.version + 1).into())
        .col_expr(customer::Column::Revision, (row.revision + 1).into())
        .col_expr(customer::Column::UpdatedAt, op.now().into())
        .exec(write.connection())
        .await?;
    if changed.rows_affected == 0 {
        return Err(Refusal::missing(&["input", "customerId"]).into());
    }
    Ok(move_standing(write, row, home).await?)
}

/// The standing repeats the home unit.
pub(super) async fn move_standing(
    write: &Write,
    row: &customer::Model,
    home: OrgUnitId,
) -> Result<(), DbErr> {
    if home != row.home_unit_id {
        customer_standing::Entity::update_many()
            .col_expr(customer_standing::Column::HomeUnitId, Expr::value(home))
            .filter(customer_standing::Column::CustomerId.eq(row.id))
            .exec(write.connection())
            .await?;
    }
    Ok(())
}

/// Tells those who gain and those who lose access, which the home units of before and after decide.
pub(super) fn told(
    assignment: &assignment::Model,
    row: &customer::Model,
    home: OrgUnitId,
    ended: Option<DateTime<Utc>>,
) -> Change {
    Change {
        noun: Noun::Assignment,
        row_id: assignment.id.0,
        operation: if ended.is_some() { Operation::Update } else { Operation::Create },
        customer_id: Some(assignment.customer_id),
        home_unit_id: Some(home),
        staff_id: Some(assignment.staff_id),
        revision: row.revision + 1,
        payload: json!({ "v": 1, "role": assignment.role.to_value(), "endedAt": ended,
            "homeUnitBefore": row.home_unit_id.to_string(), "homeUnit": home.to_string() }),
    }
}

/// Tells that the customer's own two facts have followed its LEAD.
pub(super) fn led(row: &customer::Model, home: OrgUnitId) -> Change {
    Change {
        noun: Noun::Customer,
        row_id: row.id.0,
        operation: Operation::Update,
        customer_id: Some(row.id),
        home_unit_id: Some(home),
        staff_id: None,
        revision: row.revision + 1,
        payload: json!({ "v": 1, "version": row.version + 1, "fields": ["lead", "homeUnit"] }),
    }
}

fn deed(change: &AssignmentChange, id: AssignmentId) -> Deed {
    Deed {
        action: "assignmentChange",
        subject_noun: "assignment",
        subject_id: Some(id.0),
        customer_id: Some(change.customer),
        fields: vec!["role", "staffId"],
        purpose: None,
    }
}

const ALREADY: Refusal = Refusal::new(
    Code::Duplicate,
    &["input", "staffId"],
    Text {
        zh: "该员工已担任此角色。", en: "They look after the customer in this role already."
    },
);

const UNFIT: Refusal = Refusal::new(
    Code::RuleViolated,
    &["input", "staffId"],
    Text {
        zh: "只能指派本机构或下属机构的在岗客户经理。",
        en: "Only a relationship manager at work in your unit or below it can take over.",
    },
);

fn reason(text: &str) -> Result<String, Refusal> {
    const PATH: &[&str] = &["input", "reason"];
    let text = text.trim();
    if text.is_empty() {
        let message = Text { zh: "请填写原因。", en: "Say why." };
        return Err(Refusal::new(Code::Required, PATH, message));
    }
    if text.chars().count() > MAX_REASON {
        let message =
            Text { zh: "原因最多200个字。", en: "A reason may have 200 characters." };
        return Err(Refusal::new(Code::TooLong, PATH, message));
    }
    Ok(text.to_owned())
}
