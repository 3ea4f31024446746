//! What a selection asks for of customers.

use crate::{
    graphql::{
        assignment, follow_up, holding,
        holding::want::on,
        interaction, org_unit, staff,
        want::{Merge, Selected},
    },
    service::{customer::CustomerWant, error::ServiceError, op::Op},
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
    }
}
