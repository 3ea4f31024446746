//! What every write answers, whatever it writes.

use super::{assignment, customer, follow_up, interaction, session, user_error::UserError};
use async_graphql::{ID, Interface};

/// What every write answers.
#[derive(Debug, Interface)]
#[graphql(
    field(name = "client_mutation_id", ty = "&ID", desc = "As it was sent."),
    field(
        name = "user_errors",
        ty = "&Vec<UserError<'op>>",
        desc = "Why nothing was written; empty where it was."
    )
)]
pub enum Payload<'op> {
    /// Of `assignmentChange`.
    AssignmentChange(assignment::mutation::AssignmentChangePayload<'op>),
    /// Of `customerUpdate`.
    CustomerUpdate(customer::mutation::CustomerUpdatePayload<'op>),
    /// Of `followUpCreate`.
    FollowUpCreate(follow_up::mutation::FollowUpCreatePayload<'op>),
    /// Of `followUpUpdate`.
    FollowUpUpdate(follow_up::mutation::FollowUpUpdatePayload<'op>),
    /// Of `interactionAmend`.
    InteractionAmend(interaction::payload::InteractionAmendPayload<'op>),
    /// Of `interactionCancel`.
    InteractionCancel(interaction::payload::InteractionCancelPayload<'op>),
    /// Of `interactionMemoWrite`.
    InteractionMemoWrite(interaction::payload::InteractionMemoWritePayload<'op>),
    /// Of `interactionPlan`.
    InteractionPlan(interaction::payload::InteractionPlanPayload<'op>),
    /// Of `interactionRecord`.
    InteractionRecord(interaction::payload::InteractionRecordPayload<'op>),
    /// Of `sessionEnd`.
    SessionEnd(session::end::SessionEndPayload<'op>),
}
