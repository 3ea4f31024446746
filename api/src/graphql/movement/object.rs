//! The view of a movement.

use super::value::{Direction, Initiator, MovementKind};
use crate::{
    graphql::{
        directive::{DataClass, sensitive},
        page::Placed,
        scalar::{Date, DateTime, MaskedText, Money},
    },
    service::op::Op,
};
use async_graphql::{ID, Object};
use entity::movement::Model;
use std::sync::Arc;

/// A movement, and the operation that looks at it.
#[derive(Clone, Debug)]
pub struct Movement<'op> {
    /// The row.
    pub row: Arc<Model>,
    /// Who looks at it.
    pub op: &'op Op,
}

/// Money that came or went on a holding.
#[Object]
impl Movement<'_> {
    /// Opaque id, `mov_…`.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }

    /// Booking day, in the bank's time zone.
    async fn booked_on(&self) -> Date {
        Date(self.row.booked_on)
    }

    /// Booking instant; null where the source gives no time of day.
    async fn booked_at(&self) -> Option<DateTime> {
        self.row.booked_at.map(DateTime)
    }

    /// Whether money came or went.
    async fn direction(&self) -> Direction {
        self.row.direction.into()
    }

    /// How much, never negative, in the holding's currency.
    #[graphql(directive = sensitive::apply(DataClass::Financial))]
    async fn amount(&self) -> Money<'_> {
        let (minor, currency) = (self.row.amount_minor, self.row.currency.as_str());
        Money { minor, currency, locale: self.op.locale() }
    }

    /// What it was for.
    async fn kind(&self) -> MovementKind {
        self.row.kind.into()
    }

    /// Who caused it.
    async fn initiator(&self) -> Initiator {
        self.row.initiator.into()
    }

    /// Name of the other side; null where the source does not tell.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn counterparty_name(&self) -> Option<&str> {
        self.row.counterparty_name.as_deref()
    }

    /// Bank of the other side; null where it is this one, or the source does not tell.
    async fn counterparty_bank(&self) -> Option<&str> {
        self.row.counterparty_bank.as_deref()
    }

    /// Account of the other side, masked; it belongs to no customer of the viewer's, so it is never
    /// revealed.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn counterparty_account(&self) -> Option<MaskedText<'_>> {
        let mask = self.row.counterparty_mask.as_deref()?;
        Some(MaskedText { mask, is_revealable: false })
    }
}

impl Placed for Movement<'_> {
    fn place(&self) -> String {
        format!("{}:{}", self.row.id, self.row.booked_on)
    }
}
