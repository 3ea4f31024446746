//! With whom the actor may record contacts: customers that they see, and for 72 hours those that
//! they looked after until a handover.

use crate::service::{
    below,
    op::Op,
    refusal::{Refusal, Stop},
    write::Write,
};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    customer::{self, Column},
    id::{CustomerId, StaffId},
    staff::{self, StaffStatus},
    staff_role::Role,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::BTreeSet;

/// How long after a handover what began before it may be recorded: a phone may have been without a
/// network for a weekend.
const GRACE: TimeDelta = TimeDelta::hours(72);

/// A customer with whom the actor may record a contact.
pub(in crate::service) struct Covered {
    /// The row, locked.
    pub(in crate::service) customer: customer::Model,
    /// Whether the actor still sees the customer.
    pub(in crate::service) is_seen: bool,
}

/// Locks the customer, or the one that they were merged into meanwhile, if the actor may record a
/// contact with them that began at `began`; a plan has not begun. Whoever may not is told that there is no such customer.
pub(super) async fn locked(
    op: &Op,
    write: &Write,
    id: CustomerId,
    began: Option<DateTime<Utc>>,
) -> Result<Covered, Stop> {
    let missing = Refusal::missing(&["input", "customerId"]);
    match below::locked(op, write, customer::Entity::only(id), missing).await {
        Ok(customer) => return Ok(Covered { customer, is_seen: true }),
        Err(Stop::Refused(_)) => {}
        Err(stop) => return Err(stop),
    }
    let actor = op.actor()?;
    if let Some(began) = began.filter(|_| actor.is(Role::Rm)) {
        let since = op.now() - GRACE;
        let left = customer::Entity::left_by(actor.staff, began, since, op.now());
        let left = left.filter(Column::Id.eq(id)).lock_exclusive();
        if let Some(customer) = left.one(write.connection()).await? {
            return Ok(Covered { customer, is_seen: false });
        }
    }
    Err(missing.into())
}

/// The actor and those who are named beside them, each once: all at work in the bank.
pub(super) async fn participants(
    write: &Write,
    author: StaffId,
    named: &[StaffId],
) -> Result<BTreeSet<StaffId>, Stop> {
    let named: BTreeSet<_> = named.iter().copied().filter(|id| *id != author).collect();
    if !named.is_empty() {
        let found = staff::Entity::find()
            .filter(staff::Column::Id.is_in(named.iter().copied()))
            .filter(staff::Column::Status.ne(StaffStatus::Left))
            .all(write.connection())
            .await?;
        if found.len() != named.len() {
            return Err(Refusal::missing(&["input", "participantIds"]).into());
        }
    }
    Ok(named.into_iter().chain([author]).collect())
}
