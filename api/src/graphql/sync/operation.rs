//! The writes that an envelope may hold: each is the input of the mutation of its name.

use crate::{
    graphql::{
        customer::mutation::CustomerUpdateInput,
        follow_up::mutation::{FollowUpCreateInput, FollowUpUpdateInput},
        interaction::{
            memo::InteractionMemoWriteInput,
            record::{
                InteractionAmendInput, InteractionCancelInput, InteractionPlanInput,
                InteractionRecordInput,
            },
        },
    },
    service::{error::ServiceError, sync::Operation},
};
use async_graphql::{ID, OneofObject};

/// One write: exactly one of these.
#[derive(Debug, OneofObject)]
pub enum SyncOperationInput {
    /// As of `interactionPlan`.
    InteractionPlan(InteractionPlanInput),
    /// As of `interactionRecord`.
    InteractionRecord(Box<InteractionRecordInput>),
    /// As of `interactionAmend`.
    InteractionAmend(Box<InteractionAmendInput>),
    /// As of `interactionCancel`.
    InteractionCancel(InteractionCancelInput),
    /// As of `interactionMemoWrite`.
    InteractionMemoWrite(InteractionMemoWriteInput),
    /// As of `followUpCreate`.
    FollowUpCreate(FollowUpCreateInput),
    /// As of `followUpUpdate`.
    FollowUpUpdate(FollowUpUpdateInput),
    /// As of `customerUpdate`.
    CustomerUpdate(CustomerUpdateInput),
}

impl SyncOperationInput {
    /// What names the write.
    #[must_use]
    pub fn key(&self) -> &ID {
        match self {
            Self::InteractionPlan(input) => &input.client_mutation_id,
            Self::InteractionRecord(input) => &input.client_mutation_id,
            Self::InteractionAmend(input) => &input.client_mutation_id,
            Self::InteractionCancel(input) => &input.client_mutation_id,
            Self::InteractionMemoWrite(input) => &input.client_mutation_id,
            Self::FollowUpCreate(input) => &input.client_mutation_id,
            Self::FollowUpUpdate(input) => &input.client_mutation_id,
            Self::CustomerUpdate(input) => &input.client_mutation_id,
        }
    }

    /// The write that it stands for.
    ///
    /// # Errors
    /// An id is of another kind, or a number has too many digits.
    pub fn operation(self) -> Result<Operation, ServiceError> {
        Ok(match self {
            Self::InteractionPlan(input) => Operation::InteractionPlan(input.plan()?),
            Self::InteractionRecord(input) => {
                Operation::InteractionRecord(Box::new(input.record()?))
            }
            Self::InteractionAmend(input) => Operation::InteractionAmend(input.amend()?),
            Self::InteractionCancel(input) => Operation::InteractionCancel(input.cancel()?),
            Self::InteractionMemoWrite(input) => Operation::MemoWrite(input.write()?),
            Self::FollowUpCreate(input) => Operation::FollowUpCreate(input.create()?),
            Self::FollowUpUpdate(input) => Operation::FollowUpUpdate(input.update()?),
            Self::CustomerUpdate(input) => Operation::CustomerUpdate(input.update()?),
        })
    }
}
