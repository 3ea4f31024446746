//! The view of a key person.

use crate::{
    auth::policy::Right,
    graphql::{
        directive::{DataClass, sensitive},
        page::Placed,
        scalar::{DateTime, MaskedText},
    },
    service::op::Op,
};
use async_graphql::{ID, Object};
use entity::key_person::Model;
use std::sync::Arc;

/// A key person, and the operation that looks at them.
#[derive(Clone, Debug)]
pub struct KeyPerson<'op> {
    /// The row.
    pub row: Arc<Model>,
    /// Who looks at it.
    pub op: &'op Op,
}

/// Somebody who counts at a customer: whom to talk to, and who decides (核心人物).
#[Object]
impl KeyPerson<'_> {
    // The interfaces of a type call its methods, so these four are not private.
    /// Opaque id, `kpe_…`.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }

    /// Counts what people write; goes back as `expectedVersion`.
    pub(crate) async fn version(&self) -> i32 {
        self.row.version
    }

    /// When the person was added.
    pub(crate) async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }

    /// When what is known of them was last changed.
    pub(crate) async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }

    /// Name.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// What the person is there, such as chief accountant; null where it is not known.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn title(&self) -> Option<&str> {
        self.row.title.as_deref()
    }

    /// How much the person's word counts there, 1 to 5.
    async fn influence(&self) -> i32 {
        self.row.influence
    }

    /// Whether the person decides.
    async fn is_decision_maker(&self) -> bool {
        self.row.is_decision_maker
    }

    /// Mobile number, masked; null where it is not known.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn mobile(&self) -> Option<MaskedText<'_>> {
        let mask = self.row.mobile_mask.as_deref()?;
        Some(MaskedText { mask, is_revealable: self.op.may(Right::CustomerReveal) })
    }

    /// What else there is to know; null for nothing.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn note(&self) -> Option<&str> {
        self.row.note.as_deref()
    }
}

impl Placed for KeyPerson<'_> {
    fn place(&self) -> String {
        format!("{}:{}", self.row.id, self.row.influence)
    }
}
