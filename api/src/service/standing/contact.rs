//! Keeping a customer's last contacts and due days with each write to an interaction.

use super::{
    cadence::{Cadence, Reached},
    figures,
};
use crate::service::{change::Change, completeness, op::Op, refusal::Stop, write::Write};
use entity::{
    customer_standing::{Column, Entity},
    id::CustomerId,
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect};

/// Computes them anew from the interactions as they are in this transaction, whatever was recorded,
/// amended or cancelled.
pub(in crate::service) async fn refresh(
    op: &Op,
    write: &mut Write,
    customer: CustomerId,
) -> Result<(), Stop> {
    let row = Entity::find_by_id(customer).lock_exclusive();
    let Some(before) = row.one(write.connection()).await? else { return Ok(()) };
    let cadence = Cadence::load(write.connection(), op.bank().bank_date).await?;
    let reached = Reached::load(write.connection(), completeness::only(customer)).await?;
    let reached = reached.get(&customer).copied().unwrap_or(Reached::NEVER);
    let mut row = cadence.stand(op.bank(), reached, before.clone());
    if figures(&row) == figures(&before) {
        return Ok(());
    }
    row.revision += 1;
    write.tell(Change::of_standing(&row));
    let columns = [
        Column::LastContactAt,
        Column::LastVisitAt,
        Column::VisitDueOn,
        Column::TouchDueOn,
        Column::Revision,
    ];
    let mut changed = row.into_active_model();
    for column in columns {
        changed.reset(column);
    }
    Entity::update(changed).exec_without_returning(write.connection()).await?;
    Ok(())
}
