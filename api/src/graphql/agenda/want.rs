//! What a selection asks for of agendas.

use crate::{
    graphql::{follow_up, holding, interaction, want::Selected},
    service::{agenda::AgendaWant, error::ServiceError, op::Op},
};

/// Compiles a selection of type `AgendaItem`. Customers and holdings have one name in all kinds, so
/// what is wanted of those of one is wanted of all.
///
/// # Errors
/// An argument below is out of range.
pub fn of_item(op: &Op, nodes: &Selected<'_>) -> Result<AgendaWant, ServiceError> {
    let mut interaction = interaction::want::of_interaction(op, nodes)?;
    let mut follow_up = follow_up::want::of_follow_up(op, nodes)?;
    follow_up.customer = None;
    follow_up.holding = None;
    let holding = nodes.under("holding");
    Ok(AgendaWant {
        customer: interaction.customer.take().map(|want| *want),
        holding: holding.is_any().then(|| holding::want::of_holding(op, &holding)).transpose()?,
        interaction,
        follow_up,
    })
}
