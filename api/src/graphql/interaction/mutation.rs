//! The roots that plan, record, amend and cancel interactions.

use super::{
    payload::{
        InteractionAmendPayload, InteractionCancelPayload, InteractionPlanPayload,
        InteractionRecordPayload, split,
    },
    record::{
        InteractionAmendInput, InteractionCancelInput, InteractionPlanInput, InteractionRecordInput,
    },
    want,
};
use crate::{
    auth::policy::Right,
    graphql::{
        context,
        customer::{self, object::Customer},
        directive::auth,
        follow_up::{self, object::FollowUp},
        want::Selected,
    },
    service::{self, error::ServiceError, interaction, write::Key},
};
use async_graphql::{Context, Object};

/// Roots that write interactions.
#[derive(Debug, Default)]
pub struct InteractionMutation;

#[Object]
impl InteractionMutation {
    /// Plans a contact with a customer. For relationship managers, team leads and branch managers.
    #[graphql(directive = auth::apply(Right::InteractionWrite.into()))]
    async fn interaction_plan<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "What is planned.")] input: InteractionPlanInput,
    ) -> Result<InteractionPlanPayload<'op>, ServiceError> {
        let op = context::op(ctx)?;
        let key = Key::new(input.client_mutation_id.to_string())?;
        let client_mutation_id = input.client_mutation_id.clone();
        let want = want::of_payload(op, &Selected::root(ctx))?;
        let written = interaction::plan(op, key, &input.plan()?, &want).await?;
        Ok(InteractionPlanPayload::new(op, client_mutation_id, written))
    }

    /// Records a contact with a customer, with its next step if there is one. For relationship
    /// managers, team leads and branch managers; for 72 hours after a handover also for whoever
    /// looked after the customer until then, where it began before.
    #[graphql(directive = auth::apply(Right::InteractionWrite.into()))]
    async fn interaction_record<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "What happened.")] input: InteractionRecordInput,
    ) -> Result<InteractionRecordPayload<'op>, ServiceError> {
        let op = context::op(ctx)?;
        let key = Key::new(input.client_mutation_id.to_string())?;
        let client_mutation_id = input.client_mutation_id.clone();
        let selected = Selected::root(ctx);
        let want = want::of_payload(op, &selected)?;
        let (record, customer) = (input.record()?, selected.under("customer"));
        let customer_want = customer::want::of_customer(op, &customer)?;
        let follow_up_want = follow_up::want::of_follow_up(op, &selected.under("followUp"))?;
        let wants = interaction::RecordWants {
            interaction: want,
            customer: customer.is_any().then_some(customer_want),
            follow_up: selected.under("followUp").is_any().then_some(follow_up_want),
        };
        let done = interaction::record(op, key, &record, &wants).await?;
        let (interaction, user_errors) = split(op, done.interaction);
        let view = |tree| FollowUp { tree, op };
        Ok(InteractionRecordPayload {
            client_mutation_id,
            user_errors,
            interaction,
            follow_up: done.follow_up.map(view),
            customer: done
                .customer
                .map(|tree: service::customer::CustomerTree| Customer::alone(tree, op)),
        })
    }

    /// Amends an interaction; a plan becomes a record with its beginning and its outcome. For its
    /// author; a plan may also be taken further by the LEAD in force.
    #[graphql(directive = auth::apply(Right::InteractionWrite.into()))]
    async fn interaction_amend<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "What to change.")] input: InteractionAmendInput,
    ) -> Result<InteractionAmendPayload<'op>, ServiceError> {
        let op = context::op(ctx)?;
        let key = Key::new(input.client_mutation_id.to_string())?;
        let client_mutation_id = input.client_mutation_id.clone();
        let want = want::of_payload(op, &Selected::root(ctx))?;
        let written = interaction::amend(op, key, &input.amend()?, &want).await?;
        Ok(InteractionAmendPayload::new(op, client_mutation_id, written))
    }

    /// Takes a plan back: its outcome is CANCELLED. For its author and the LEAD in force.
    #[graphql(directive = auth::apply(Right::InteractionWrite.into()))]
    async fn interaction_cancel<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "Which plan.")] input: InteractionCancelInput,
    ) -> Result<InteractionCancelPayload<'op>, ServiceError> {
        let op = context::op(ctx)?;
        let key = Key::new(input.client_mutation_id.to_string())?;
        let client_mutation_id = input.client_mutation_id.clone();
        let want = want::of_payload(op, &Selected::root(ctx))?;
        let written = interaction::cancel(op, key, &input.cancel()?, &want).await?;
        Ok(InteractionCancelPayload::new(op, client_mutation_id, written))
    }
}
