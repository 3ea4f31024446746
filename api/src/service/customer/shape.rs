//! What is wanted of a customer, and what comes back.

use super::{
    people::{PeopleTree, PeopleWant},
    profile::Profile,
};
use crate::service::{
    assignment::tree::{AssignmentTree, AssignmentWant, CoverageAsk},
    follow_up::tree::{FollowUpAsk, FollowUpTree, FollowUpWant},
    holding::{HoldingAsk, HoldingTree, HoldingWant},
    interaction::tree::{InteractionAsk, InteractionTree, InteractionWant},
    list::{Asks, Lists},
    movement::MovementAsk,
    org_unit::{OrgUnitTree, OrgUnitWant},
    relation::tree::{RelationAsk, Side},
    staff::{StaffTree, StaffWant},
    timeline::{TimelineAsk, TimelineItem, TimelineWant},
};
use chrono::NaiveDate;
use entity::{customer, customer_number, customer_standing, movement as movement_row};
use std::{
    collections::{BTreeMap, BTreeSet},
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
    /// What was and is to come, of all kinds in one list.
    pub timeline: Asks<TimelineAsk, TimelineWant>,
    /// Who is who there.
    pub people: PeopleWant,
    /// What it is to others.
    pub relations: Asks<RelationAsk, RelationWant>,
}

/// How deep a relation is wanted.
#[derive(Clone, Debug, Default)]
pub struct RelationWant {
    /// Of the customer at the other end.
    pub other: CustomerWant,
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
    /// What was and is to come, of all kinds in one list.
    pub timeline: Lists<TimelineAsk, TimelineItem>,
    /// Who is who there.
    pub people: PeopleTree,
    /// What it is to others.
    pub relations: Lists<RelationAsk, Arc<RelationTree>>,
}

/// A relation as one of the two has it, with what the viewer may see of the other one.
#[derive(Clone, Debug)]
pub struct RelationTree {
    /// The relation.
    pub side: Side,
    /// The customer at the other end; `None` where the viewer may not see it.
    pub other: Option<Arc<CustomerTree>>,
    /// Its name, or what may be shown of it.
    pub other_label: String,
}
