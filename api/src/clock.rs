//! Where time comes from: the one file that asks the machine for it.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use std::{
    fmt::Debug,
    sync::{Arc, Mutex, PoisonError},
};

/// A source of real time.
pub trait Clock: Debug + Send + Sync {
    /// Now, cut to microseconds: the database keeps no more, and what was written must equal what
    /// is read.
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place")]
    fn now(&self) -> DateTime<Utc> {
        to_micros(Utc::now())
    }
}

/// A clock that stands where it was put: of a test, or of a bank that is generated as of a day.
#[derive(Clone, Debug)]
pub struct StandingClock(Arc<Mutex<DateTime<Utc>>>);

impl StandingClock {
    /// A clock that stands at `now`.
    #[must_use]
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(Arc::new(Mutex::new(to_micros(now))))
    }

    /// Puts it to another time.
    pub fn set(&self, now: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = to_micros(now);
    }

    /// Moves it on.
    pub fn pass(&self, time: TimeDelta) {
        self.set(self.now() + time);
    }
}

impl Clock for StandingClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn to_micros(instant: DateTime<Utc>) -> DateTime<Utc> {
    // Fails only beyond the year 2262, where nothing of ours will stand.
    instant.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(instant)
}
