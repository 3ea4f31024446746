//! The roots that write preferences.

use super::object::Preference;
use crate::{
    auth::policy::Right,
    graphql::{
        context, directive::auth, id::parsed, scalar::Date, user_error::UserError,
        versioned::Versioned,
    },
    service::{
        error::ServiceError,
        op::Op,
        preference::{self, PreferenceRecord, PreferenceTree},
        refusal::Written,
        write::Key,
    },
};
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use std::sync::Arc;

/// What was seen of a customer.
#[derive(Debug, InputObject)]
pub struct PreferenceRecordInput {
    /// Names this write, 1 to 64 characters. Sent again with the same input it has no second
    /// effect.
    client_mutation_id: ID,
    /// The new id, `prf_…`, where the client has minted one; what is known already keeps its own.
    id: Option<ID>,
    /// The customer's id, `cus_…`.
    customer_id: ID,
    /// What it is about, 1 to 50 characters. The same key again states anew what was seen.
    key: String,
    /// What the customer likes there, 1 to 500 characters.
    value: String,
    /// Where that is known from, 1 to 100 characters.
    source: String,
    /// Day on which it was seen: at most today, and not before that of what is known.
    last_seen_on: Date,
    /// Whether the value is for few eyes.
    #[graphql(default)]
    is_sensitive: bool,
}

/// Which preference to remove.
#[derive(Debug, InputObject)]
pub struct PreferenceRemoveInput {
    /// Names this write, 1 to 64 characters. Sent again with the same input it has no second
    /// effect.
    client_mutation_id: ID,
    /// The preference's id, `prf_…`.
    id: ID,
    /// The version that was read.
    expected_version: i32,
}

/// What became of recording a preference.
#[derive(Debug, SimpleObject)]
pub struct PreferenceRecordPayload<'op> {
    /// As it was sent.
    pub(crate) client_mutation_id: ID,
    /// Why nothing was written; empty where it was.
    pub(crate) user_errors: Vec<UserError<'op>>,
    /// The preference as it is now; null where nothing was written.
    preference: Option<Preference>,
}

/// What became of removing a preference.
#[derive(Debug, SimpleObject)]
pub struct PreferenceRemovePayload<'op> {
    /// As it was sent.
    pub(crate) client_mutation_id: ID,
    /// Why nothing was written; empty where it was.
    pub(crate) user_errors: Vec<UserError<'op>>,
    /// The id that stands for nothing any more; null where nothing was written.
    removed_id: Option<ID>,
}

/// Roots that write preferences.
#[derive(Debug, Default)]
pub struct PreferenceMutation;

#[Object]
impl PreferenceMutation {
    /// Records what a customer likes. For relationship managers, team leads and branch managers.
    #[graphql(directive = auth::apply(Right::CustomerEdit.into()))]
    async fn preference_record<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "What was seen.")] input: PreferenceRecordInput,
    ) -> Result<PreferenceRecordPayload<'op>, ServiceError> {
        let op = context::op(ctx)?;
        let client_mutation_id = input.client_mutation_id;
        let record = PreferenceRecord {
            id: input.id.map(|id| parsed("id", &id)).transpose()?,
            customer: parsed("customerId", &input.customer_id)?,
            key: input.key,
            value: input.value,
            source: input.source,
            last_seen_on: input.last_seen_on.0,
            is_sensitive: input.is_sensitive,
        };
        let key = Key::new(client_mutation_id.to_string())?;
        let (preference, user_errors) = told(op, preference::record(op, key, &record).await?);
        Ok(PreferenceRecordPayload { client_mutation_id, user_errors, preference })
    }

    /// Removes a preference. For relationship managers, team leads and branch managers.
    #[graphql(directive = auth::apply(Right::CustomerEdit.into()))]
    async fn preference_remove<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "Which one.")] input: PreferenceRemoveInput,
    ) -> Result<PreferenceRemovePayload<'op>, ServiceError> {
        let op = context::op(ctx)?;
        let client_mutation_id = input.client_mutation_id;
        let id = parsed("id", &input.id)?;
        let key = Key::new(client_mutation_id.to_string())?;
        let removed = preference::remove(op, key, id, input.expected_version).await?;
        let (_, user_errors) = told(op, removed);
        let removed_id = user_errors.is_empty().then_some(input.id);
        Ok(PreferenceRemovePayload { client_mutation_id, user_errors, removed_id })
    }
}

type Answered<'op> = (Option<Preference>, Vec<UserError<'op>>);

fn told(op: &Op, written: Written<Arc<PreferenceTree>>) -> Answered<'_> {
    let view = |tree| Preference { tree };
    match written {
        Ok(tree) => (tree.map(view), Vec::new()),
        Err(refused) => {
            let error = UserError::new(op, refused, |tree| Versioned::Preference(view(tree)));
            (None, vec![error])
        }
    }
}
