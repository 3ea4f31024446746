//! What the writes to interactions answer.

use super::object::Interaction;
use crate::{
    graphql::{
        customer::object::Customer, follow_up::object::FollowUp, user_error::UserError,
        versioned::Versioned,
    },
    service::{interaction::InteractionTree, op::Op, refusal::Written},
};
use async_graphql::{ID, SimpleObject};
use std::sync::Arc;

/// Payloads that hold an interaction and nothing else.
macro_rules! payloads {
    ($($(#[doc = $doc:literal])+ $name:ident;)*) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, SimpleObject)]
        pub struct $name<'op> {
            /// As it was sent.
            pub(crate) client_mutation_id: ID,
            /// Why nothing was written; empty where it was.
            pub(crate) user_errors: Vec<UserError<'op>>,
            /// The interaction as it is now; null where nothing was written.
            pub(super) interaction: Option<Interaction<'op>>,
        }

        impl<'op> $name<'op> {
            /// The answer to a write.
            pub(super) fn new(
                op: &'op Op,
                client_mutation_id: ID,
                written: Written<Arc<InteractionTree>>,
            ) -> Self {
                let (interaction, user_errors) = split(op, written);
                Self { client_mutation_id, user_errors, interaction }
            }
        }
    )*};
}

payloads! {
    /// What became of a plan.
    InteractionPlanPayload;
    /// What became of an amendment.
    InteractionAmendPayload;
    /// What became of taking a plan back.
    InteractionCancelPayload;
    /// What became of a memo.
    InteractionMemoWritePayload;
}

/// What became of a record.
#[derive(Debug, SimpleObject)]
pub struct InteractionRecordPayload<'op> {
    /// As it was sent.
    pub(crate) client_mutation_id: ID,
    /// Why nothing was written; empty where it was.
    pub(crate) user_errors: Vec<UserError<'op>>,
    /// The interaction as it is now; null where nothing was written, and for who has recorded what
    /// began before a handover and does not see the customer any more.
    pub(super) interaction: Option<Interaction<'op>>,
    /// The follow-up that was made with it; null as the interaction is, and where none was asked
    /// for.
    pub(super) follow_up: Option<FollowUp<'op>>,
    /// The customer as they are now, with the contact counted; null as the interaction is.
    pub(super) customer: Option<Customer<'op>>,
}

/// The interaction as it was answered, or what a person can put right.
pub(in crate::graphql) fn split(
    op: &Op,
    written: Written<Arc<InteractionTree>>,
) -> (Option<Interaction<'_>>, Vec<UserError<'_>>) {
    let view = |tree| Interaction { tree, op };
    match written {
        Ok(tree) => (tree.map(view), Vec::new()),
        Err(refused) => {
            let error = UserError::new(op, refused, |tree| Versioned::Interaction(view(tree)));
            (None, vec![error])
        }
    }
}
