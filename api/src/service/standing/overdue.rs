//! Which contacts are overdue (domain F09), and by how much.

use super::cadence::counted_from;
use crate::service::bank::Bank;
use chrono::NaiveDate;
use entity::customer_standing::Model;
use rust_decimal::{Decimal, RoundingStrategy};

/// Digits after the point of a ratio.
const DIGITS: u32 = 4;

/// The two contacts whose cadence is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DueContact {
    /// A visit (拜访).
    Visit,
    /// A contact of any kind (联系).
    Touch,
}

impl DueContact {
    /// Day by which it is due.
    #[must_use]
    pub fn due_on(self, row: &Model) -> NaiveDate {
        match self {
            Self::Visit => row.visit_due_on,
            Self::Touch => row.touch_due_on,
        }
    }

    /// By how many of its intervals it is overdue on a day, to four digits; 0 up to the day on
    /// which it is due. The interval is the one by which that day was computed.
    #[must_use]
    pub fn overdue_intervals(self, bank: &Bank, row: &Model, today: NaiveDate) -> Decimal {
        let last = match self {
            Self::Visit => row.last_visit_at,
            Self::Touch => row.last_contact_at,
        };
        let due_on = self.due_on(row);
        let interval = (due_on - counted_from(bank, row, last)).num_days();
        ratio((today - due_on).num_days().max(0), interval.max(1)).unwrap_or_default()
    }
}

/// A part of a whole to four digits; `None` where there is no whole.
pub(in crate::service) fn ratio(part: i64, whole: i64) -> Option<Decimal> {
    let ratio = Decimal::from(part).checked_div(Decimal::from(whole))?;
    let rounded = ratio.round_dp_with_strategy(DIGITS, RoundingStrategy::MidpointAwayFromZero);
    Some(rounded.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, Utc};
    use entity::{
        customer_standing::{Tier, TierState},
        id::{CustomerId, OrgUnitId},
    };
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A visit is due 30 days after the day on which the customer was first known, a contact 10
    /// days after the last one.
    fn row(last_contact_at: DateTime<Utc>) -> Model {
        Model {
            customer_id: CustomerId(Uuid::nil()),
            home_unit_id: OrgUnitId(Uuid::nil()),
            aum_minor: 0,
            deposits_minor: 0,
            loans_minor: 0,
            currency: "CNY".into(),
            is_rate_missing: false,
            tier: Tier::T3,
            tier_state: TierState::Normal,
            tier_months_below: 0,
            last_contact_at,
            last_visit_at: DateTime::UNIX_EPOCH,
            cadence_from: day("2026-01-01"),
            visit_due_on: day("2026-01-31"),
            touch_due_on: day("2026-01-21"),
            completeness: 0,
            as_of: day("2026-01-01"),
            revision: 1,
        }
    }

    #[test]
    fn overdue_is_counted_in_intervals() {
        let bank = Bank::tested("Asia/Shanghai");
        // The 11th in the bank's zone.
        let row = row("2026-01-10T23:00:00Z".parse().unwrap());
        let on = |contact: DueContact, today| {
            contact.overdue_intervals(&bank, &row, day(today)).to_string()
        };
        assert_eq!(on(DueContact::Visit, "2026-01-31"), "0", "the day itself is in time");
        assert_eq!(on(DueContact::Visit, "2026-02-01"), "0.0333");
        assert_eq!(on(DueContact::Visit, "2026-02-15"), "0.5");
        assert_eq!(on(DueContact::Visit, "2026-03-02"), "1");
        assert_eq!(on(DueContact::Touch, "2026-01-01"), "0");
        assert_eq!(on(DueContact::Touch, "2026-02-05"), "1.5");
    }

    #[test]
    fn a_standing_that_no_job_has_computed_divides_by_no_zero() {
        let bank = Bank::tested("Asia/Shanghai");
        let epoch = day("1970-01-01");
        let row = Model {
            cadence_from: epoch,
            visit_due_on: epoch,
            touch_due_on: epoch,
            ..row(DateTime::UNIX_EPOCH)
        };
        let late = DueContact::Visit.overdue_intervals(&bank, &row, day("1970-01-03"));
        assert_eq!(late.to_string(), "2");
    }

    #[test]
    fn ratios_are_exact_or_absent() {
        let text = |part, whole| ratio(part, whole).map(|ratio| ratio.to_string());
        assert_eq!(text(17, 20).as_deref(), Some("0.85"));
        assert_eq!(text(2, 3).as_deref(), Some("0.6667"));
        assert_eq!(text(0, 7).as_deref(), Some("0"));
        assert_eq!(text(0, 0), None);
    }
}
