//! The roots that make and change follow-ups.

use super::{
    object::FollowUp,
    value::{FollowUpKind, FollowUpState, Priority},
    want,
};
use crate::{
    auth::policy::Right,
    graphql::{
        context, directive::auth, id::parsed, scalar::DateTime, user_error::UserError,
        versioned::Versioned, want::Selected,
    },
    service::{
        error::ServiceError,
        follow_up::{self, FollowUpCreate, FollowUpDraft, FollowUpTree, FollowUpUpdate},
        op::Op,
        refusal::Written,
        write::Key,
    },
};
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use std::sync::Arc;

/// A follow-up to be made.
#[derive(Debug, InputObject)]
pub struct FollowUpCreateInput {
    /// Names this write, 1 to 64 characters. Sent again with the same input it has no second
    /// effect.
    pub(in crate::graphql) client_mutation_id: ID,
    /// The customer that it is for, `cus_…`; left out for work of one's own.
    customer_id: Option<ID>,
    /// The rest.
    #[graphql(flatten)]
    draft: FollowUpDraftInput,
}

impl FollowUpCreateInput {
    /// What it stands for.
    ///
    /// # Errors
    /// An id is of another kind.
    pub fn create(self) -> Result<FollowUpCreate, ServiceError> {
        Ok(FollowUpCreate {
            customer: self.customer_id.map(|id| parsed("customerId", &id)).transpose()?,
            draft: self.draft.draft()?,
        })
    }
}

/// What a follow-up is made of.
#[derive(Debug, InputObject)]
pub struct FollowUpDraftInput {
    /// Its id where the app has minted one, `fup_…`; a taken one is DUPLICATE.
    id: Option<ID>,
    /// What kind of work.
    kind: FollowUpKind,
    /// What is to be done, 1 to 200 characters.
    title: String,
    /// Who is to do it, `stf_…`: the viewer, where it is left out, or whoever looks after the
    /// customer now. Work without a customer a lead or manager may give to their people.
    assignee_id: Option<ID>,
    /// The holding that it is about, `hld_…`: one of the customer's.
    holding_id: Option<ID>,
    /// When it falls due.
    due_at: DateTime,
    /// When its assignee is to be reminded; not at all where it is left out.
    remind_at: Option<DateTime>,
    /// How much it matters; NORMAL where it is left out.
    priority: Option<Priority>,
}

impl FollowUpDraftInput {
    /// The draft that it stands for.
    ///
    /// # Errors
    /// An id is of another kind.
    pub fn draft(self) -> Result<FollowUpDraft, ServiceError> {
        Ok(FollowUpDraft {
            id: self.id.map(|id| parsed("id", &id)).transpose()?,
            kind: self.kind.into(),
            title: self.title,
            assignee: self.assignee_id.map(|id| parsed("assigneeId", &id)).transpose()?,
            holding: self.holding_id.map(|id| parsed("holdingId", &id)).transpose()?,
            due_at: self.due_at.0,
            remind_at: self.remind_at.map(|at| at.0),
            priority: self.priority.map_or(entity::follow_up::Priority::Normal, Into::into),
        })
    }
}

/// What to change of a follow-up. A field that is left out or null stays as it is.
#[derive(Debug, InputObject)]
pub struct FollowUpUpdateInput {
    /// Names this write, 1 to 64 characters. Sent again with the same input it has no second
    /// effect.
    pub(in crate::graphql) client_mutation_id: ID,
    /// The follow-up's id, `fup_…`.
    id: ID,
    /// The version that was read.
    expected_version: i32,
    /// What is to be done, 1 to 200 characters.
    title: Option<String>,
    /// How far it has come: DOING, DONE or CANCELLED. What is done or cancelled stays so.
    state: Option<FollowUpState>,
    /// When it falls due.
    due_at: Option<DateTime>,
    /// When its assignee is to be reminded; another time is another reminder.
    remind_at: Option<DateTime>,
    /// How much it matters.
    priority: Option<Priority>,
    /// Who is to do it, `stf_…`, as in `followUpCreate`.
    assignee_id: Option<ID>,
    /// What came of it, at most 2,000 characters; empty for nothing.
    result: Option<String>,
}

impl FollowUpUpdateInput {
    /// The change that it stands for.
    ///
    /// # Errors
    /// An id is of another kind.
    pub fn update(self) -> Result<FollowUpUpdate, ServiceError> {
        Ok(FollowUpUpdate {
            id: parsed("id", &self.id)?,
            expected_version: self.expected_version,
            title: self.title,
            state: self.state.map(Into::into),
            due_at: self.due_at.map(|at| at.0),
            remind_at: self.remind_at.map(|at| at.0),
            priority: self.priority.map(Into::into),
            assignee: self.assignee_id.map(|id| parsed("assigneeId", &id)).transpose()?,
            result: self.result,
        })
    }
}

/// What became of making a follow-up.
#[derive(Debug, SimpleObject)]
pub struct FollowUpCreatePayload<'op> {
    /// As it was sent.
    pub(crate) client_mutation_id: ID,
    /// Why nothing was written; empty where it was.
    pub(crate) user_errors: Vec<UserError<'op>>,
    /// The follow-up as it is now; null where nothing was written.
    follow_up: Option<FollowUp<'op>>,
}

/// What became of changing a follow-up.
#[derive(Debug, SimpleObject)]
pub struct FollowUpUpdatePayload<'op> {
    /// As it was sent.
    pub(crate) client_mutation_id: ID,
    /// Why nothing was written; empty where it was.
    pub(crate) user_errors: Vec<UserError<'op>>,
    /// The follow-up as it is now; null where nothing was written.
    follow_up: Option<FollowUp<'op>>,
}

/// The follow-up as it was answered, or what a person can put right.
pub(in crate::graphql) fn split(
    op: &Op,
    written: Written<Arc<FollowUpTree>>,
) -> (Option<FollowUp<'_>>, Vec<UserError<'_>>) {
    let view = |tree| FollowUp { tree, op };
    match written {
        Ok(tree) => (tree.map(view), Vec::new()),
        Err(refused) => {
            let error = UserError::new(op, refused, |tree| Versioned::FollowUp(view(tree)));
            (None, vec![error])
        }
    }
}

/// Roots that make and change follow-ups.
#[derive(Debug, Default)]
pub struct FollowUpMutation;

#[Object]
impl FollowUpMutation {
    /// Makes a follow-up. For relationship managers, team leads and branch managers.
    #[graphql(directive = auth::apply(Right::FollowUpWrite.into()))]
    async fn follow_up_create<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "What is to be done.")] input: FollowUpCreateInput,
    ) -> Result<FollowUpCreatePayload<'op>, ServiceError> {
        let op = context::op(ctx)?;
        let client_mutation_id = input.client_mutation_id.clone();
        let key = Key::new(client_mutation_id.to_string())?;
        let want = want::of_payload(op, &Selected::root(ctx))?;
        let written = follow_up::create(op, key, &input.create()?, &want).await?;
        let (follow_up, user_errors) = split(op, written);
        Ok(FollowUpCreatePayload { client_mutation_id, user_errors, follow_up })
    }

    /// Changes a follow-up: what, when, who, how far. For its assignee, its author, and leads and
    /// managers.
    #[graphql(directive = auth::apply(Right::FollowUpWrite.into()))]
    async fn follow_up_update<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "What to change.")] input: FollowUpUpdateInput,
    ) -> Result<FollowUpUpdatePayload<'op>, ServiceError> {
        let op = context::op(ctx)?;
        let client_mutation_id = input.client_mutation_id.clone();
        let key = Key::new(client_mutation_id.to_string())?;
        let want = want::of_payload(op, &Selected::root(ctx))?;
        let written = follow_up::update(op, key, &input.update()?, &want).await?;
        let (follow_up, user_errors) = split(op, written);
        Ok(FollowUpUpdatePayload { client_mutation_id, user_errors, follow_up })
    }
}
