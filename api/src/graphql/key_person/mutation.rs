//! The roots that write key persons.

use super::object::KeyPerson;
use crate::{
    auth::policy::Right,
    graphql::{context, directive::auth, id::parsed, user_error::UserError, versioned::Versioned},
    service::{
        error::ServiceError,
        key_person::{self, KeyPersonAdd, KeyPersonUpdate, Stated},
        op::Op,
        refusal::Written,
        write::Key,
    },
};
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use entity::key_person::Model;
use std::sync::Arc;

/// Whom to add to a customer's key persons.
#[derive(Debug, InputObject)]
pub struct KeyPersonAddInput {
    /// Names this write, 1 to 64 characters. Sent again with the same input it has no second
    /// effect.
    client_mutation_id: ID,
    /// The new id, `kpe_…`, where the client has minted one.
    id: Option<ID>,
    /// The customer's id, `cus_…`.
    customer_id: ID,
    /// Name, 1 to 100 characters.
    name: String,
    /// What the person is there, at most 100 characters.
    title: Option<String>,
    /// How much the person's word counts there, 1 to 5.
    influence: i32,
    /// Whether the person decides.
    is_decision_maker: bool,
    /// Mobile number: 5 to 20 digits, with blanks and hyphens as one likes.
    mobile: Option<String>,
    /// What else there is to know, at most 500 characters.
    note: Option<String>,
}

/// What to change of a key person. A field that is left out or null stays as it is.
#[derive(Debug, InputObject)]
pub struct KeyPersonUpdateInput {
    /// Names this write, 1 to 64 characters. Sent again with the same input it has no second
    /// effect.
    client_mutation_id: ID,
    /// The key person's id, `kpe_…`.
    id: ID,
    /// The version that was read.
    expected_version: i32,
    /// Name, 1 to 100 characters.
    name: Option<String>,
    /// What the person is there, at most 100 characters; empty for unknown.
    title: Option<String>,
    /// How much the person's word counts there, 1 to 5.
    influence: Option<i32>,
    /// Whether the person decides.
    is_decision_maker: Option<bool>,
    /// Mobile number; empty for unknown.
    mobile: Option<String>,
    /// What else there is to know, at most 500 characters; empty for nothing.
    note: Option<String>,
}

/// Whom to remove from a customer's key persons.
#[derive(Debug, InputObject)]
pub struct KeyPersonRemoveInput {
    /// Names this write, 1 to 64 characters. Sent again with the same input it has no second
    /// effect.
    client_mutation_id: ID,
    /// The key person's id, `kpe_…`.
    id: ID,
    /// The version that was read.
    expected_version: i32,
}

/// What became of adding a key person.
#[derive(Debug, SimpleObject)]
pub struct KeyPersonAddPayload<'op> {
    /// As it was sent.
    pub(crate) client_mutation_id: ID,
    /// Why nothing was written; empty where it was.
    pub(crate) user_errors: Vec<UserError<'op>>,
    /// The key person; null where nothing was written.
    key_person: Option<KeyPerson<'op>>,
}

/// What became of changing a key person.
#[derive(Debug, SimpleObject)]
pub struct KeyPersonUpdatePayload<'op> {
    /// As it was sent.
    pub(crate) client_mutation_id: ID,
    /// Why nothing was written; empty where it was.
    pub(crate) user_errors: Vec<UserError<'op>>,
    /// The key person as they are now; null where nothing was written.
    key_person: Option<KeyPerson<'op>>,
}

/// What became of removing a key person.
#[derive(Debug, SimpleObject)]
pub struct KeyPersonRemovePayload<'op> {
    /// As it was sent.
    pub(crate) client_mutation_id: ID,
    /// Why nothing was written; empty where it was.
    pub(crate) user_errors: Vec<UserError<'op>>,
    /// The id that stands for nobody any more; null where nothing was written.
    removed_id: Option<ID>,
}

/// Roots that write key persons.
#[derive(Debug, Default)]
pub struct KeyPersonMutation;

#[Object]
impl KeyPersonMutation {
    /// Adds somebody who counts at a customer. For relationship managers, team leads and branch
    /// managers.
    #[graphql(directive = auth::apply(Right::CustomerEdit.into()))]
    async fn key_person_add<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "Whom to add.")] input: KeyPersonAddInput,
    ) -> Result<KeyPersonAddPayload<'op>, ServiceError> {
        let op = context::op(ctx)?;
        let client_mutation_id = input.client_mutation_id;
        let add = KeyPersonAdd {
            id: input.id.map(|id| parsed("id", &id)).transpose()?,
            customer: parsed("customerId", &input.customer_id)?,
            stated: Stated {
                name: Some(input.name),
                title: input.title,
                influence: Some(input.influence),
                is_decision_maker: Some(input.is_decision_maker),
                mobile: input.mobile,
                note: input.note,
            },
        };
        let key = Key::new(client_mutation_id.to_string())?;
        let (key_person, user_errors) = told(op, key_person::add(op, key, &add).await?);
        Ok(KeyPersonAddPayload { client_mutation_id, user_errors, key_person })
    }

    /// Changes what is known of a key person. For relationship managers, team leads and branch
    /// managers.
    #[graphql(directive = auth::apply(Right::CustomerEdit.into()))]
    async fn key_person_update<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "What to change.")] input: KeyPersonUpdateInput,
    ) -> Result<KeyPersonUpdatePayload<'op>, ServiceError> {
        let op = context::op(ctx)?;
        let client_mutation_id = input.client_mutation_id;
        let update = KeyPersonUpdate {
            id: parsed("id", &input.id)?,
            expected_version: input.expected_version,
            stated: Stated {
                name: input.name,
                title: input.title,
                influence: input.influence,
                is_decision_maker: input.is_decision_maker,
                mobile: input.mobile,
                note: input.note,
            },
        };
        let key = Key::new(client_mutation_id.to_string())?;
        let (key_person, user_errors) = told(op, key_person::update(op, key, &update).await?);
        Ok(KeyPersonUpdatePayload { client_mutation_id, user_errors, key_person })
    }

    /// Removes a key person. For relationship managers, team leads and branch managers.
    #[graphql(directive = auth::apply(Right::CustomerEdit.into()))]
    async fn key_person_remove<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "Whom to remove.")] input: KeyPersonRemoveInput,
    ) -> Result<KeyPersonRemovePayload<'op>, ServiceError> {
        let op = context::op(ctx)?;
        let client_mutation_id = input.client_mutation_id;
        let id = parsed("id", &input.id)?;
        let key = Key::new(client_mutation_id.to_string())?;
        let removed = key_person::remove(op, key, id, input.expected_version).await?;
        let (_, user_errors) = told(op, removed);
        let removed_id = user_errors.is_empty().then_some(input.id);
        Ok(KeyPersonRemovePayload { client_mutation_id, user_errors, removed_id })
    }
}

type Answered<'op> = (Option<KeyPerson<'op>>, Vec<UserError<'op>>);

fn told(op: &Op, written: Written<Arc<Model>>) -> Answered<'_> {
    let view = |row| KeyPerson { row, op };
    match written {
        Ok(row) => (row.map(view), Vec::new()),
        Err(refused) => {
            let error = UserError::new(op, refused, |row| Versioned::KeyPerson(view(row)));
            (None, vec![error])
        }
    }
}
