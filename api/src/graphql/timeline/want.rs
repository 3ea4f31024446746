//! What a selection asks for of timelines.

use crate::{
    graphql::{
        assignment, follow_up, interaction,
        want::{Merge, Selected},
    },
    service::{error::ServiceError, op::Op, timeline::TimelineWant},
};

/// Compiles a selection of type `TimelineItem`. What has one name in several kinds is wanted of
/// each of them as it is of any.
///
/// # Errors
/// An argument below is out of range.
pub fn of_item(op: &Op, nodes: &Selected<'_>) -> Result<TimelineWant, ServiceError> {
    Ok(TimelineWant {
        assignment: assignment::want::of_assignment(op, &nodes.under("assignment"))?,
        interaction: interaction::want::of_interaction(op, nodes)?,
        follow_up: follow_up::want::of_follow_up(op, nodes)?,
    })
}

impl Merge for TimelineWant {
    fn merge(&mut self, other: Self) {
        self.assignment.merge(other.assignment);
        self.interaction.merge(other.interaction);
        self.follow_up.merge(other.follow_up);
    }
}
