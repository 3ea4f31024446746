//! The audit: what is written in the transaction of what it tells of.
//!
//! The row commits unchained, since a chain inside the transaction would make every write wait for
//! the one before it. `seal` chains rows seconds later, `head` is what is signed of the chain once
//! a minute, `form` the bytes that are hashed, and `verify` shows that nothing was touched.

mod form;
pub mod head;
pub mod seal;
pub mod verify;

use super::op::Op;
use entity::{
    audit_entry,
    id::{AuditId, CustomerId},
};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// What was done, to what.
#[derive(Clone, Debug)]
pub struct Deed {
    /// Name of the mutation or command.
    pub action: &'static str,
    /// Kind of the row that it was done to.
    pub subject_noun: &'static str,
    /// That row.
    pub subject_id: Option<Uuid>,
    /// The customer concerned.
    pub customer_id: Option<CustomerId>,
    /// Names of the fields concerned; never values.
    pub fields: Vec<&'static str>,
    /// What for, where that must be said.
    pub purpose: Option<String>,
}

impl Deed {
    /// The row that tells of it, in the name of whoever asks.
    #[must_use]
    pub fn entry(&self, op: &Op) -> audit_entry::ActiveModel {
        let actor = op.caller().actor.as_ref();
        let roles = actor.map(|actor| {
            let name = |role| sea_orm::ActiveEnum::to_value(role);
            actor.roles.iter().map(name).collect::<Vec<String>>().join(",")
        });
        audit_entry::ActiveModel {
            id: Set(AuditId(Uuid::now_v7())),
            at: Set(op.real_now()),
            actor_id: Set(actor.map(|actor| actor.staff)),
            roles: Set(roles.unwrap_or_default()),
            action: Set(self.action.to_owned()),
            subject_noun: Set(self.subject_noun.to_owned()),
            subject_id: Set(self.subject_id),
            customer_id: Set(self.customer_id),
            fields: Set(self.fields.join(",")),
            purpose: Set(self.purpose.clone()),
            request_id: Set(op.caller().request_id.clone()),
        }
    }
}
