//! What a selection asks for of customers.

use super::care::within;
use crate::{
    graphql::{
        assignment, follow_up, holding,
        holding::want::on,
        interaction, org_unit,
        relation::list::of_relation,
        staff, timeline,
        want::{Merge, Selected},
    },
    service::{
        customer::{CustomerWant, PeopleWant},
        error::ServiceError,
        op::Op,
    },
};
use std::collections::BTreeSet;

/// Compiles a selection of type `Customer`. A field that needs no row of its own is not mentioned.
///
/// # Errors
/// An argument below is out of range.
pub fn of_customer(op: &Op, customer: &Selected<'_>) -> Result<CustomerWant, ServiceError> {
    let lead = customer.under("lead");
    let unit = customer.under("homeUnit");
    let coverage = customer.under("coverage");
    let mut aum = BTreeSet::new();
    for (_, arguments) in customer.under("aum").each()? {
        aum.extend(arguments.get("on")?.map(|day| on(op, Some(day))).transpose()?);
    }
    Ok(CustomerWant {
        profile: customer.under("profile").is_any(),
        numbers: customer.under("numbers").is_any(),
        aum,
        lead: lead.is_any().then(|| staff::want::of_staff(op, &lead)).transpose()?,
        home_unit: unit.is_any().then(|| org_unit::want::of_unit(op, &unit)).transpose()?,
        coverage: coverage.list(op, |nodes| assignment::want::of_assignment(op, nodes))?,
        holdings: customer
            .under("holdings")
            .list(op, |nodes| holding::want::of_holding(op, nodes))?,
        movements: customer.under("movements").list(op, |_| Ok(()))?,
        interactions: customer
            .under("interactions")
            .list(op, |nodes| interaction::want::of_interaction(op, nodes))?,
        follow_ups: customer
            .under("followUps")
            .list(op, |nodes| follow_up::want::of_follow_up(op, nodes))?,
        people: of_people(op, customer)?,
        relations: customer.under("relations").list(op, |nodes| of_relation(op, nodes))?,
        timeline: customer
            .under("timeline")
            .list(op, |nodes| timeline::want::of_item(op, nodes))?,
    })
}

fn of_people(op: &Op, customer: &Selected<'_>) -> Result<PeopleWant, ServiceError> {
    let mut cares = BTreeSet::new();
    for (_, arguments) in customer.under("careOccasions").each()? {
        let missing = || ServiceError::BadInput("`within` is required".into());
        cares.insert(within(arguments.get("within")?.ok_or_else(missing)?)?);
    }
    Ok(PeopleWant {
        cares,
        data_issues: customer.under("dataIssues").is_any(),
        key_persons: customer.under("keyPersons").list(op, |_| Ok(()))?,
        preferences: customer.under("preferences").list(op, |_| Ok(()))?,
        group: customer.under("group").is_any(),
    })
}

/// Compiles a selection of a mutation's payload: the customer stands in `customer` or, as it is
/// now, in a conflict.
///
/// # Errors
/// An argument below is out of range.
pub fn of_payload(op: &Op, payload: &Selected<'_>) -> Result<CustomerWant, ServiceError> {
    of_customer(op, &payload.under("customer").and(payload.under("userErrors").under("current")))
}

/// Two places in which the same customer is selected, as a relation's other end is.
impl Merge for CustomerWant {
    fn merge(&mut self, other: Self) {
        self.profile |= other.profile;
        self.numbers |= other.numbers;
        self.aum.extend(other.aum);
        self.lead.merge(other.lead);
        self.home_unit.merge(other.home_unit);
        self.coverage.merge(other.coverage, Merge::merge);
        self.holdings.merge(other.holdings, Merge::merge);
        self.movements.merge(other.movements, Merge::merge);
        self.interactions.merge(other.interactions, Merge::merge);
        self.follow_ups.merge(other.follow_ups, Merge::merge);
        self.people.merge(other.people);
        self.relations.merge(other.relations, Merge::merge);
        self.timeline.merge(other.timeline, Merge::merge);
    }
}

impl Merge for PeopleWant {
    fn merge(&mut self, other: Self) {
        self.key_persons.merge(other.key_persons, Merge::merge);
        self.preferences.merge(other.preferences, Merge::merge);
        self.group |= other.group;
        self.data_issues |= other.data_issues;
        self.cares.extend(other.cares);
    }
}
