//! Filters and orders of books.

use super::value::{CustomerKind, LifeCycleStage, RelationType, Tier};
use crate::{
    graphql::{
        holding::input::HoldingFilterInput,
        id::parsed,
        interaction::input::InteractionFilterInput,
        scalar::{Date, DateTime, Decimal},
    },
    service::{
        currency::digits,
        customer::{BookField, BookOrder, CustomerFilter, HoldingsFilter, InteractionsFilter},
        error::ServiceError,
        op::Op,
    },
};
use async_graphql::{Enum, ID, InputObject};

/// Which customers: all of these hold, on those that the viewer may see.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CustomerFilterInput {
    /// Each of these holds.
    and: Option<Vec<CustomerFilterInput>>,
    /// Any of these holds; no condition where it is empty.
    or: Option<Vec<CustomerFilterInput>>,
    /// This does not hold.
    not: Option<Box<CustomerFilterInput>>,
    /// The name holds this text.
    name_contains: Option<String>,
    /// Of one of these kinds.
    kind: Option<Vec<CustomerKind>>,
    /// In one of these relations.
    relation_type: Option<Vec<RelationType>>,
    /// In one of these stages.
    stage: Option<Vec<LifeCycleStage>>,
    /// In one of these tiers.
    tier: Option<Vec<Tier>>,
    /// Assets under management, in the bank's base currency.
    aum: Option<MoneyRange>,
    /// Not reached since this instant, or never.
    last_contact_before: Option<DateTime>,
    /// Led by this member of staff, `stf_…`.
    lead_id: Option<ID>,
    /// Belonging to this unit or one below it, `unit_…`.
    unit_id: Option<ID>,
    /// To be visited before this day.
    visit_due_before: Option<Date>,
    /// To be contacted before this day.
    touch_due_before: Option<Date>,
    /// On what they hold.
    holdings: Option<HoldingListFilter>,
    /// On the contacts with them.
    interactions: Option<InteractionListFilter>,
}

/// A condition on the contacts with a customer.
#[derive(Clone, Debug, InputObject)]
pub struct InteractionListFilter {
    /// At least one is such.
    some: Option<InteractionFilterInput>,
    /// None is such.
    none: Option<InteractionFilterInput>,
}

/// A range of amounts, both ends within it.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct MoneyRange {
    /// At least so much.
    min: Option<Decimal>,
    /// At most so much.
    max: Option<Decimal>,
}

/// A condition on a customer's holdings.
#[derive(Clone, Debug, InputObject)]
pub struct HoldingListFilter {
    /// At least one is such.
    some: Option<HoldingFilterInput>,
    /// None is such.
    none: Option<HoldingFilterInput>,
    /// All are such; true of a customer who holds nothing.
    every: Option<HoldingFilterInput>,
}

/// What books are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum CustomerSort {
    /// Assets under management.
    Aum,
    /// Name; Chinese names by pinyin.
    Name,
    /// Last contact; those never reached as if long ago.
    LastContact,
    /// Day by which the next visit is due.
    VisitDue,
    /// Day by which the next contact of any kind is due.
    TouchDue,
    /// Last change by people or feeds.
    UpdatedAt,
}

/// In which direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum SortDirection {
    /// The least first.
    Asc,
    /// The greatest first.
    Desc,
}

/// The order of a book.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct CustomerOrder {
    /// The sort key.
    field: CustomerSort,
    /// In which direction.
    direction: SortDirection,
}

impl CustomerOrder {
    /// The order that it stands for.
    #[must_use]
    pub fn order(self) -> BookOrder {
        let field = match self.field {
            CustomerSort::Aum => BookField::Aum,
            CustomerSort::Name => BookField::Name,
            CustomerSort::LastContact => BookField::LastContact,
            CustomerSort::VisitDue => BookField::VisitDue,
            CustomerSort::TouchDue => BookField::TouchDue,
            CustomerSort::UpdatedAt => BookField::UpdatedAt,
        };
        BookOrder { field, is_descending: self.direction == SortDirection::Desc }
    }
}

impl CustomerFilterInput {
    /// The filter that it stands for.
    ///
    /// # Errors
    /// An id is of another noun, or an amount has too many digits.
    pub fn filter(self, op: &Op) -> Result<CustomerFilter, ServiceError> {
        let each = |filters: Option<Vec<Self>>| -> Result<Vec<_>, ServiceError> {
            filters.into_iter().flatten().map(|filter| filter.filter(op)).collect()
        };
        let minor = |amount: Decimal| {
            let wrong = || ServiceError::BadInput("`aum` has too many digits".into());
            amount.to_minor(digits(&op.bank().base_currency)).ok_or_else(wrong)
        };
        let aum = self.aum.unwrap_or(MoneyRange { min: None, max: None });
        Ok(CustomerFilter {
            and: each(self.and)?,
            or: each(self.or)?,
            not: self.not.map(|filter| filter.filter(op).map(Box::new)).transpose()?,
            name_contains: self.name_contains,
            kind: self.kind.into_iter().flatten().map(Into::into).collect(),
            relation_type: self.relation_type.into_iter().flatten().map(Into::into).collect(),
            stage: self.stage.into_iter().flatten().map(Into::into).collect(),
            tier: self.tier.into_iter().flatten().map(Into::into).collect(),
            aum_min: aum.min.map(minor).transpose()?,
            aum_max: aum.max.map(minor).transpose()?,
            last_contact_before: self.last_contact_before.map(|at| at.0),
            lead: self.lead_id.map(|id| parsed("leadId", &id)).transpose()?,
            unit: self.unit_id.map(|id| parsed("unitId", &id)).transpose()?,
            visit_due_before: self.visit_due_before.map(|day| day.0),
            touch_due_before: self.touch_due_before.map(|day| day.0),
            holdings: self.holdings.map(HoldingListFilter::filter).transpose()?,
            interactions: self.interactions.map(InteractionListFilter::filter).transpose()?,
        })
    }
}

impl InteractionListFilter {
    fn filter(self) -> Result<InteractionsFilter, ServiceError> {
        let one = |filter: Option<InteractionFilterInput>| {
            filter.map(InteractionFilterInput::filter).transpose()
        };
        Ok(InteractionsFilter { some: one(self.some)?, none: one(self.none)? })
    }
}

impl HoldingListFilter {
    fn filter(self) -> Result<HoldingsFilter, ServiceError> {
        let one =
            |filter: Option<HoldingFilterInput>| filter.map(HoldingFilterInput::filter).transpose();
        Ok(HoldingsFilter { some: one(self.some)?, none: one(self.none)?, every: one(self.every)? })
    }
}
