//! The roots that change customers: as short as those that read.

use super::{
    object::Customer,
    value::{NeedType, RelationType},
    want,
};
use crate::{
    auth::policy::Right,
    graphql::{
        context, directive::auth, id::parsed, user_error::UserError, versioned::Versioned,
        want::Selected,
    },
    service::{
        customer::{self, CustomerUpdate},
        error::ServiceError,
        write::Key,
    },
};
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};

/// What to change of a customer. A field that is left out or null stays as it is.
#[derive(Debug, InputObject)]
pub struct CustomerUpdateInput {
    /// Names this write, 1 to 64 characters. Sent again with the same input it has no second
    /// effect.
    pub(in crate::graphql) client_mutation_id: ID,
    /// The customer's id, `cus_…`.
    id: ID,
    /// The version that was read.
    expected_version: i32,
    /// The new name, 1 to 200 characters.
    name: Option<String>,
    /// How close the relation is.
    relation_type: Option<RelationType>,
    /// What it needs of a bank, in place of what stood there; empty for nothing known.
    need_types: Option<Vec<NeedType>>,
    /// What the person does for a living, at most 100 characters; empty for unknown. Persons only.
    occupation: Option<String>,
}

impl CustomerUpdateInput {
    /// The change that it stands for.
    ///
    /// # Errors
    /// The id is of another kind.
    pub fn update(self) -> Result<CustomerUpdate, ServiceError> {
        Ok(CustomerUpdate {
            id: parsed("id", &self.id)?,
            expected_version: self.expected_version,
            name: self.name,
            relation_type: self.relation_type.map(Into::into),
            need_types: self.need_types.map(|needs| needs.into_iter().map(Into::into).collect()),
            occupation: self.occupation,
        })
    }
}

/// What became of it.
#[derive(Debug, SimpleObject)]
pub struct CustomerUpdatePayload<'op> {
    /// As it was sent.
    pub(crate) client_mutation_id: ID,
    /// Why nothing was written; empty where it was.
    pub(crate) user_errors: Vec<UserError<'op>>,
    /// The customer as it is now; null where nothing was written.
    customer: Option<Customer<'op>>,
}

/// Roots that change customers.
#[derive(Debug, Default)]
pub struct CustomerMutation;

#[Object]
impl CustomerMutation {
    /// Changes what people state of a customer. For relationship managers, team leads and branch
    /// managers.
    #[graphql(directive = auth::apply(Right::CustomerEdit.into()))]
    async fn customer_update<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "What to change.")] input: CustomerUpdateInput,
    ) -> Result<CustomerUpdatePayload<'op>, ServiceError> {
        let op = context::op(ctx)?;
        let client_mutation_id = input.client_mutation_id.clone();
        let key = Key::new(client_mutation_id.to_string())?;
        let update = input.update()?;
        let want = want::of_payload(op, &Selected::root(ctx))?;
        let view = |tree| Customer::alone(tree, op);
        let (customer, user_errors) = match customer::update(op, key, &update, &want).await? {
            Ok(tree) => (tree.map(view), Vec::new()),
            Err(refused) => {
                let error = UserError::new(op, refused, |tree| Versioned::Customer(view(tree)));
                (None, vec![error])
            }
        };
        Ok(CustomerUpdatePayload { client_mutation_id, user_errors, customer })
    }
}
