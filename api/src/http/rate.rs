//! How much a user and an address may ask for. The buckets are in the cache, so all instances
//! share them; how many operations of a user run at once each instance counts for itself.

use super::fault::Fault;
use crate::{
    auth::network,
    cache::{Bucket, Cache, Taken},
    config::Limits,
};
use chrono::{DateTime, Utc};
use entity::id::StaffId;
use moka::future;
use std::{net::IpAddr, sync::Arc, time::Duration};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How long the places of a user who does nothing are kept.
const KEPT: Duration = Duration::from_mins(10);

/// How long a user whose places are all taken is asked to wait.
const PLACE_WAIT: Duration = Duration::from_millis(200);

/// Limits by user and by address.
#[derive(Debug)]
pub struct Rates {
    cache: Cache,
    user: Bucket,
    anonymous: Bucket,
    address: Bucket,
    at_once: usize,
    places: future::Cache<StaffId, Arc<Semaphore>>,
}

impl Rates {
    /// The limits as they are configured.
    #[must_use]
    pub fn new(cache: Cache, limits: &Limits) -> Self {
        let a_second = |rate: u64| Bucket { capacity: narrow(rate), per_second: narrow(rate) };
        let (points, refill) = (narrow(limits.bucket_points), narrow(limits.bucket_refill));
        Self {
            cache,
            user: Bucket { capacity: points, per_second: refill },
            anonymous: a_second(limits.anonymous_per_second),
            address: a_second(limits.address_per_second),
            at_once: limits.concurrent,
            places: future::Cache::builder().time_to_idle(KEPT).build(),
        }
    }

    /// Points that come back to a user each second.
    #[must_use]
    pub fn restore_rate(&self) -> u32 {
        self.user.per_second
    }

    /// Points that a user has who has asked for nothing.
    #[must_use]
    pub fn full(&self) -> u32 {
        self.user.capacity
    }

    /// Counts a request of an address that brings a token.
    ///
    /// # Errors
    /// The address has made too many.
    pub async fn claimed(&self, address: IpAddr, now: DateTime<Utc>) -> Result<(), Fault> {
        let key = format!("rate:address:{{{}}}", network::counted(address));
        granted(self.cache.take(&key, 1, self.address, now).await)
    }

    /// Counts a request of an address that brings no token, or one that is worth nothing.
    ///
    /// # Errors
    /// The address has made too many.
    pub async fn anonymous(&self, address: IpAddr, now: DateTime<Utc>) -> Result<(), Fault> {
        let key = format!("rate:anonymous:{{{}}}", network::counted(address));
        granted(self.cache.take(&key, 1, self.anonymous, now).await)
    }

    /// Takes the points of an operation from its user.
    pub async fn points(&self, user: StaffId, points: u64, now: DateTime<Utc>) -> Taken {
        let key = format!("rate:user:{{{user}}}");
        self.cache.take(&key, narrow(points), self.user, now).await
    }

    /// A place among the operations of a user that run at once, until it is dropped.
    ///
    /// # Errors
    /// All are taken.
    pub async fn place(&self, user: StaffId) -> Result<OwnedSemaphorePermit, Fault> {
        let fresh = async { Arc::new(Semaphore::new(self.at_once)) };
        let places = self.places.get_with(user, fresh).await;
        places.try_acquire_owned().map_err(|_| Fault::rate_limited(PLACE_WAIT))
    }
}

fn granted(taken: Taken) -> Result<(), Fault> {
    if taken.granted { Ok(()) } else { Err(Fault::rate_limited(taken.wait)) }
}

fn narrow(figure: u64) -> u32 {
    u32::try_from(figure).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::Rates;
    use crate::{cache::Cache, config::Limits};
    use chrono::{DateTime, TimeDelta, Utc};
    use entity::id::StaffId;
    use uuid::Uuid;

    #[tokio::test]
    async fn users_and_addresses_are_limited_apart() {
        let rates = Rates::new(Cache::embedded(), &Limits::default());
        let now = DateTime::<Utc>::UNIX_EPOCH;
        let address = "192.0.2.1".parse().unwrap();
        for _ in 0..50 {
            rates.anonymous(address, now).await.unwrap();
        }
        let refused = rates.anonymous(address, now).await.unwrap_err();
        assert_eq!((refused.code, refused.retry.unwrap().as_millis()), ("RATE_LIMITED", 20));
        rates.claimed(address, now).await.unwrap();
        rates.anonymous("192.0.2.2".parse().unwrap(), now).await.unwrap();

        let user = StaffId(Uuid::from_u128(1));
        assert!(rates.points(user, 1_990, now).await.granted);
        let taken = rates.points(user, 11, now).await;
        assert_eq!((taken.granted, taken.left, taken.wait.as_millis()), (false, 10, 10));
        let later = now + TimeDelta::milliseconds(10);
        assert!(rates.points(user, 11, later).await.granted);
    }

    #[tokio::test]
    async fn operations_of_a_user_at_once_are_limited() {
        let rates = Rates::new(Cache::embedded(), &Limits::default());
        let user = StaffId(Uuid::from_u128(1));
        let mut places = Vec::new();
        for _ in 0..20 {
            places.push(rates.place(user).await.unwrap());
        }
        assert_eq!(rates.place(user).await.unwrap_err().code, "RATE_LIMITED");
        let _other = rates.place(StaffId(Uuid::from_u128(2))).await.unwrap();
        places.pop();
        let _freed = rates.place(user).await.unwrap();
    }
}
