//! The view of what is computed of a customer.

use super::value::{Tier, TierState};
use crate::{
    graphql::{
        directive::{DataClass, sensitive},
        scalar::{Date, DateTime, Decimal, Money},
    },
    service::{op::Op, standing::DueContact},
};
use async_graphql::Object;
use chrono::{DateTime as Instant, Utc};
use entity::customer_standing::Model;
use rust_decimal::Decimal as Number;

/// The row, and the operation that looks at it.
#[derive(Clone, Copy, Debug)]
pub struct CustomerStanding<'row> {
    /// The row.
    pub row: &'row Model,
    /// Who looks at it.
    pub op: &'row Op,
}

impl CustomerStanding<'_> {
    fn money(&self, minor: i64) -> Money<'_> {
        Money { minor, currency: &self.row.currency, locale: self.op.locale() }
    }

    fn overdue(&self, contact: DueContact) -> Decimal {
        let bank = self.op.bank();
        Decimal(contact.overdue_intervals(bank, self.row, bank.day_of(self.op.now())))
    }
}

/// What the bank's jobs compute of a customer, from the accounts at the close of the bank date.
#[Object]
impl CustomerStanding<'_> {
    /// The bank date that it was computed for.
    async fn as_of(&self) -> Date {
        Date(self.row.as_of)
    }

    /// Assets under management: balances of deposits, wealth products, funds and insurance of which
    /// the customer is the primary holder, in the bank's base currency. An overdraft counts 0, and
    /// loans are never netted.
    #[graphql(directive = sensitive::apply(DataClass::Financial))]
    async fn aum(&self) -> Money<'_> {
        self.money(self.row.aum_minor)
    }

    /// Balances of deposits.
    #[graphql(directive = sensitive::apply(DataClass::Financial))]
    async fn deposits(&self) -> Money<'_> {
        self.money(self.row.deposits_minor)
    }

    /// What is owed on loans.
    #[graphql(directive = sensitive::apply(DataClass::Financial))]
    async fn loans(&self) -> Money<'_> {
        self.money(self.row.loans_minor)
    }

    /// Whether a balance in another currency was left out, because there is no rate of the last
    /// seven days.
    async fn is_rate_missing(&self) -> bool {
        self.row.is_rate_missing
    }

    /// Tier by month-average assets (F06b).
    async fn tier(&self) -> Tier {
        self.row.tier.into()
    }

    /// Whether the tier is about to fall.
    async fn tier_state(&self) -> TierState {
        self.row.tier_state.into()
    }

    /// Months in a row whose average lay below the tier's line.
    async fn tier_months_below(&self) -> i32 {
        self.row.tier_months_below
    }

    /// How complete the file is, 0 to 1 (F10): fields by weight, by half where they were last seen
    /// more than twelve months ago.
    async fn completeness(&self) -> Decimal {
        Decimal(Number::new(self.row.completeness.into(), 6).normalize())
    }

    /// Last contact in which the customer was reached; null where there was none yet.
    async fn last_contact_at(&self) -> Option<DateTime> {
        reached(self.row.last_contact_at)
    }

    /// Last visit, at the customer's or in a branch, at which the customer was reached; null where
    /// there was none yet.
    async fn last_visit_at(&self) -> Option<DateTime> {
        reached(self.row.last_visit_at)
    }

    /// Day by which the next visit is due: the last one, or else the day on which the customer was
    /// first known, and the interval of their tier (F09). A try that nobody answered moves nothing.
    async fn next_visit_due_on(&self) -> Date {
        Date(self.row.visit_due_on)
    }

    /// The same for a contact of any kind.
    async fn next_touch_due_on(&self) -> Date {
        Date(self.row.touch_due_on)
    }

    /// By how many of its intervals the visit is overdue on the day of business time, to four
    /// digits, such as `"0.5"`; 0 where it is not.
    async fn visit_overdue_intervals(&self) -> Decimal {
        self.overdue(DueContact::Visit)
    }

    /// The same for a contact of any kind.
    async fn touch_overdue_intervals(&self) -> Decimal {
        self.overdue(DueContact::Touch)
    }
}

/// The epoch stands for never.
fn reached(at: Instant<Utc>) -> Option<DateTime> {
    (at > Instant::<Utc>::UNIX_EPOCH).then_some(DateTime(at))
}
