//! The root that changes who looks after a customer.

use super::{object::Assignment, value::AssignmentRole, want};
use crate::{
    auth::policy::Right,
    graphql::{
        context,
        customer::{self, object::Customer},
        directive::auth,
        id::parsed,
        user_error::UserError,
        versioned::Versioned,
        want::Selected,
    },
    service::{
        assignment::{self, AssignmentChange},
        error::ServiceError,
        write::Key,
    },
};
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};

/// Who is to look after a customer from now on.
#[derive(Debug, InputObject)]
pub struct AssignmentChangeInput {
    /// Names this write, 1 to 64 characters. Sent again with the same input it has no second
    /// effect.
    client_mutation_id: ID,
    /// The customer's id, `cus_…`.
    customer_id: ID,
    /// The customer's version that was read.
    expected_version: i32,
    /// As what. A new LEAD ends the old one's assignment in the same transaction, and the customer
    /// moves to the new one's unit; other roles are added.
    role: AssignmentRole,
    /// Who, `stf_…`: a relationship manager at work, in the viewer's unit or below it.
    staff_id: ID,
    /// Why, 1 to 200 characters.
    reason: String,
}

/// What became of it.
#[derive(Debug, SimpleObject)]
pub struct AssignmentChangePayload<'op> {
    /// As it was sent.
    pub(crate) client_mutation_id: ID,
    /// Why nothing was written; empty where it was.
    pub(crate) user_errors: Vec<UserError<'op>>,
    /// The customer as it is now; null where nothing was written or the viewer has no access left.
    customer: Option<Customer<'op>>,
    /// The new assignment; null as the customer is.
    assignment: Option<Assignment<'op>>,
}

/// Roots that change who looks after a customer.
#[derive(Debug, Default)]
pub struct AssignmentMutation;

#[Object]
impl AssignmentMutation {
    /// Changes who looks after a customer. For team leads and branch managers.
    #[graphql(directive = auth::apply(Right::AssignmentChange.into()))]
    async fn assignment_change<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "What to change.")] input: AssignmentChangeInput,
    ) -> Result<AssignmentChangePayload<'op>, ServiceError> {
        let op = context::op(ctx)?;
        let key = Key::new(input.client_mutation_id.to_string())?;
        let change = AssignmentChange {
            customer: parsed("customerId", &input.customer_id)?,
            expected_version: input.expected_version,
            role: input.role.into(),
            staff: parsed("staffId", &input.staff_id)?,
            reason: input.reason,
        };
        let selected = Selected::root(ctx);
        let customer_want = customer::want::of_payload(op, &selected)?;
        let assignment_want = want::of_assignment(op, &selected.under("assignment"))?;
        let done = assignment::change(op, key, &change, &customer_want, &assignment_want).await?;
        let client_mutation_id = input.client_mutation_id;
        let view = |tree| Customer::alone(tree, op);
        let (customer, user_errors) = match done.customer {
            Ok(tree) => (tree.map(view), Vec::new()),
            Err(refused) => {
                let error = UserError::new(op, refused, |tree| Versioned::Customer(view(tree)));
                (None, vec![error])
            }
        };
        let assignment = done.assignment.map(|tree| Assignment { tree, op });
        Ok(AssignmentChangePayload { client_mutation_id, user_errors, customer, assignment })
    }
}
