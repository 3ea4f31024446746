//! The customers that the actor may see, and what is wanted below them.

use super::profile::{self, Profile};
use crate::service::{
    assignment::tree::{self as assignment, AssignmentTree, AssignmentWant, CoverageAsk},
    error::ServiceError,
    follow_up::tree::{self as follow_up, FollowUpAsk, FollowUpTree, FollowUpWant},
    holding::{self, HoldingAsk, HoldingTree, HoldingWant},
    interaction::tree::{self as interaction, InteractionAsk, InteractionTree, InteractionWant},
    list::{Asks, Listed, Lists},
    movement::{self, MovementAsk},
    op::Op,
    org_unit::{self, OrgUnitTree, OrgUnitWant},
    page::in_list,
    staff::{self, StaffTree, StaffWant},
    standing,
};
use chrono::NaiveDate;
use entity::{
    customer, customer_number, customer_standing, id::CustomerId, movement as movement_row,
};
use sea_orm::{ColumnTrait, QueryFilter, SelectTwoRequired};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::Hash,
    sync::Arc,
};

/// How deep a customer is wanted. Its own row and standing come always: one row, one statement.
#[derive(Clone, Debug, Default)]
pub struct CustomerWant {
    /// Whether its profile is.
    pub profile: bool,
    /// Whether its numbers in source systems are.
    pub numbers: bool,
    /// Its assets under management on these days.
    pub aum: BTreeSet<NaiveDate>,
    /// The LEAD in force, if they are.
    pub lead: Option<StaffWant>,
    /// Its home unit, if it is.
    pub home_unit: Option<OrgUnitWant>,
    /// Who looks and looked after it.
    pub coverage: Asks<CoverageAsk, AssignmentWant>,
    /// What it holds.
    pub holdings: Asks<HoldingAsk, HoldingWant>,
    /// What moved on what it is the primary holder of.
    pub movements: Asks<MovementAsk, ()>,
    /// The contacts with it.
    pub interactions: Asks<InteractionAsk, InteractionWant>,
    /// What is to be done for it.
    pub follow_ups: Asks<FollowUpAsk, FollowUpWant>,
}

/// A customer and what was wanted below it.
#[derive(Clone, Debug)]
pub struct CustomerTree {
    /// The row.
    pub customer: customer::Model,
    /// What is computed of it.
    pub standing: customer_standing::Model,
    /// Its profile; `None` where it was not wanted.
    pub profile: Option<Profile>,
    /// Its numbers; `None` where they were not wanted.
    pub numbers: Option<Vec<customer_number::Model>>,
    /// Its assets under management on the days that were wanted, in minor units of the base
    /// currency; `None` where they are not known.
    pub aum: BTreeMap<NaiveDate, Option<i64>>,
    /// The LEAD in force; `None` where they were not wanted or there is none.
    pub lead: Option<Arc<StaffTree>>,
    /// Its home unit; `None` where it was not wanted.
    pub home_unit: Option<Arc<OrgUnitTree>>,
    /// Who looks and looked after it.
    pub coverage: Lists<CoverageAsk, Arc<AssignmentTree>>,
    /// What it holds.
    pub holdings: Lists<HoldingAsk, Arc<HoldingTree>>,
    /// What moved.
    pub movements: Lists<MovementAsk, Arc<movement_row::Model>>,
    /// The contacts with it.
    pub interactions: Lists<InteractionAsk, Arc<InteractionTree>>,
    /// What is to be done for it.
    pub follow_ups: Lists<FollowUpAsk, Arc<FollowUpTree>>,
}

/// One customer; `None` where it does not exist or the actor may not know that it does.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn by_id(
    op: &Op,
    id: CustomerId,
    want: &CustomerWant,
) -> Result<Option<CustomerTree>, ServiceError> {
    Ok(by_ids(op, &[id], want).await?.pop())
}

/// Those of these customers that the actor may see, in no order.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn by_ids(
    op: &Op,
    ids: &[CustomerId],
    want: &CustomerWant,
) -> Result<Vec<CustomerTree>, ServiceError> {
    let rows = visible(op)?.filter(customer::Column::Id.is_in(in_list(ids)));
    let found = rows.all(op.reader().await?).await?;
    grow(op, found, want).await
}

/// Where every read of this noun starts: the customers that the actor may see, with their
/// standing, which is made with them and never missing.
pub(super) fn visible(
    op: &Op,
) -> Result<SelectTwoRequired<customer::Entity, customer_standing::Entity>, ServiceError> {
    let rows = customer::Entity::visible(op.actor()?, op.now());
    Ok(rows.find_both_related(customer_standing::Entity))
}

/// Fetches what is wanted below the customers of a page, each noun once for all of them.
pub(super) async fn grow(
    op: &Op,
    found: Vec<(customer::Model, customer_standing::Model)>,
    want: &CustomerWant,
) -> Result<Vec<CustomerTree>, ServiceError> {
    let mut trees: Vec<_> = found.into_iter().map(bare).collect();
    if trees.is_empty() {
        return Ok(trees);
    }
    around(op, &mut trees, want).await?;
    let ids: Vec<_> = trees.iter().map(|tree| tree.customer.id).collect();
    for asked in &want.coverage.0 {
        let mut found = assignment::of_customers(op, &ids, asked).await?;
        for tree in &mut trees {
            let listed = taken(&mut found, tree.customer.id, asked.total);
            tree.coverage.push(asked.ask.clone(), listed);
        }
    }
    for asked in &want.holdings.0 {
        let mut found = holding::of_customers(op, &ids, asked).await?;
        for tree in &mut trees {
            let listed = taken(&mut found, tree.customer.id, asked.total);
            tree.holdings.push(asked.ask.clone(), listed);
        }
    }
    for asked in &want.movements.0 {
        let mut found = movement::of_customers(op, &ids, asked).await?;
        for tree in &mut trees {
            let listed = taken(&mut found, tree.customer.id, asked.total);
            tree.movements.push(asked.ask.clone(), listed);
        }
    }
    for asked in &want.interactions.0 {
        let mut found = interaction::of_customers(op, &ids, asked).await?;
        for tree in &mut trees {
            let listed = taken(&mut found, tree.customer.id, asked.total);
            tree.interactions.push(asked.ask.clone(), listed);
        }
    }
    for asked in &want.follow_ups.0 {
        let mut found = follow_up::of_customers(op, &ids, asked).await?;
        for tree in &mut trees {
            let listed = taken(&mut found, tree.customer.id, asked.total);
            tree.follow_ups.push(asked.ask.clone(), listed);
        }
    }
    Ok(trees)
}

/// What each customer has one of.
async fn around(
    op: &Op,
    trees: &mut [CustomerTree],
    want: &CustomerWant,
) -> Result<(), ServiceError> {
    let ids: Vec<_> = trees.iter().map(|tree| tree.customer.id).collect();
    if want.profile {
        let rows: Vec<_> = trees.iter().map(|tree| &tree.customer).collect();
        let mut found = profile::of_customers(op, &rows).await?;
        for tree in &mut *trees {
            tree.profile = found.remove(&tree.customer.id);
        }
    }
    if want.numbers {
        let mut found = profile::numbers(op, &ids).await?;
        for tree in &mut *trees {
            tree.numbers = Some(found.remove(&tree.customer.id).unwrap_or_default());
        }
    }
    for &on in &want.aum {
        let found = standing::aum_on(op, &ids, on).await?;
        for tree in &mut *trees {
            tree.aum.insert(on, found.get(&tree.customer.id).copied());
        }
    }
    if let Some(want) = &want.lead {
        let leads: Vec<_> = trees.iter().filter_map(|tree| tree.customer.lead_staff_id).collect();
        let found = staff::by_ids(op, &leads, want).await?;
        for tree in &mut *trees {
            tree.lead = tree.customer.lead_staff_id.and_then(|lead| found.get(&lead).cloned());
        }
    }
    if let Some(want) = &want.home_unit {
        let units: Vec<_> = trees.iter().map(|tree| tree.customer.home_unit_id).collect();
        let found = org_unit::by_ids(op, &units, want).await?;
        for tree in trees {
            tree.home_unit = found.get(&tree.customer.home_unit_id).cloned();
        }
    }
    Ok(())
}

fn bare((customer, standing): (customer::Model, customer_standing::Model)) -> CustomerTree {
    CustomerTree {
        customer,
        standing,
        profile: None,
        numbers: None,
        aum: BTreeMap::new(),
        lead: None,
        home_unit: None,
        coverage: Lists::default(),
        holdings: Lists::default(),
        movements: Lists::default(),
        interactions: Lists::default(),
        follow_ups: Lists::default(),
    }
}

fn taken<Id: Copy + Eq + Hash, Row>(
    found: &mut HashMap<Id, Listed<Row>>,
    id: Id,
    total: bool,
) -> Listed<Row> {
    found.remove(&id).unwrap_or_else(|| Listed::empty(total))
}
