//! The roots that write relations.

use super::{list::of_relation, object::Relation, value::RelationKind};
use crate::{
    auth::policy::Right,
    graphql::{context, directive::auth, id::parsed, user_error::UserError, want::Selected},
    service::{
        customer::relation_after,
        error::ServiceError,
        relation::{self, RelationAdd},
        write::Key,
    },
};
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};

/// Which relation to add: the first customer is `kind` of the second.
#[derive(Debug, InputObject)]
pub struct RelationAddInput {
    /// Names this write, 1 to 64 characters. Sent again with the same input it has no second
    /// effect.
    client_mutation_id: ID,
    /// The new id, `rel_…`, where the client has minted one.
    id: Option<ID>,
    /// The customer that is it, `cus_…`.
    from_id: ID,
    /// The customer to whom, `cus_…`. The viewer must see both.
    to_id: ID,
    /// What.
    kind: RelationKind,
}

/// Which relation to remove. It needs no version, since a relation never changes.
#[derive(Debug, InputObject)]
pub struct RelationRemoveInput {
    /// Names this write, 1 to 64 characters. Sent again with the same input it has no second
    /// effect.
    client_mutation_id: ID,
    /// The relation's id, `rel_…`. The viewer must see one of the two.
    id: ID,
}

/// What became of adding a relation.
#[derive(Debug, SimpleObject)]
pub struct RelationAddPayload<'op> {
    /// As it was sent.
    pub(crate) client_mutation_id: ID,
    /// Why nothing was written; empty where it was.
    pub(crate) user_errors: Vec<UserError<'op>>,
    /// The relation as the first customer has it; null where nothing was written.
    relation: Option<Relation<'op>>,
}

/// What became of removing a relation.
#[derive(Debug, SimpleObject)]
pub struct RelationRemovePayload<'op> {
    /// As it was sent.
    pub(crate) client_mutation_id: ID,
    /// Why nothing was written; empty where it was.
    pub(crate) user_errors: Vec<UserError<'op>>,
    /// The id that stands for nothing any more; null where nothing was written.
    removed_id: Option<ID>,
}

/// Roots that write relations.
#[derive(Debug, Default)]
pub struct RelationMutation;

#[Object]
impl RelationMutation {
    /// Adds a relation between two customers whom the viewer sees: none to oneself, none twice
    /// (`SUPPLIER` of somebody is the same as that one's `BUYER`), and no circle of group parents.
    /// For relationship managers, team leads and branch managers.
    #[graphql(directive = auth::apply(Right::CustomerEdit.into()))]
    async fn relation_add<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "Which one.")] input: RelationAddInput,
    ) -> Result<RelationAddPayload<'op>, ServiceError> {
        let op = context::op(ctx)?;
        let client_mutation_id = input.client_mutation_id;
        let add = RelationAdd {
            id: input.id.map(|id| parsed("id", &id)).transpose()?,
            from: parsed("fromId", &input.from_id)?,
            to: parsed("toId", &input.to_id)?,
            kind: input.kind.into(),
        };
        let key = Key::new(client_mutation_id.to_string())?;
        let want = of_relation(op, &Selected::root(ctx).under("relation"))?;
        let (relation, user_errors) = match relation::add(op, key, &add).await? {
            Ok(id) => {
                let tree = relation_after(op, id, &want).await?;
                (tree.map(|tree| Relation { tree, op }), Vec::new())
            }
            Err(refusal) => (None, vec![UserError::plain(op, refusal)]),
        };
        Ok(RelationAddPayload { client_mutation_id, user_errors, relation })
    }

    /// Removes a relation. For relationship managers, team leads and branch managers.
    #[graphql(directive = auth::apply(Right::CustomerEdit.into()))]
    async fn relation_remove<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "Which one.")] input: RelationRemoveInput,
    ) -> Result<RelationRemovePayload<'op>, ServiceError> {
        let op = context::op(ctx)?;
        let client_mutation_id = input.client_mutation_id;
        let id = parsed("id", &input.id)?;
        let key = Key::new(client_mutation_id.to_string())?;
        let (removed_id, user_errors) = match relation::remove(op, key, id).await? {
            Ok(()) => (Some(input.id), Vec::new()),
            Err(refusal) => (None, vec![UserError::plain(op, refusal)]),
        };
        Ok(RelationRemovePayload { client_mutation_id, user_errors, removed_id })
    }
}
