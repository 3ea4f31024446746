//! Making a follow-up, alone or as the next step of an interaction.

use super::{
    answer::{answer, deed, tell},
    draft::{FollowUpDraft, check_assignee, check_holding},
    tree::{FollowUpTree, FollowUpWant},
};
use crate::{
    auth::policy::Right,
    service::{
        below,
        error::ServiceError,
        interaction::cover::Covered,
        op::Op,
        refusal::{Refusal, Stop, Written},
        write::{Begun, Intent, Key, Write},
    },
};
use entity::{
    customer,
    follow_up::{Entity, FollowUpOrigin, Model},
    id::{CustomerId, FollowUpId},
    interaction,
    outbox::Operation,
};
use sea_orm::{EntityTrait, IntoActiveModel, TryInsertResult};
use serde_json::json;
use std::sync::Arc;
use uuid::Uuid;

/// A follow-up to be made, for a customer or for oneself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUpCreate {
    /// The customer that it is for.
    pub customer: Option<CustomerId>,
    /// The rest.
    pub draft: FollowUpDraft,
}

/// Makes a follow-up.
///
/// # Errors
/// The actor may make none at all, or the database does not answer.
pub async fn create(
    op: &Op,
    key: Key,
    create: &FollowUpCreate,
    want: &FollowUpWant,
) -> Result<Written<Arc<FollowUpTree>>, ServiceError> {
    op.allowed(Right::FollowUpWrite)?;
    match carry_out(op, key, create).await {
        Ok(id) => answer(op, id, Ok(()), want).await,
        Err(stop) => answer(op, FollowUpId(Uuid::nil()), Err(stop), want).await,
    }
}

async fn carry_out(op: &Op, key: Key, create: &FollowUpCreate) -> Result<FollowUpId, Stop> {
    let id = create.draft.id.unwrap_or_else(|| FollowUpId(Uuid::now_v7()));
    let input = json!(format!("{create:?}"));
    let intent = Intent { mutation: "followUpCreate", key, input, outcome: id.0 };
    let mut write = match Write::begin(op, intent).await? {
        Begun::First(write) => write,
        Begun::Repeat(done) => return Ok(FollowUpId(done)),
    };
    let customer = match create.customer {
        Some(id) => {
            let missing = Refusal::missing(&["input", "customerId"]);
            Some(below::locked(op, &write, customer::Entity::only(id), missing).await?)
        }
        None => None,
    };
    let row = create.draft.row(
        op,
        customer.as_ref().map(|row| row.id),
        (FollowUpOrigin::Manual, None),
    )?;
    let row = Model { id, ..row };
    check_assignee(op, &write, &row, customer.as_ref()).await?;
    insert(op, &mut write, row, customer.as_ref()).await?;
    write.commit().await?;
    Ok(id)
}

/// Makes the follow-up that is the next step of an interaction, in the interaction's transaction.
pub(in crate::service) async fn after(
    op: &Op,
    write: &mut Write,
    draft: &FollowUpDraft,
    interaction: &interaction::Model,
    Covered { customer, is_seen }: &Covered,
) -> Result<(), Stop> {
    let origin = (FollowUpOrigin::Interaction, Some(interaction.id.0));
    let mut row = draft.row(op, Some(customer.id), origin)?;
    if *is_seen {
        check_assignee(op, write, &row, Some(customer)).await?;
    } else {
        // Whoever records after a handover leaves the next step to those who go on; whom they
        // name, and what holding, would tell them how the customer stands now.
        row.assignee_id = customer.lead_staff_id.unwrap_or(row.author_id);
        row.holding_id = None;
    }
    insert(op, write, row, Some(customer)).await
}

async fn insert(
    op: &Op,
    write: &mut Write,
    row: Model,
    customer: Option<&customer::Model>,
) -> Result<(), Stop> {
    check_holding(write, &row, customer).await?;
    let insert = Entity::insert(row.clone().into_active_model()).on_conflict_do_nothing();
    let inserted = insert.exec_without_returning(write.connection()).await?;
    if !matches!(inserted, TryInsertResult::Inserted(1)) {
        return Err(Refusal::TAKEN.into());
    }
    tell(write, &row, customer, Operation::Create, &[]);
    write.audit(op, &deed("followUpCreate", &row, vec!["title", "dueAt", "assigneeId"]));
    Ok(())
}
