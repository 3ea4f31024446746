//! The cache in the process.

use super::{
    bucket::{Bucket, Level, Taken},
    error::CacheError,
    window::{Counted, Stamp, Window},
};
use moka::{Expiry, future::Cache as Moka, ops::compute::Op};
use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// Bytes of keys and values that are held; beyond it the least used go.
const BYTES: u64 = 64 * 1024 * 1024;
/// Buckets, and windows, that are held. None goes before its time, since that would lift a limit.
const COUNTERS: usize = 200_000;

#[derive(Clone, Debug)]
struct Held {
    value: Vec<u8>,
    time: Duration,
}

struct Lifetime;

impl Expiry<String, Held> for Lifetime {
    fn expire_after_create(&self, _: &String, held: &Held, _: Instant) -> Option<Duration> {
        Some(held.time)
    }

    fn expire_after_update(
        &self,
        _: &String,
        held: &Held,
        _: Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        Some(held.time)
    }
}

/// When something was done, the newest first, and how long that counts.
type Times = (VecDeque<i64>, Window);

/// Values and counters of one process.
#[derive(Clone, Debug)]
pub struct Embedded {
    values: Moka<String, Held>,
    buckets: Arc<Mutex<Counters<(Level, Bucket)>>>,
    windows: Arc<Mutex<Counters<Times>>>,
}

impl Default for Embedded {
    fn default() -> Self {
        let weigher = |key: &String, held: &Held| {
            u32::try_from(key.len() + held.value.len() + 64).unwrap_or(u32::MAX)
        };
        let values = Moka::builder().max_capacity(BYTES).weigher(weigher);
        Self {
            values: values.expire_after(Lifetime).build(),
            buckets: Arc::default(),
            windows: Arc::default(),
        }
    }
}

impl Embedded {
    pub(super) async fn get(&self, key: &str) -> Option<Vec<u8>> {
        self.values.get(key).await.map(|held| held.value)
    }

    /// In one step, so that a value deleted meanwhile is not put back.
    pub(super) async fn get_refresh(&self, key: &str, time: Duration) -> Option<Vec<u8>> {
        let refreshed = self.values.entry_by_ref(key).and_compute_with(async |entry| match entry {
            Some(entry) => Op::Put(Held { time, ..entry.into_value() }),
            None => Op::Nop,
        });
        refreshed.await.into_entry().map(|entry| entry.into_value().value)
    }

    pub(super) async fn set(&self, key: &str, value: Vec<u8>, time: Duration) {
        self.values.insert(key.to_owned(), Held { value, time }).await;
    }

    pub(super) async fn delete(&self, key: &str) {
        self.values.invalidate(key).await;
    }

    pub(super) fn take(&self, key: &str, points: u32, bucket: Bucket, now: i64) -> Taken {
        let mut buckets = locked(&self.buckets);
        let over = |(level, bucket): &(Level, Bucket)| level.at + bucket.refill_millis() <= now;
        if !buckets.room(key, over) {
            return Taken { granted: false, left: 0, wait: Duration::from_secs(1) };
        }
        let known = buckets.held.get(key).map(|(level, _)| *level);
        let (level, taken) = bucket.take(known, points, now);
        buckets.held.insert(key.to_owned(), (level, bucket));
        taken
    }

    pub(super) fn count(&self, key: &str, window: Window, now: i64) -> Result<Counted, CacheError> {
        let mut windows = locked(&self.windows);
        let over = |(times, window): &Times| {
            times.front().is_none_or(|last| last.saturating_add(window.millis()) <= now)
        };
        if !windows.room(key, over) {
            return Err(CacheError::Unavailable("too many counters".into()));
        }
        let held = windows.held.entry(key.to_owned());
        let (times, _) = held.or_insert_with(|| (VecDeque::new(), window));
        Ok(window.count(times, now))
    }

    pub(super) fn uncount(&self, key: &str, stamp: Stamp) {
        let mut windows = locked(&self.windows);
        let Some((times, _)) = windows.held.get_mut(key) else { return };
        if let Some(place) = times.iter().position(|&time| time == stamp.0) {
            times.remove(place);
        }
    }
}

/// Counters by key, in bounded memory.
#[derive(Debug)]
struct Counters<T> {
    held: HashMap<String, T>,
    /// How many there may be before those that are over are looked for.
    sweep_at: usize,
}

impl<T> Default for Counters<T> {
    fn default() -> Self {
        Self { held: HashMap::new(), sweep_at: 1_024 }
    }
}

impl<T> Counters<T> {
    /// Whether there is room for `key`, after those that are over have been dropped if need be.
    /// The mark then doubles, so that sweeping costs the same for each key however many there are.
    fn room(&mut self, key: &str, over: impl Fn(&T) -> bool) -> bool {
        if self.held.len() >= self.sweep_at && !self.held.contains_key(key) {
            self.held.retain(|_, counter| !over(counter));
            self.sweep_at = (self.held.len() * 2).clamp(1_024, COUNTERS);
        }
        self.held.len() < COUNTERS || self.held.contains_key(key)
    }
}

/// Each holder leaves the counters whole, so one that panicked has left them so too.
fn locked<T>(counters: &Mutex<T>) -> MutexGuard<'_, T> {
    counters.lock().unwrap_or_else(PoisonError::into_inner)
}
