//! What a selection asks for of customers.

use crate::{
    graphql::{assignment, holding, holding::want::on, org_unit, staff, want::Selected},
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
