//! How often something may be done within any stretch of time of one length.

use std::time::Duration;

/// A limit on how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Times within the length, 1 at least.
    pub limit: u32,
    /// The stretch of time.
    pub length: Duration,
}

/// What became of an attempt to count once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// It was counted.
    Yes(Stamp),
    /// The limit is reached; after this long the next is counted.
    Full(Duration),
}

/// One time that was counted, so that it can be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp(pub(super) i64);

impl Window {
    pub(super) fn millis(self) -> i64 {
        i64::try_from(self.length.as_millis()).unwrap_or(i64::MAX)
    }

    /// Counts at `now` in `times`, the newest first. Exact: what counts is when the one that many
    /// times ago was.
    pub(super) fn count(self, times: &mut std::collections::VecDeque<i64>, now: i64) -> Counted {
        let limit = usize::try_from(self.limit.max(1)).unwrap_or(usize::MAX);
        if let Some(&oldest) = times.get(limit - 1) {
            let wait = oldest.saturating_add(self.millis()).saturating_sub(now);
            if wait > 0 {
                return Counted::Full(Duration::from_millis(wait.unsigned_abs()));
            }
        }
        times.push_front(now);
        times.truncate(limit);
        Counted::Yes(Stamp(now))
    }
}
