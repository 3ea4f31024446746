//! The memo of an interaction: what its author noted for few. A row of its own, so that a change of
//! it shows to nobody else, not even as a version.

use crate::{
    actor::Actor,
    customer,
    id::{CustomerId, InteractionId, StaffId},
};
use sea_orm::{Condition, entity::prelude::*};

/// A row of `interaction_memo`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "interaction_memo")]
pub struct Model {
    /// The interaction.
    #[sea_orm(primary_key, auto_increment = false)]
    pub interaction_id: InteractionId,
    /// The customer, by which rows are spread.
    pub customer_id: CustomerId,
    /// Who wrote it: the author of the interaction.
    pub author_id: StaffId,
    /// The memo.
    pub text: String,
    /// Whether only the author, the LEAD in force and those above the home unit read it.
    pub is_confidential: bool,
    /// Goes out as `memoVersion`, comes back as `expectedVersion`.
    pub version: i32,
    /// Counts every change.
    pub revision: i64,
    /// When it was first written.
    pub created_at: DateTimeUtc,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// The memos that `actor` may read at `now`, of interactions whose scope was checked: open
    /// ones, their own, those of customers that they are LEAD of, and those of customers whose home
    /// unit is theirs or lies below it. What hangs below a customer who was merged into another is
    /// read as that other one's. An auditor reads the open ones.
    #[must_use]
    pub fn readable(actor: &Actor, now: DateTimeUtc) -> Select<Self> {
        let readers = Condition::any()
            .add(Column::IsConfidential.eq(false))
            .add(Column::AuthorId.eq(actor.staff))
            .add(Column::CustomerId.in_subquery(customer::Entity::in_confidence(actor, now)));
        Self::find().filter(readers)
    }
}
