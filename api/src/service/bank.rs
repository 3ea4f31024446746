//! The bank: its currency, its days, its two clocks.

use super::error::ServiceError;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use entity::bank::{self, Clock};
use sea_orm::{ConnectionTrait, EntityTrait};
use uuid::Uuid;

/// When business time of a REPLAY bank begins on the day after its bank date.
const OPENING: NaiveTime = match NaiveTime::from_hms_opt(9, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

/// The bank as an operation sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bank {
    /// ISO 4217 code of the currency that totals are kept in.
    pub base_currency: String,
    /// A booking day is a day in this zone.
    pub time_zone: Tz,
    /// Last closed day of the core feed.
    pub bank_date: NaiveDate,
    /// What a restored database draws anew.
    pub epoch: Uuid,
    clock: Clock,
    set_at: DateTime<Utc>,
}

impl Bank {
    /// Reads the bank.
    ///
    /// # Errors
    /// The database does not answer, or holds no bank yet, or one whose time zone is unknown.
    pub async fn load(connection: &impl ConnectionTrait) -> Result<Self, ServiceError> {
        let row = bank::Entity::find().one(connection).await?;
        let row =
            row.ok_or(ServiceError::Defect("the database holds no bank: import or seed one"))?;
        Self::of(row)
    }

    fn of(row: bank::Model) -> Result<Self, ServiceError> {
        let zone = row.time_zone.parse();
        Ok(Self {
            base_currency: row.base_currency,
            time_zone: zone.map_err(|_| ServiceError::Defect("the bank's time zone is unknown"))?,
            bank_date: row.bank_date,
            epoch: row.epoch,
            clock: row.clock,
            set_at: row.bank_date_set_at,
        })
    }

    /// Business time at a real instant: what assignments, visits and deadlines are judged by.
    ///
    /// In a LIVE bank it is the same. A REPLAY bank stands in the morning after its bank date,
    /// wherever in history that lies, and moves on with real time until that day ends, so that
    /// what people do and what accounts show lie on one time line.
    #[must_use]
    pub fn business_time(&self, real: DateTime<Utc>) -> DateTime<Utc> {
        match self.clock {
            Clock::Live => real,
            Clock::Replay => {
                let passed = (real - self.set_at).max(TimeDelta::zero());
                let next = self.bank_date + Days::new(1);
                let last = self.instant(next + Days::new(1), NaiveTime::MIN);
                (self.instant(next, OPENING) + passed).min(last - TimeDelta::microseconds(1))
            }
        }
    }

    /// Business time at the instant when the bank date was set.
    #[must_use]
    pub fn set_up_at(&self) -> DateTime<Utc> {
        self.business_time(self.set_at)
    }

    /// The day in the bank's zone that holds an instant.
    #[must_use]
    pub fn day_of(&self, instant: DateTime<Utc>) -> NaiveDate {
        instant.with_timezone(&self.time_zone).date_naive()
    }

    /// The first instant of a day in the bank's zone.
    #[must_use]
    pub fn start_of(&self, day: NaiveDate) -> DateTime<Utc> {
        self.instant(day, NaiveTime::MIN)
    }

    /// The first instant at or after a local time: a time that the zone skips begins an hour later.
    fn instant(&self, day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
        let local = day.and_time(time);
        let instant = self.time_zone.from_local_datetime(&local).earliest().or_else(|| {
            self.time_zone.from_local_datetime(&(local + TimeDelta::hours(1))).earliest()
        });
        instant.map_or_else(|| local.and_utc(), |instant| instant.with_timezone(&Utc))
    }
}

#[cfg(test)]
impl Bank {
    /// A bank in a zone, for tests of what days are in it.
    pub(super) fn tested(zone: &str) -> Self {
        Self {
            base_currency: "CNY".into(),
            time_zone: zone.parse().unwrap(),
            bank_date: NaiveDate::from_ymd_opt(2026, 1, 14).unwrap(),
            epoch: Uuid::nil(),
            clock: Clock::Live,
            set_at: DateTime::UNIX_EPOCH,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bank(clock: Clock) -> Bank {
        let day = |day| NaiveDate::from_ymd_opt(1994, 3, day).unwrap();
        Bank {
            base_currency: "CZK".into(),
            time_zone: Tz::Europe__Prague,
            bank_date: day(30),
            epoch: Uuid::nil(),
            clock,
            set_at: Utc.with_ymd_and_hms(2026, 1, 5, 12, 0, 0).unwrap(),
        }
    }

    fn real(hour: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 1, 5, hour, 0, 0).unwrap()
    }

    #[test]
    fn live_is_the_wall_clock() {
        assert_eq!(bank(Clock::Live).business_time(real(13)), real(13));
    }

    #[test]
    fn replay_opens_at_nine_and_moves_on_until_the_day_ends() {
        let at = |real| bank(Clock::Replay).business_time(real).to_rfc3339();
        // Prague is on summer time from 27 March 1994.
        assert_eq!(at(real(12)), "1994-03-31T07:00:00+00:00");
        assert_eq!(at(real(15)), "1994-03-31T10:00:00+00:00");
        assert_eq!(at(real(11)), "1994-03-31T07:00:00+00:00", "a clock set back moves nothing");
        assert_eq!(at(real(12) + TimeDelta::days(9)), "1994-03-31T21:59:59.999999+00:00");
    }

    #[test]
    fn a_day_is_one_of_the_bank() {
        let late = Utc.with_ymd_and_hms(1994, 3, 30, 23, 30, 0).unwrap();
        assert_eq!(bank(Clock::Live).day_of(late).to_string(), "1994-03-31");
    }
}
