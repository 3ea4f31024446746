//! What every write answers, whatever it writes.

use super::{assignment, customer, session, user_error::UserError};
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
    /// Of `sessionEnd`.
    SessionEnd(session::end::SessionEndPayload<'op>),
}
