//! Contact cadence (接触频率, domain F09): by when a customer is to be visited and contacted.
//!
//! Due is the day of the last contact that reached the customer plus the interval of their tier. A
//! try that nobody answered moves nothing.

use crate::service::{bank::Bank, error::ServiceError, policy};
use chrono::{DateTime, Days, NaiveDate, Utc};
use entity::{
    customer,
    customer_standing::{self, Tier},
    id::CustomerId,
    interaction::{self, Channel, Column, InteractionOutcome},
    policy::PolicyKind,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter,
    QuerySelect,
    sea_query::{Expr, Func},
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Days within which a customer is to be visited, and to be contacted in any way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Interval {
    visit_days: u32,
    touch_days: u32,
}

/// The intervals by value: a policy of the bank.
///
/// The domain's shortest interval is that of key customers, who are ranked by a value that is not
/// computed yet; until it is, the highest tier has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Cadence {
    t3: Interval,
    t2: Interval,
    other: Interval,
}

impl Cadence {
    /// What holds until the bank sets its own (domain F09).
    const SHIPPED: Self = Self {
        t3: Interval { visit_days: 30, touch_days: 10 },
        t2: Interval { visit_days: 60, touch_days: 30 },
        other: Interval { visit_days: 180, touch_days: 90 },
    };

    /// The version that holds on a day.
    pub(super) async fn load(
        connection: &impl ConnectionTrait,
        on: NaiveDate,
    ) -> Result<Self, ServiceError> {
        let document = policy::in_force(connection, PolicyKind::ContactCadence, on).await?;
        let Some(document) = document else { return Ok(Self::SHIPPED) };
        serde_json::from_str(&document)
            .map_err(|_| ServiceError::Defect("the contact cadence cannot be read"))
    }

    fn interval(self, tier: Tier) -> Interval {
        match tier {
            Tier::T3 => self.t3,
            Tier::T2 => self.t2,
            Tier::T1 | Tier::T0 => self.other,
        }
    }

    /// By when a customer who is known from this day on is first to be visited and contacted.
    pub(super) fn first_due(from: NaiveDate) -> (NaiveDate, NaiveDate) {
        let Interval { visit_days, touch_days } = Self::SHIPPED.other;
        (due(from, visit_days), due(from, touch_days))
    }

    /// What a standing keeps of the contacts that reached its customer, and by when the next ones
    /// are due.
    pub(super) fn stand(
        self,
        bank: &Bank,
        reached: Reached,
        row: customer_standing::Model,
    ) -> customer_standing::Model {
        let from = |last| counted_from(bank, &row, last);
        let interval = self.interval(row.tier);
        customer_standing::Model {
            last_contact_at: reached.contact_at,
            last_visit_at: reached.visit_at,
            visit_due_on: due(from(reached.visit_at), interval.visit_days),
            touch_due_on: due(from(reached.contact_at), interval.touch_days),
            ..row
        }
    }
}

/// The day from which the next contact is counted: that of the last one, or else the one on which
/// the customer was first known.
pub(super) fn counted_from(
    bank: &Bank,
    row: &customer_standing::Model,
    last: DateTime<Utc>,
) -> NaiveDate {
    if last == DateTime::UNIX_EPOCH { row.cadence_from } else { bank.day_of(last) }
}

/// By when, given the day of the last contact or the one from which the first is counted.
fn due(last: NaiveDate, days: u32) -> NaiveDate {
    last.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX)
}

/// The last contacts that reached a customer; the epoch where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reached {
    pub(super) contact_at: DateTime<Utc>,
    pub(super) visit_at: DateTime<Utc>,
}

impl Reached {
    /// Nobody was ever reached.
    pub(super) const NEVER: Self =
        Self { contact_at: DateTime::UNIX_EPOCH, visit_at: DateTime::UNIX_EPOCH };

    /// Of the customers after the first of these ids, up to the second; what was held with those
    /// merged into one counts for it.
    pub(super) async fn load(
        connection: &impl ConnectionTrait,
        (after, last): (CustomerId, CustomerId),
    ) -> Result<HashMap<CustomerId, Self>, ServiceError> {
        #[derive(Debug, FromQueryResult)]
        struct Row {
            owner: CustomerId,
            contact_at: DateTime<Utc>,
            visit_at: Option<DateTime<Utc>>,
        }
        let is_visit = Column::Channel.is_in(Channel::FACE_TO_FACE);
        let visit: Expr = Expr::case(is_visit, Column::StartedAt.into_expr()).into();
        let own = [customer::Column::MergedIntoId, customer::Column::Id];
        let owner = Expr::expr(Func::coalesce(own.map(ColumnTrait::into_expr)));
        let rows = interaction::Entity::find()
            .select_only()
            .inner_join(customer::Entity)
            .expr_as(owner.clone(), "owner")
            .column_as(Column::StartedAt.max(), "contact_at")
            .column_as(visit.max(), "visit_at")
            .filter(owner.clone().gt(after))
            .filter(owner.clone().lte(last))
            .filter(Column::Outcome.eq(InteractionOutcome::Reached))
            .filter(Column::StartedAt.is_not_null())
            .group_by(owner)
            .into_model::<Row>();
        let reached = |row: Row| {
            let visit_at = row.visit_at.unwrap_or(DateTime::UNIX_EPOCH);
            (row.owner, Self { contact_at: row.contact_at, visit_at })
        };
        Ok(rows.all(connection).await?.into_iter().map(reached).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Domain F09: 30 and 10 days, 60 and 30, 180 and 90.
    #[test]
    fn intervals_follow_the_tier() {
        let of = |tier| {
            let interval = Cadence::SHIPPED.interval(tier);
            (interval.visit_days, interval.touch_days)
        };
        assert_eq!(of(Tier::T3), (30, 10));
        assert_eq!(of(Tier::T2), (60, 30));
        assert_eq!(of(Tier::T1), (180, 90));
        assert_eq!(of(Tier::T0), (180, 90));
    }

    #[test]
    fn due_counts_calendar_days() {
        assert_eq!(due(day("2026-01-15"), 30), day("2026-02-14"));
        assert_eq!(due(day("2028-02-20"), 10), day("2028-03-01"));
        assert_eq!(due(NaiveDate::MAX, 10), NaiveDate::MAX);
    }
}
