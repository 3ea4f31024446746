//! How many customers are contacted in time (接触达标率, domain F09): of a LEAD, and of a unit.
//!
//! Whoever may see the figure sees the same one: it counts all customers concerned, not those that
//! the actor may see. Who that is, is judged here by itself.

use super::{error::ServiceError, op::Op, page::in_list, standing::ratio};
use chrono::NaiveDate;
use entity::{
    actor::Grant,
    assignment::{self, AssignmentRole, in_force},
    customer, customer_standing,
    id::{OrgUnitId, StaffId},
    staff, unit_closure,
};
use rust_decimal::Decimal;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, TryGetable,
    sea_query::{Asterisk, Expr, Func, Query, SelectStatement},
};
use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
};

/// How many of some customers are contacted in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContactCompliance {
    /// All of them.
    pub customers: i64,
    /// Those whose visit is overdue.
    pub overdue_visits: i64,
    /// Those whose contact of any kind is overdue.
    pub overdue_touches: i64,
    /// Those of whom either is.
    pub overdue: i64,
    /// The day of business time on which that is so.
    pub as_of: NaiveDate,
}

impl ContactCompliance {
    fn nobody(as_of: NaiveDate) -> Self {
        Self { customers: 0, overdue_visits: 0, overdue_touches: 0, overdue: 0, as_of }
    }

    /// Customers of whom nothing is overdue as a part of all, to four digits; `None` where there
    /// are none.
    #[must_use]
    pub fn ratio(&self) -> Option<Decimal> {
        ratio(self.customers - self.overdue, self.customers)
    }
}

/// Of these members of staff, for the customers whose LEAD they are. Those of whom the actor may
/// not know it are missing: an RM knows their own, a lead or manager that of their people.
pub(super) async fn of_staff(
    op: &Op,
    rows: &[staff::Model],
) -> Result<HashMap<StaffId, ContactCompliance>, ServiceError> {
    let actor = op.actor()?;
    let units: Vec<_> = rows.iter().map(|row| row.org_unit_id).collect();
    let known = known_units(op, &units).await?;
    let is_own = |id| id == actor.staff && actor.grants().contains(&Grant::Assigned);
    let of_known = |row: &&staff::Model| known.contains(&row.org_unit_id) || is_own(row.id);
    let ids: Vec<_> = rows.iter().filter(of_known).map(|row| row.id).collect();
    let led = Query::select()
        .expr_as(Expr::col((assignment::Entity, assignment::Column::StaffId)), "parent")
        .from(assignment::Entity)
        .inner_join(
            customer::Entity,
            Expr::col((customer::Entity, customer::Column::Id))
                .equals((assignment::Entity, assignment::Column::CustomerId)),
        )
        .and_where(assignment::Column::StaffId.is_in(in_list(&ids)))
        .and_where(assignment::Column::Role.eq(AssignmentRole::Lead))
        .cond_where(in_force(op.now()))
        .group_by_col((assignment::Entity, assignment::Column::StaffId))
        .take();
    counted(op, &ids, led).await
}

/// Of these units, for the customers who belong there or below. Those of which the actor may not
/// know it are missing: a lead or manager knows that of their unit and those below.
pub(super) async fn of_units(
    op: &Op,
    units: &[OrgUnitId],
) -> Result<HashMap<OrgUnitId, ContactCompliance>, ServiceError> {
    let known = known_units(op, units).await?;
    let ids: Vec<_> = units.iter().copied().filter(|unit| known.contains(unit)).collect();
    let below = Query::select()
        .expr_as(Expr::col((unit_closure::Entity, unit_closure::Column::AncestorId)), "parent")
        .from(unit_closure::Entity)
        .inner_join(
            customer::Entity,
            Expr::col((customer::Entity, customer::Column::HomeUnitId))
                .equals((unit_closure::Entity, unit_closure::Column::DescendantId)),
        )
        .and_where(unit_closure::Column::AncestorId.is_in(in_list(&ids)))
        .group_by_col((unit_closure::Entity, unit_closure::Column::AncestorId))
        .take();
    counted(op, &ids, below).await
}

/// Those of these units that lie where the actor is an auditor, or at or below the unit that they
/// lead or manage.
async fn known_units(op: &Op, units: &[OrgUnitId]) -> Result<HashSet<OrgUnitId>, ServiceError> {
    let grants = op.actor()?.grants();
    if grants.contains(&Grant::Audit) {
        return Ok(units.iter().copied().collect());
    }
    let led = |grant: &Grant| if let Grant::Unit(unit) = *grant { Some(unit) } else { None };
    let Some(led) = grants.iter().find_map(led).filter(|_| !units.is_empty()) else {
        return Ok(HashSet::new());
    };
    let rows = unit_closure::Entity::find()
        .filter(unit_closure::Column::AncestorId.eq(led))
        .filter(unit_closure::Column::DescendantId.is_in(in_list(units)));
    let rows = rows.all(op.reader().await?).await?;
    Ok(rows.into_iter().map(|row| row.descendant_id).collect())
}

/// Counts the customers of a select by its parents. A parent without customers has counts of 0.
async fn counted<Parent: Copy + Eq + Hash + TryGetable>(
    op: &Op,
    parents: &[Parent],
    mut customers: SelectStatement,
) -> Result<HashMap<Parent, ContactCompliance>, ServiceError> {
    use customer_standing::{Column, Entity};
    let as_of = op.bank().day_of(op.now());
    let nobody = ContactCompliance::nobody(as_of);
    let mut counts: HashMap<_, _> = parents.iter().map(|&parent| (parent, nobody)).collect();
    if counts.is_empty() {
        return Ok(counts);
    }
    let count = |overdue: Condition| {
        let case: Expr = Expr::case(overdue, 1).into();
        case.count()
    };
    let overdue = |column: Column| Condition::all().add(column.lt(as_of));
    let [visit, touch] = [Column::VisitDueOn, Column::TouchDueOn].map(overdue);
    customers
        .expr_as(Func::count(Expr::col(Asterisk)), "customers")
        .expr_as(count(visit.clone()), "visits")
        .expr_as(count(touch.clone()), "touches")
        .expr_as(count(Condition::any().add(visit).add(touch)), "overdue")
        .inner_join(
            Entity,
            Expr::col((Entity, Column::CustomerId))
                .equals((customer::Entity, customer::Column::Id)),
        )
        .cond_where(customer::alive());
    for row in op.reader().await?.query_all(&customers).await? {
        let compliance = ContactCompliance {
            customers: row.try_get("", "customers")?,
            overdue_visits: row.try_get("", "visits")?,
            overdue_touches: row.try_get("", "touches")?,
            overdue: row.try_get("", "overdue")?,
            as_of,
        };
        counts.insert(row.try_get("", "parent")?, compliance);
    }
    Ok(counts)
}
