//! The roots that read customers.

use super::{
    input::{CustomerFilterInput, CustomerOrder},
    list::{self, BookArguments},
    object::Customer,
    want,
};
use crate::{
    graphql::{context, id::parsed, page::Connection, want::Selected},
    service::{customer, error::ServiceError},
};
use async_graphql::{Context, ID, Object};

/// Roots that read customers.
#[derive(Debug, Default)]
pub struct CustomerQuery;

#[Object]
impl CustomerQuery {
    /// One customer; null where it does not exist or the viewer may not know that it does.
    //
    // `Option<Result<…>>`, because an error in a `Result<Option<…>>` nulls the parent as well.
    async fn customer<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "A customer's id, `cus_…`.")] id: ID,
    ) -> Option<Result<Customer<'op>, ServiceError>> {
        one(ctx, &id).await.transpose()
    }

    /// The customers that the viewer may see: an RM's by assignments in force, a lead's or
    /// manager's by unit, an auditor's all.
    #[expect(clippy::too_many_arguments, reason = "a connection has four")]
    async fn customers<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "Rows from the beginning, 1 to 100; exactly one of `first` and `last`.")]
        first: Option<i32>,
        #[graphql(desc = "Cursor after which they begin.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Cursor before which they end.")] before: Option<String>,
        #[graphql(desc = "Which customers; all where it is left out.")] filter: Option<
            CustomerFilterInput,
        >,
        #[graphql(desc = "In which order; greatest assets first where it is left out.")]
        order_by: Option<CustomerOrder>,
    ) -> Result<Connection<'op, Customer<'op>>, ServiceError> {
        let arguments = BookArguments { first, after, last, before, filter, order_by };
        list::book(context::op(ctx)?, &Selected::root(ctx), arguments, false).await
    }
}

async fn one<'op>(ctx: &Context<'op>, id: &ID) -> Result<Option<Customer<'op>>, ServiceError> {
    let op = context::op(ctx)?;
    let want = want::of_customer(op, &Selected::root(ctx))?;
    let tree = customer::by_id(op, parsed("id", id)?, &want).await?;
    Ok(tree.map(|tree| Customer::alone(tree, op)))
}
