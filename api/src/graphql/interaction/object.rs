//! The view of an interaction.

use super::value::{
    Channel, ContactDirection, InteractionAction, InteractionOutcome, MaintenanceForm,
};
use crate::{
    graphql::{
        customer::object::Customer,
        directive::{DataClass, sensitive},
        page::Placed,
        scalar::{DateTime, Decimal},
        staff::object::Staff,
    },
    service::{
        error::ServiceError,
        interaction::{self, InteractionTree},
        op::Op,
    },
};
use async_graphql::{ID, Object};
use chrono::SecondsFormat;
use rust_decimal::Decimal as Number;
use std::sync::Arc;

/// Digits of a rate that is kept in millionths.
const RATE_DIGITS: u32 = 6;

/// An interaction, and the operation that looks at it.
#[derive(Clone, Debug)]
pub struct Interaction<'op> {
    /// The rows.
    pub tree: Arc<InteractionTree>,
    /// Who looks at them.
    pub op: &'op Op,
}

/// A contact between the bank and a customer: planned while it has no outcome, held afterwards.
#[Object]
impl<'op> Interaction<'op> {
    /// Opaque id, `int_…`.
    pub(crate) async fn id(&self) -> ID {
        self.tree.interaction.id.to_string().into()
    }

    /// Counts what people write, the memo aside; goes back as `expectedVersion`.
    pub(crate) async fn version(&self) -> i32 {
        self.tree.interaction.version
    }

    /// When it was planned or recorded.
    pub(crate) async fn created_at(&self) -> DateTime {
        DateTime(self.tree.interaction.created_at)
    }

    /// When it was last changed, the memo aside.
    pub(crate) async fn updated_at(&self) -> DateTime {
        DateTime(self.tree.interaction.updated_at)
    }

    /// The customer.
    async fn customer(&self) -> Result<Customer<'op>, ServiceError> {
        let tree = self.tree.customer.as_ref().ok_or(ServiceError::Defect("not wanted"))?;
        Ok(Customer { tree: Arc::clone(tree), op: self.op, place: String::new() })
    }

    /// Who planned or recorded it.
    async fn author(&self) -> Result<Staff<'op>, ServiceError> {
        let tree = self.tree.author.as_ref().ok_or(ServiceError::Defect("not wanted"))?;
        Ok(Staff { tree: Arc::clone(tree), op: self.op })
    }

    /// Who of the bank takes part, the author among them; at most 21.
    async fn participants(&self) -> Result<Vec<Staff<'op>>, ServiceError> {
        let trees = self.tree.participants.as_ref().ok_or(ServiceError::Defect("not wanted"))?;
        Ok(trees.iter().map(|tree| Staff { tree: Arc::clone(tree), op: self.op }).collect())
    }

    /// By which way.
    async fn channel(&self) -> Channel {
        self.tree.interaction.channel.into()
    }

    /// From whom it went out.
    async fn direction(&self) -> ContactDirection {
        self.tree.interaction.direction.into()
    }

    /// When it is or was planned for; null for one that was recorded without a plan.
    async fn planned_at(&self) -> Option<DateTime> {
        self.tree.interaction.planned_at.map(DateTime)
    }

    /// When it began; null while it is only planned.
    async fn started_at(&self) -> Option<DateTime> {
        self.tree.interaction.started_at.map(DateTime)
    }

    /// When it ended; null where that was not told.
    async fn ended_at(&self) -> Option<DateTime> {
        self.tree.interaction.ended_at.map(DateTime)
    }

    /// Where; null where that was not told.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn place(&self) -> Option<&str> {
        self.tree.interaction.place.as_deref()
    }

    /// What it is or was to achieve: specific, measurable, attainable, relevant, timed.
    async fn goal(&self) -> Option<&str> {
        self.tree.interaction.goal.as_deref()
    }

    /// Which form of care it is; null where that was not told.
    async fn maintenance_form(&self) -> Option<MaintenanceForm> {
        self.tree.interaction.maintenance_form.map(Into::into)
    }

    /// What became of it; null while it is only planned.
    async fn outcome(&self) -> Option<InteractionOutcome> {
        self.tree.interaction.outcome.map(Into::into)
    }

    /// What was said, for everybody who sees the customer.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn summary(&self) -> Option<&str> {
        self.tree.interaction.summary.as_deref()
    }

    /// What its author noted. A confidential one is read by its author, the LEAD in force and the
    /// leads and managers above the customer's home unit, and is null for everybody else, as where
    /// there is none.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn memo(&self) -> Option<&str> {
        self.tree.memo.as_ref().map(|memo| memo.text.as_str())
    }

    /// Whether the memo is confidential; null where `memo` is.
    async fn memo_is_confidential(&self) -> Option<bool> {
        self.tree.memo.as_ref().map(|memo| memo.is_confidential)
    }

    /// The memo's own version, which goes back when it is written again; null where `memo` is.
    async fn memo_version(&self) -> Option<i32> {
        self.tree.memo.as_ref().map(|memo| memo.version)
    }

    /// Competitors that the customer named; at most 10.
    async fn competitors(&self) -> Result<Vec<String>, ServiceError> {
        serde_json::from_str(&self.tree.interaction.competitors)
            .map_err(|_| ServiceError::Defect("competitors of no form"))
    }

    /// Yearly rate that the customer asked for, such as `"0.0325"`; null where they did not.
    async fn rate_asked(&self) -> Option<Decimal> {
        let rate = self.tree.interaction.rate_asked_millionths?;
        Some(Decimal(Number::new(rate, RATE_DIGITS).normalize()))
    }

    /// What comes next; null where nothing was agreed.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn next_step(&self) -> Option<&str> {
        self.tree.interaction.next_step.as_deref()
    }

    /// What the viewer may do to this interaction now; at most one of each.
    async fn allowed_actions(&self) -> Vec<InteractionAction> {
        interaction::allowed(self.op, &self.tree).into_iter().map(Into::into).collect()
    }
}

impl Placed for Interaction<'_> {
    fn place(&self) -> String {
        let row = &self.tree.interaction;
        format!("{}:{}", row.id, row.happens_at.to_rfc3339_opts(SecondsFormat::Micros, true))
    }
}
