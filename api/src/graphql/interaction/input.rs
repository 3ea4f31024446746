//! How lists of interactions are asked for.

use super::value::{Channel, InteractionOutcome};
use crate::{
    graphql::{
        id::parsed,
        page::{self, ListArguments},
        scalar::DateTime,
        want::Arguments,
    },
    service::{
        error::ServiceError,
        interaction::{InteractionAsk, InteractionFilter},
        op::Op,
    },
};
use async_graphql::{ID, InputObject};

/// The list's name in its cursors.
#[must_use]
pub fn list(filter: &InteractionFilter) -> String {
    page::list_name("interactions", filter)
}

/// Which interactions: all of these hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct InteractionFilterInput {
    /// By one of these ways; all where it is empty or left out.
    pub channel: Option<Vec<Channel>>,
    /// With one of these outcomes; all where it is empty or left out.
    pub outcome: Option<Vec<InteractionOutcome>>,
    /// True for plans alone, false for what was held; both where it is left out.
    pub is_planned: Option<bool>,
    /// At this instant or later.
    pub since: Option<DateTime>,
    /// Before this instant.
    pub until: Option<DateTime>,
    /// Planned or recorded by this member of staff, `stf_…`.
    pub author_id: Option<ID>,
}

impl InteractionFilterInput {
    /// The filter that it stands for.
    ///
    /// # Errors
    /// An id is none of a member of staff.
    pub fn filter(self) -> Result<InteractionFilter, ServiceError> {
        Ok(InteractionFilter {
            channel: self.channel.into_iter().flatten().map(Into::into).collect(),
            outcome: self.outcome.into_iter().flatten().map(Into::into).collect(),
            is_planned: self.is_planned,
            since: self.since.map(|since| since.0),
            until: self.until.map(|until| until.0),
            author: self.author_id.map(|id| parsed("authorId", &id)).transpose()?,
        })
    }
}

/// A way of asking, from the arguments of a list of interactions.
///
/// # Errors
/// An argument cannot be taken.
pub fn ask(
    op: &Op,
    after: Option<String>,
    filter: Option<InteractionFilterInput>,
) -> Result<InteractionAsk, ServiceError> {
    let filter = filter.unwrap_or_default().filter()?;
    let after = page::place_of(op, after, &list(&filter))?;
    Ok(InteractionAsk { filter, after })
}

impl ListArguments for InteractionAsk {
    fn read(op: &Op, arguments: &Arguments) -> Result<Self, ServiceError> {
        ask(op, arguments.get("after")?, arguments.get("filter")?)
    }
}
