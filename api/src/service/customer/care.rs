//! Occasions to care for a customer (客户关怀): computed from what is known, kept nowhere.
//!
//! Days are those of the bank's calendar, counted from the day after the bank date. What belongs to
//! a customer merged into this one counts here.

use crate::service::{error::ServiceError, op::Op, page::in_list};
use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use entity::{
    customer_standing,
    holding::HoldingStatus,
    id::{CustomerId, HoldingId},
};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use std::collections::HashMap;

/// Days without contact and movement that make a long absence.
const ABSENT: u64 = 365;
/// Most maturities of a customer that are shown, the nearest first.
pub const MAX_MATURITIES: usize = 10;
/// Longest way that one looks ahead, in days.
pub const MAX_WITHIN: u64 = 366;

/// What kind of occasion it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CareKind {
    /// The person's birthday.
    Birthday,
    /// So many years since the customer came.
    Anniversary,
    /// A holding falls due.
    Maturity,
    /// Nobody has heard of the customer for a year.
    LongAbsence,
}

/// An occasion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Care {
    /// The day on which it is.
    pub on: NaiveDate,
    /// Of what kind.
    pub kind: CareKind,
    /// How many years it then is: of age, or as a customer.
    pub years: Option<i32>,
    /// The holding that falls due.
    pub holding: Option<HoldingId>,
}

/// What occasions are computed from.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Facts {
    birth: Option<NaiveDate>,
    first: Option<NaiveDate>,
    last_moved: Option<NaiveDate>,
}

const FACTS: &str = "\
    SELECT COALESCE(c.merged_into_id, c.id) AS id, p.birth_date AS born_on, \
    (SELECT MIN(h.opened_on) FROM holding h WHERE h.customer_id = c.id) AS opened_on, \
    (SELECT MIN(a.valid_from) FROM assignment a WHERE a.customer_id = c.id) AS covered_at, \
    (SELECT MAX(m.booked_on) FROM movement m WHERE m.customer_id = c.id) AS moved_on \
    FROM customer c LEFT JOIN person_profile p ON p.customer_id = c.id \
    WHERE COALESCE(c.merged_into_id, c.id) IN ";

const MATURITIES: &str = "\
    SELECT COALESCE(c.merged_into_id, c.id) AS id, h.id AS holding_id, h.matures_on, h.status \
    FROM customer c JOIN holding h ON h.customer_id = c.id \
    WHERE h.matures_on IS NOT NULL AND h.closed_on IS NULL \
    AND COALESCE(c.merged_into_id, c.id) IN ";

#[derive(FromQueryResult)]
struct Known {
    id: CustomerId,
    born_on: Option<NaiveDate>,
    opened_on: Option<NaiveDate>,
    covered_at: Option<DateTime<Utc>>,
    moved_on: Option<NaiveDate>,
}

#[derive(FromQueryResult)]
struct Due {
    id: CustomerId,
    holding_id: HoldingId,
    matures_on: NaiveDate,
    status: HoldingStatus,
}

/// What occasions of these customers are computed from, and what falls due to them.
pub(super) struct Cares {
    facts: HashMap<CustomerId, Facts>,
    due: HashMap<CustomerId, Vec<(NaiveDate, HoldingId)>>,
}

impl Cares {
    pub(super) async fn load(op: &Op, ids: &[CustomerId]) -> Result<Self, ServiceError> {
        let (mut facts, mut due) = (HashMap::<_, Facts>::new(), HashMap::<_, Vec<_>>::new());
        let reader = op.reader().await?;
        let asked = |text: &str| {
            let ids = in_list(ids);
            let places: Vec<_> = (1..=ids.len()).map(|place| format!("${place}")).collect();
            let text = format!("{text} ({})", places.join(", "));
            let values = ids.iter().map(|id| id.0.into()).collect::<Vec<sea_orm::Value>>();
            Statement::from_sql_and_values(reader.get_database_backend(), text, values)
        };
        for row in Known::find_by_statement(asked(FACTS)).all(reader).await? {
            let covered_on = row.covered_at.map(|at| op.bank().day_of(at));
            let of: &mut Facts = facts.entry(row.id).or_default();
            of.birth = of.birth.or(row.born_on);
            for day in [row.opened_on, covered_on].into_iter().flatten() {
                of.first = Some(of.first.map_or(day, |known| known.min(day)));
            }
            of.last_moved = of.last_moved.max(row.moved_on);
        }
        for row in Due::find_by_statement(asked(MATURITIES)).all(reader).await? {
            if row.status != HoldingStatus::Closed {
                due.entry(row.id).or_default().push((row.matures_on, row.holding_id));
            }
        }
        Ok(Self { facts, due })
    }

    /// The occasions of one customer within so many days, the nearest first.
    pub(super) fn of(
        &self,
        op: &Op,
        standing: &customer_standing::Model,
        within: u64,
    ) -> Vec<Care> {
        let facts = self.facts.get(&standing.customer_id).copied().unwrap_or_default();
        let due = self.due.get(&standing.customer_id).map_or(&[][..], Vec::as_slice);
        let reached = standing.last_contact_at;
        let reached = (reached > DateTime::UNIX_EPOCH).then(|| op.bank().day_of(reached));
        occasions(op.bank().bank_date, within, facts, reached, due)
    }
}

fn occasions(
    bank_date: NaiveDate,
    within: u64,
    facts: Facts,
    reached: Option<NaiveDate>,
    due: &[(NaiveDate, HoldingId)],
) -> Vec<Care> {
    let last = bank_date + Days::new(within);
    let yearly = |kind: CareKind, since: NaiveDate| {
        let (on, years) = recurs(since, bank_date)?;
        (on <= last).then_some(Care { on, kind, years: Some(years), holding: None })
    };
    let mut found: Vec<Care> = due
        .iter()
        .filter(|(on, _)| *on > bank_date && *on <= last)
        .map(|&(on, holding)| Care {
            on,
            kind: CareKind::Maturity,
            years: None,
            holding: Some(holding),
        })
        .collect();
    found.sort_unstable();
    found.truncate(MAX_MATURITIES);
    found.extend(facts.birth.and_then(|day| yearly(CareKind::Birthday, day)));
    found.extend(facts.first.and_then(|day| yearly(CareKind::Anniversary, day)));
    // Who came and was never heard of since is absent from that day on.
    let heard = reached.max(facts.last_moved).or(facts.first);
    let absent = heard.map(|day| day + Days::new(ABSENT)).filter(|on| *on <= last);
    let absence = |on| Care { on, kind: CareKind::LongAbsence, years: None, holding: None };
    found.extend(absent.map(absence));
    found.sort_unstable();
    found
}

/// The next day after `after` on which `since` has its day again, and how many years it then is. A
/// 29 February has its day on the 28th where there is no 29th.
fn recurs(since: NaiveDate, after: NaiveDate) -> Option<(NaiveDate, i32)> {
    let in_year = |year: i32| {
        since.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, since.month(), 28))
    };
    let on = in_year(after.year()).filter(|day| *day > after);
    let on = on.or_else(|| in_year(after.year() + 1))?;
    let years = on.year() - since.year();
    (years > 0).then_some((on, years))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_comes_again_every_year() {
        for (since, after, on, years) in [
            ("1980-01-20", "2026-01-14", "2026-01-20", 46),
            ("1980-01-14", "2026-01-14", "2027-01-14", 47),
            ("1980-12-31", "2026-12-31", "2027-12-31", 47),
            ("2000-02-29", "2026-02-01", "2026-02-28", 26),
            ("2000-02-29", "2028-02-01", "2028-02-29", 28),
            ("2000-02-29", "2026-02-28", "2027-02-28", 27),
        ] {
            assert_eq!(recurs(day(since), day(after)), Some((day(on), years)), "{since} {after}");
        }
        assert_eq!(recurs(day("2026-01-20"), day("2026-01-14")), None, "no birthday at birth");
    }

    #[test]
    fn the_nearest_come_first() {
        let facts = Facts {
            birth: Some(day("1980-01-20")),
            first: Some(day("2020-01-16")),
            last_moved: Some(day("2025-01-18")),
        };
        let holding = |number| HoldingId(Uuid::from_u128(number));
        let due: Vec<_> = (0..20).map(|number| (day("2026-01-17"), holding(number))).collect();
        let found = occasions(day("2026-01-14"), 7, facts, None, &due);
        let kinds: Vec<_> = found.iter().map(|care| care.kind).collect();
        assert_eq!(kinds[0], CareKind::Anniversary);
        assert_eq!(kinds[1..=MAX_MATURITIES], [CareKind::Maturity; MAX_MATURITIES]);
        assert_eq!(kinds[MAX_MATURITIES + 1..], [CareKind::LongAbsence, CareKind::Birthday]);
        // Somebody has spoken to them since.
        let found = occasions(day("2026-01-14"), 3, facts, Some(day("2026-01-02")), &[]);
        assert_eq!(found.iter().map(|care| care.kind).collect::<Vec<_>>(), [CareKind::Anniversary]);
    }
}
