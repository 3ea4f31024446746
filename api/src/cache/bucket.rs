//! Points that are spent and come back with time. Whole numbers only, so that both back ends come
//! to the same result.

use std::time::Duration;

/// Parts of a point that are counted: a point a second is one part a millisecond.
pub(super) const PARTS: i64 = 1_000;

/// How large a bucket is, and how fast it fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Points that a full one holds.
    pub capacity: u32,
    /// Points that come back each second, 1 at least.
    pub per_second: u32,
}

/// What became of an attempt to take points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Whether the points were there. If not, none was taken.
    pub granted: bool,
    /// Whole points that are left.
    pub left: u32,
    /// How long until the points are there; zero if they were.
    pub wait: Duration,
}

/// A bucket at some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Level {
    /// In parts of a point.
    pub(super) parts: i64,
    /// Milliseconds, on the callers' clock.
    pub(super) at: i64,
}

impl Bucket {
    pub(super) fn capacity_parts(self) -> i64 {
        i64::from(self.capacity) * PARTS
    }

    pub(super) fn rate(self) -> i64 {
        i64::from(self.per_second.max(1))
    }

    /// Milliseconds after which an empty bucket is full, and so need not be kept.
    pub(super) fn refill_millis(self) -> i64 {
        self.capacity_parts() / self.rate() + 1
    }

    /// The level at `now`, given what is known of it. A clock that goes back fills nothing.
    fn level(self, known: Option<Level>, now: i64) -> Level {
        let full = self.capacity_parts();
        let Some(known) = known else { return Level { parts: full, at: now } };
        let elapsed = now.saturating_sub(known.at).max(0);
        let parts = elapsed.saturating_mul(self.rate()).saturating_add(known.parts);
        Level { parts: parts.min(full), at: now.max(known.at) }
    }

    /// Takes `points`, if they are there.
    pub(super) fn take(self, known: Option<Level>, points: u32, now: i64) -> (Level, Taken) {
        let mut level = self.level(known, now);
        let wanted = i64::from(points) * PARTS;
        let granted = level.parts >= wanted;
        if granted {
            level.parts -= wanted;
        }
        (level, self.taken(granted, points, level.parts))
    }

    /// What to tell of a bucket that holds `parts` afterwards.
    pub(super) fn taken(self, granted: bool, points: u32, parts: i64) -> Taken {
        let missing = i64::from(points) * PARTS - parts;
        let wait = if granted { 0 } else { (missing + self.rate() - 1) / self.rate() };
        Taken {
            granted,
            left: u32::try_from(parts / PARTS).unwrap_or(0),
            wait: Duration::from_millis(u64::try_from(wait).unwrap_or(0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever is tried and when, no more is granted than was there and has come back.
        #[test]
        fn never_more_than_was_there(
            capacity in 1_u32..3_000,
            per_second in 1_u32..500,
            tries in prop::collection::vec((0_u32..500, 0_i64..20_000), 1..50),
        ) {
            let bucket = Bucket { capacity, per_second };
            let (mut level, mut now, mut granted) = (None, 1_000, 0);
            for (points, later) in tries {
                now += later;
                let (after, taken) = bucket.take(level, points, now);
                level = Some(after);
                granted += if taken.granted { i64::from(points) * PARTS } else { 0 };
                prop_assert!(granted <= bucket.capacity_parts() + (now - 1_000) * bucket.rate());
                if !taken.granted && points <= capacity {
                    let wait = i64::try_from(taken.wait.as_millis()).unwrap();
                    prop_assert!(bucket.take(level, points, now + wait).1.granted, "the wait is enough");
                    prop_assert!(!bucket.take(level, points, now + wait - 1).1.granted, "no longer");
                }
            }
        }
    }
}
