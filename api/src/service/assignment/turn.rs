//! What begins or ends by time alone. Nobody writes at that instant, so a job tells of it and keeps
//! the two facts of the customer that follow its LEAD.
//!
//! What `assignmentChange` has just begun or ended is told a second time: consumers apply by id and
//! revision, so that is harmless, and no mark on the row is needed.

use super::change::{led, move_standing, told};
use crate::service::{error::ServiceError, op::Op, refusal::Stop, write::Write};
use chrono::{DateTime, Utc};
use entity::{
    assignment::{self, AssignmentRole, Column, Entity, in_force},
    customer,
    id::{CustomerId, OrgUnitId, StaffId},
    staff,
};
use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};
use std::collections::HashMap;

/// Customers changed in one transaction, so that on SQLite writers never wait long for it.
const BATCH: u64 = 100;

/// A stretch of business time: after the first instant, up to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Told up to here.
    pub after: DateTime<Utc>,
    /// To be told up to here.
    pub until: DateTime<Utc>,
}

/// Tells of the assignments that began or ended within `stretch`, and answers with how many
/// customers they concern.
///
/// # Errors
/// The database does not answer; the batches before are told, the rest is told by the next try.
pub async fn turn(op: &Op, stretch: Stretch) -> Result<usize, ServiceError> {
    let (mut concerned, mut last) = (0, None);
    loop {
        let batch = customers(op, stretch, last).await?;
        let Some(&end) = batch.last() else { return Ok(concerned) };
        match turn_batch(op, stretch, &batch).await {
            Ok(()) => {}
            Err(Stop::Failed(error)) => return Err(error),
            Err(Stop::Refused(_)) => return Err(ServiceError::Defect("a turn cannot be refused")),
        }
        (concerned, last) = (concerned + batch.len(), Some(end));
    }
}

/// The next customers whose coverage turns.
async fn customers(
    op: &Op,
    stretch: Stretch,
    after: Option<CustomerId>,
) -> Result<Vec<CustomerId>, ServiceError> {
    let mut rows = Entity::find()
        .select_only()
        .column(Column::CustomerId)
        .distinct()
        .filter(turns(stretch))
        .order_by_asc(Column::CustomerId)
        .limit(BATCH);
    if let Some(after) = after {
        rows = rows.filter(Column::CustomerId.gt(after));
    }
    Ok(rows.into_tuple().all(op.instance().writer().pool()).await?)
}

/// What is empty in time, because it was ended before it began, never turns.
fn turns(stretch: Stretch) -> Condition {
    let within = |column: Column| {
        Condition::all().add(column.gt(stretch.after)).add(column.lte(stretch.until))
    };
    let lasts = Expr::col(Column::ValidFrom).lt(Expr::col(Column::ValidTo));
    Condition::all()
        .add(Condition::any().add(within(Column::ValidFrom)).add(within(Column::ValidTo)))
        .add(Condition::any().add(Column::ValidTo.is_null()).add(lasts))
}

async fn turn_batch(op: &Op, stretch: Stretch, ids: &[CustomerId]) -> Result<(), Stop> {
    let mut write = Write::unkeyed(op).await?;
    // In one order, so that two that lock the same customers never wait for each other.
    let locked = customer::Entity::find()
        .filter(customer::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(customer::Column::Id)
        .lock_exclusive();
    let rows = locked.all(write.connection()).await?;
    let leads = leads(write.connection(), op.now(), ids).await?;
    let turned = Entity::find()
        .filter(Column::CustomerId.is_in(ids.iter().copied()))
        .filter(turns(stretch))
        .order_by_asc(Column::Id)
        .all(write.connection())
        .await?;
    for row in rows {
        let lead = leads.get(&row.id).copied();
        let home = lead.map_or(row.home_unit_id, |(_, unit)| unit);
        let lead = lead.map(|(staff, _)| staff);
        let follows = lead != row.lead_staff_id || home != row.home_unit_id;
        keep(&write, &row, lead, home, follows).await?;
        for assignment in turned.iter().filter(|assignment| assignment.customer_id == row.id) {
            let ended = assignment.valid_to.filter(|&end| end <= stretch.until);
            write.tell(told(assignment, &row, home, ended));
        }
        if follows {
            write.tell(led(&row, home));
        }
    }
    write.commit().await
}

/// The LEAD in force of each customer, with the unit that makes the home unit.
async fn leads(
    transaction: &DatabaseTransaction,
    now: DateTime<Utc>,
    ids: &[CustomerId],
) -> Result<HashMap<CustomerId, (StaffId, OrgUnitId)>, ServiceError> {
    let rows = Entity::find()
        .filter(Column::CustomerId.is_in(ids.iter().copied()))
        .filter(Column::Role.eq(AssignmentRole::Lead))
        .filter(in_force(now))
        .all(transaction)
        .await?;
    let staff = staff::Entity::find()
        .filter(staff::Column::Id.is_in(rows.iter().map(|row| row.staff_id)))
        .all(transaction)
        .await?;
    let units: HashMap<_, _> = staff.into_iter().map(|row| (row.id, row.org_unit_id)).collect();
    let lead = |row: assignment::Model| {
        Some((row.customer_id, (row.staff_id, *units.get(&row.staff_id)?)))
    };
    Ok(rows.into_iter().filter_map(lead).collect())
}

/// The revision rises even where the LEAD stays: what is told of the customer's coverage has it.
async fn keep(
    write: &Write,
    row: &customer::Model,
    lead: Option<StaffId>,
    home: OrgUnitId,
    follows: bool,
) -> Result<(), Stop> {
    customer::Entity::update_many()
        .col_expr(customer::Column::LeadStaffId, Expr::value(lead))
        .col_expr(customer::Column::HomeUnitId, Expr::value(home))
        .col_expr(customer::Column::Version, (row.version + i32::from(follows)).into())
        .col_expr(customer::Column::Revision, (row.revision + 1).into())
        .filter(customer::Column::Id.eq(row.id))
        .exec(write.connection())
        .await?;
    Ok(move_standing(write, row, home).await?)
}
