//! How lists of follow-ups are asked for.

use super::value::{FollowUpKind, FollowUpState};
use crate::{
    graphql::{
        id::parsed,
        page::{self, ListArguments},
        scalar::DateTime,
        want::Arguments,
    },
    service::{
        error::ServiceError,
        follow_up::{FollowUpAsk, FollowUpFilter},
        op::Op,
    },
};
use async_graphql::{ID, InputObject};

/// The list's name in its cursors.
#[must_use]
pub fn list(filter: &FollowUpFilter) -> String {
    page::list_name("followUps", filter)
}

/// Which follow-ups: all of these hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct FollowUpFilterInput {
    /// In one of these states; all where it is empty or left out.
    pub state: Option<Vec<FollowUpState>>,
    /// Of one of these kinds; all where it is empty or left out.
    pub kind: Option<Vec<FollowUpKind>>,
    /// Due before this instant.
    pub due_before: Option<DateTime>,
    /// For this member of staff to do, `stf_…`.
    pub assignee_id: Option<ID>,
}

impl FollowUpFilterInput {
    /// The filter that it stands for.
    ///
    /// # Errors
    /// An id is none of a member of staff.
    pub fn filter(self) -> Result<FollowUpFilter, ServiceError> {
        Ok(FollowUpFilter {
            state: self.state.into_iter().flatten().map(Into::into).collect(),
            kind: self.kind.into_iter().flatten().map(Into::into).collect(),
            due_before: self.due_before.map(|before| before.0),
            assignee: self.assignee_id.map(|id| parsed("assigneeId", &id)).transpose()?,
        })
    }
}

/// A way of asking, from the arguments of a list of follow-ups.
///
/// # Errors
/// An argument cannot be taken.
pub fn ask(
    op: &Op,
    after: Option<String>,
    filter: Option<FollowUpFilterInput>,
) -> Result<FollowUpAsk, ServiceError> {
    let filter = filter.unwrap_or_default().filter()?;
    let after = page::place_of(op, after, &list(&filter))?;
    Ok(FollowUpAsk { filter, after })
}

impl ListArguments for FollowUpAsk {
    fn read(op: &Op, arguments: &Arguments) -> Result<Self, ServiceError> {
        ask(op, arguments.get("after")?, arguments.get("filter")?)
    }
}
