//! The roots that merge customers, and take that back.

use super::{object::Customer, want};
use crate::{
    auth::policy::Right,
    graphql::{
        context, directive::auth, id::parsed, user_error::UserError, versioned::Versioned,
        want::Selected,
    },
    service::{
        customer::CustomerTree,
        error::ServiceError,
        merge::{self, Merge, Unmerge},
        op::Op,
        refusal::Written,
        write::Key,
    },
};
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};

/// Which customers to merge.
#[derive(Debug, InputObject)]
pub struct CustomerMergeInput {
    /// Names this write, 1 to 64 characters. Sent again with the same input it has no second
    /// effect.
    client_mutation_id: ID,
    /// The customer that stays, `cus_…`.
    survivor_id: ID,
    /// Its version that was read.
    expected_version: i32,
    /// The customer that is shown no more, `cus_…`; nobody was merged into it.
    merged_id: ID,
    /// Its version that was read.
    merged_expected_version: i32,
    /// The confirmed issue that says that they are one, `iss_…`.
    issue_id: ID,
}

/// Which merge to take back.
#[derive(Debug, InputObject)]
pub struct CustomerUnmergeInput {
    /// Names this write, 1 to 64 characters. Sent again with the same input it has no second
    /// effect.
    client_mutation_id: ID,
    /// The customer that was merged, `cus_…`, at most 30 days ago.
    merged_id: ID,
    /// The version of the survivor that was read.
    expected_version: i32,
}

/// What became of a merge.
#[derive(Debug, SimpleObject)]
pub struct CustomerMergePayload<'op> {
    /// As it was sent.
    pub(crate) client_mutation_id: ID,
    /// Why nothing was written; empty where it was.
    pub(crate) user_errors: Vec<UserError<'op>>,
    /// The survivor as it is now; null where nothing was written.
    customer: Option<Customer<'op>>,
}

/// What became of taking a merge back.
#[derive(Debug, SimpleObject)]
pub struct CustomerUnmergePayload<'op> {
    /// As it was sent.
    pub(crate) client_mutation_id: ID,
    /// Why nothing was written; empty where it was.
    pub(crate) user_errors: Vec<UserError<'op>>,
    /// The survivor as it is now; null where nothing was written.
    customer: Option<Customer<'op>>,
    /// The other one as it is now; null where nothing was written or the viewer may not see it.
    restored: Option<Customer<'op>>,
}

/// Roots that merge customers.
#[derive(Debug, Default)]
pub struct MergeMutation;

#[Object]
impl MergeMutation {
    /// Merges a customer into another: it is shown no more, and what is its own is shown under the
    /// survivor. It takes a confirmed issue, so that nobody is merged by the name alone. For team
    /// leads and branch managers who see both.
    #[graphql(directive = auth::apply(Right::CustomerMerge.into()))]
    async fn customer_merge<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "Which ones.")] input: CustomerMergeInput,
    ) -> Result<CustomerMergePayload<'op>, ServiceError> {
        let op = context::op(ctx)?;
        let client_mutation_id = input.client_mutation_id;
        let key = Key::new(client_mutation_id.to_string())?;
        let asked = Merge {
            survivor: parsed("survivorId", &input.survivor_id)?,
            expected_version: input.expected_version,
            merged: parsed("mergedId", &input.merged_id)?,
            merged_expected_version: input.merged_expected_version,
            issue: parsed("issueId", &input.issue_id)?,
        };
        let want = want::of_payload(op, &Selected::root(ctx))?;
        let (customer, user_errors) = told(op, merge::merge(op, key, &asked, &want).await?);
        Ok(CustomerMergePayload { client_mutation_id, user_errors, customer })
    }

    /// Takes a merge back, within 30 days: the customer is shown again, with what is its own. For
    /// team leads and branch managers.
    #[graphql(directive = auth::apply(Right::CustomerMerge.into()))]
    async fn customer_unmerge<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "Which one.")] input: CustomerUnmergeInput,
    ) -> Result<CustomerUnmergePayload<'op>, ServiceError> {
        let op = context::op(ctx)?;
        let client_mutation_id = input.client_mutation_id;
        let key = Key::new(client_mutation_id.to_string())?;
        let asked = Unmerge {
            merged: parsed("mergedId", &input.merged_id)?,
            expected_version: input.expected_version,
        };
        let selected = Selected::root(ctx);
        let want = want::of_payload(op, &selected)?;
        let other = want::of_customer(op, &selected.under("restored"))?;
        let (written, restored) = merge::unmerge(op, key, &asked, &want, &other).await?;
        let restored = restored.map(|tree| Customer::alone(tree, op));
        let (customer, user_errors) = told(op, written);
        Ok(CustomerUnmergePayload { client_mutation_id, user_errors, customer, restored })
    }
}

type Answered<'op> = (Option<Customer<'op>>, Vec<UserError<'op>>);

fn told(op: &Op, written: Written<CustomerTree>) -> Answered<'_> {
    let view = |tree| Customer::alone(tree, op);
    match written {
        Ok(tree) => (tree.map(view), Vec::new()),
        Err(refused) => {
            let error = UserError::new(op, refused, |tree| Versioned::Customer(view(tree)));
            (None, vec![error])
        }
    }
}
