//! Assignments of customers that the actor may see, and what is wanted below them.

use crate::service::{
    error::ServiceError,
    list::{Asked, Listed},
    op::Op,
    page::in_list,
    rank,
    staff::{self, StaffTree, StaffWant},
};
use chrono::{DateTime, Utc};
use entity::{
    assignment::{self, Column, Entity, in_force},
    customer,
    id::{AssignmentId, CustomerId},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, Order, QueryFilter};
use std::{collections::HashMap, sync::Arc};

/// A way of asking for a customer's coverage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoverageAsk {
    /// Only what is in force at this instant; the whole history otherwise.
    pub at: Option<DateTime<Utc>>,
    /// The assignment after which the page begins.
    pub after: Option<(DateTime<Utc>, AssignmentId)>,
}

/// How deep an assignment is wanted.
#[derive(Clone, Debug, Default)]
pub struct AssignmentWant {
    /// The member of staff, if they are.
    pub staff: Option<StaffWant>,
}

/// An assignment and what was wanted below it.
#[derive(Clone, Debug)]
pub struct AssignmentTree {
    /// The row.
    pub assignment: assignment::Model,
    /// The member of staff; `None` where they were not wanted.
    pub staff: Option<Arc<StaffTree>>,
}

/// Those of these assignments whose customer the actor may see.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn by_ids(
    op: &Op,
    ids: &[AssignmentId],
    want: &AssignmentWant,
) -> Result<HashMap<AssignmentId, Arc<AssignmentTree>>, ServiceError> {
    let seen = customer::Entity::visible_ids(op.actor()?, op.now());
    let rows = Entity::find()
        .filter(Column::Id.is_in(in_list(ids)))
        .filter(Column::CustomerId.in_subquery(seen));
    let trees = grow(op, rows.all(op.reader().await?).await?, want).await?;
    Ok(trees.into_iter().map(|tree| (tree.assignment.id, tree)).collect())
}

/// The coverage of each of `customers`, whose scope was checked; the latest first.
pub(in crate::service) async fn of_customers(
    op: &Op,
    customers: &[CustomerId],
    asked: &Asked<CoverageAsk, AssignmentWant>,
) -> Result<HashMap<CustomerId, Listed<Arc<AssignmentTree>>>, ServiceError> {
    let mut base = Entity::of_customers(in_list(customers));
    if let Some(at) = asked.ask.at {
        base = base.filter(in_force(at));
    }
    let totals = rank::totals(op, asked.total, &base, Column::CustomerId, Column::Id).await?;
    if let Some((from, id)) = asked.ask.after {
        let same = Condition::all().add(Column::ValidFrom.eq(from)).add(Column::Id.lt(id));
        base = base.filter(Condition::any().add(Column::ValidFrom.lt(from)).add(same));
    }
    let order = [(Column::ValidFrom, Order::Desc), (Column::Id, Order::Desc)];
    let rows = rank::of_each(base, Column::CustomerId, Column::Id, &order, asked.first);
    let trees = grow(op, rows.all(op.reader().await?).await?, &asked.want).await?;
    Ok(rank::grouped(trees, totals, |tree| Some(tree.assignment.customer_id)))
}

/// Fetches what is wanted below assignments, each noun once for all of them.
pub(in crate::service) async fn grow(
    op: &Op,
    rows: Vec<assignment::Model>,
    want: &AssignmentWant,
) -> Result<Vec<Arc<AssignmentTree>>, ServiceError> {
    let staff = match &want.staff {
        Some(want) => {
            let ids: Vec<_> = rows.iter().map(|assignment| assignment.staff_id).collect();
            Some(staff::by_ids(op, &ids, want).await?)
        }
        None => None,
    };
    let tree = |assignment: assignment::Model| {
        let staff = staff.as_ref().and_then(|staff| staff.get(&assignment.staff_id).cloned());
        Arc::new(AssignmentTree { assignment, staff })
    };
    Ok(rows.into_iter().map(tree).collect())
}
