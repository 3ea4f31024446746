//! The cache as the services see it.

use super::{
    bucket::{Bucket, Taken},
    embedded::Embedded,
    error::CacheError,
    redis::Shared,
    window::{Counted, Stamp, Window},
};
use chrono::{DateTime, Utc};
use std::time::Duration;

/// Values that end by themselves, buckets and counts. Clones share what they hold.
#[derive(Clone, Debug)]
pub enum Cache {
    /// In the process, for one instance.
    Embedded(Embedded),
    /// In Redis, for any number of instances.
    Redis(Shared),
}

impl Cache {
    /// A cache in the process.
    #[must_use]
    pub fn embedded() -> Self {
        Self::Embedded(Embedded::default())
    }

    /// A cache in Redis, whose keys begin with `prefix` and which is waited for at most
    /// `patience`. It connects when it is first asked, so an instance starts without Redis too.
    /// Needs a tokio runtime.
    ///
    /// # Errors
    /// `url` is no address of Redis.
    pub fn redis(url: &str, prefix: &str, patience: Duration) -> Result<Self, CacheError> {
        Ok(Self::Redis(Shared::new(url, prefix, patience)?))
    }

    /// Reads a value.
    ///
    /// # Errors
    /// The cache is away.
    pub async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, CacheError> {
        match self {
            Self::Embedded(cache) => Ok(cache.get(key).await),
            Self::Redis(cache) => cache.get(key).await,
        }
    }

    /// Reads a value and lets it live for `time` from now.
    ///
    /// # Errors
    /// The cache is away.
    pub async fn get_refresh(
        &self,
        key: &str,
        time: Duration,
    ) -> Result<Option<Vec<u8>>, CacheError> {
        match self {
            Self::Embedded(cache) => Ok(cache.get_refresh(key, time).await),
            Self::Redis(cache) => cache.get_refresh(key, time).await,
        }
    }

    /// Holds a value for `time`.
    ///
    /// # Errors
    /// The cache is away.
    pub async fn set(&self, key: &str, value: Vec<u8>, time: Duration) -> Result<(), CacheError> {
        match self {
            Self::Embedded(cache) => {
                cache.set(key, value, time).await;
                Ok(())
            }
            Self::Redis(cache) => cache.set(key, value, time).await,
        }
    }

    /// Forgets a value.
    ///
    /// # Errors
    /// The cache is away, and may still hold it.
    pub async fn delete(&self, key: &str) -> Result<(), CacheError> {
        match self {
            Self::Embedded(cache) => {
                cache.delete(key).await;
                Ok(())
            }
            Self::Redis(cache) => cache.delete(key).await,
        }
    }

    /// Takes points from a bucket. While Redis is away each instance has buckets of its own, so
    /// that reads go on and stay limited.
    pub async fn take(&self, key: &str, points: u32, bucket: Bucket, now: DateTime<Utc>) -> Taken {
        match self {
            Self::Embedded(cache) => cache.take(key, points, bucket, now.timestamp_millis()),
            Self::Redis(cache) => cache.take(key, points, bucket, now.timestamp_millis()).await,
        }
    }

    /// Counts once more within a window, if its limit is not reached.
    ///
    /// # Errors
    /// The cache is away. What is limited by it must not be done then: an instance that counted for
    /// itself would give a guesser as many tries more as there are instances.
    pub async fn count(
        &self,
        key: &str,
        window: Window,
        now: DateTime<Utc>,
    ) -> Result<Counted, CacheError> {
        match self {
            Self::Embedded(cache) => cache.count(key, window, now.timestamp_millis()),
            Self::Redis(cache) => cache.count(key, window, now.timestamp_millis()).await,
        }
    }

    /// Takes back one time that was counted.
    ///
    /// # Errors
    /// The cache is away, and it stays counted.
    pub async fn uncount(&self, key: &str, stamp: Stamp) -> Result<(), CacheError> {
        match self {
            Self::Embedded(cache) => {
                cache.uncount(key, stamp);
                Ok(())
            }
            Self::Redis(cache) => cache.uncount(key, stamp).await,
        }
    }
}
