//! The cache in Redis. Each question is one round trip, waited for as long as configured. Once one
//! has failed, only one a second is still asked, until one is answered: an outage costs that one
//! the wait, and all others nothing.

use super::{
    bucket::{Bucket, Taken},
    embedded::Embedded,
    error::CacheError,
    window::{Counted, Stamp, Window},
};
use redis::{
    Client, RedisResult, Script,
    aio::{ConnectionManager, ConnectionManagerConfig},
};
use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};
use tokio::time::{Instant, timeout};

/// How long nothing is asked after a failure, and then between two questions.
const PAUSE_MILLIS: i64 = 1_000;

/// The same rule as `Bucket::take`; all numbers are whole and below 2^53.
const TAKE: &str = "
    local known = redis.call('HMGET', KEYS[1], 'parts', 'at')
    local full, rate = tonumber(ARGV[1]), tonumber(ARGV[2])
    local wanted, now = tonumber(ARGV[3]), tonumber(ARGV[4])
    local at = tonumber(known[2]) or now
    local parts = (tonumber(known[1]) or full) + math.max(0, now - at) * rate
    parts = math.min(full, parts)
    local granted = 0
    if parts >= wanted then
        granted = 1
        parts = parts - wanted
    end
    redis.call('HSET', KEYS[1], 'parts', parts, 'at', math.max(now, at))
    redis.call('PEXPIRE', KEYS[1], ARGV[5])
    return {granted, parts}";

/// The same rule as `Window::count`; answers with how long to wait, 0 if it was counted.
const COUNT: &str = "
    local limit, length, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
    local oldest = redis.call('LINDEX', KEYS[1], limit - 1)
    if oldest and tonumber(oldest) + length > now then
        return tonumber(oldest) + length - now
    end
    redis.call('LPUSH', KEYS[1], ARGV[3])
    redis.call('LTRIM', KEYS[1], 0, limit - 1)
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
    return 0";

/// How connections behave: they come back by themselves for as long as it takes.
pub(crate) fn patience(patience: Duration) -> ConnectionManagerConfig {
    ConnectionManagerConfig::new()
        .set_connection_timeout(Some(patience))
        .set_response_timeout(Some(patience))
        .set_number_of_retries(usize::MAX)
        .set_min_delay(Duration::from_millis(50))
        .set_max_delay(Duration::from_secs(1))
}

/// A connection that is made when it is first used.
pub(crate) fn connection(
    client: Client,
    config: ConnectionManagerConfig,
) -> RedisResult<ConnectionManager> {
    ConnectionManager::new_lazy_with_config(client, config)
}

/// Values and counters that several instances share.
#[derive(Clone)]
pub struct Shared {
    connection: ConnectionManager,
    prefix: Arc<str>,
    patience: Duration,
    scripts: Arc<Scripts>,
    breaker: Arc<Breaker>,
    /// Buckets while Redis is away.
    alone: Embedded,
}

struct Scripts {
    take: Script,
    count: Script,
}

impl fmt::Debug for Shared {
    /// The address may hold a password.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Shared").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

impl Shared {
    pub(super) fn new(url: &str, prefix: &str, wait: Duration) -> Result<Self, CacheError> {
        // What the library says of an address may repeat its password.
        let wrong = |_| CacheError::Address("not an address of Redis".into());
        let client = Client::open(url).map_err(wrong)?;
        let connection = connection(client, patience(wait)).map_err(wrong)?;
        let scripts = Scripts { take: Script::new(TAKE), count: Script::new(COUNT) };
        Ok(Self {
            connection,
            prefix: prefix.into(),
            patience: wait,
            scripts: Arc::new(scripts),
            breaker: Arc::default(),
            alone: Embedded::default(),
        })
    }

    fn key(&self, key: &str) -> String {
        format!("{}:{key}", self.prefix)
    }

    /// Asks once, unless the last second has seen a failure.
    async fn ask<T>(
        &self,
        question: impl Future<Output = RedisResult<T>>,
    ) -> Result<T, CacheError> {
        if !self.breaker.admits() {
            return Err(CacheError::Unavailable("it failed a moment ago".into()));
        }
        let error = match timeout(self.patience, question).await {
            Ok(Ok(answer)) => {
                self.breaker.close();
                return Ok(answer);
            }
            Ok(Err(error)) => error.to_string(),
            Err(_) => "no answer in time".to_owned(),
        };
        self.breaker.open();
        tracing::warn!(%error, "redis does not answer");
        Err(CacheError::Unavailable(error))
    }

    pub(super) async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, CacheError> {
        let command = redis::cmd("GET").arg(self.key(key)).take();
        self.ask(command.query_async(&mut self.connection.clone())).await
    }

    pub(super) async fn get_refresh(
        &self,
        key: &str,
        time: Duration,
    ) -> Result<Option<Vec<u8>>, CacheError> {
        let command = redis::cmd("GETEX").arg(self.key(key)).arg("PX").arg(millis(time)).take();
        self.ask(command.query_async(&mut self.connection.clone())).await
    }

    pub(super) async fn set(
        &self,
        key: &str,
        value: Vec<u8>,
        time: Duration,
    ) -> Result<(), CacheError> {
        let command =
            redis::cmd("SET").arg(self.key(key)).arg(value).arg("PX").arg(millis(time)).take();
        self.ask(command.query_async(&mut self.connection.clone())).await
    }

    pub(super) async fn delete(&self, key: &str) -> Result<(), CacheError> {
        let command = redis::cmd("DEL").arg(self.key(key)).take();
        self.ask(command.query_async(&mut self.connection.clone())).await
    }

    pub(super) async fn take(&self, key: &str, points: u32, bucket: Bucket, now: i64) -> Taken {
        let mut script = self.scripts.take.prepare_invoke();
        script
            .key(self.key(key))
            .arg(bucket.capacity_parts())
            .arg(bucket.rate())
            .arg(i64::from(points) * super::bucket::PARTS)
            .arg(now)
            .arg(bucket.refill_millis());
        let mut connection = self.connection.clone();
        let asked = self.ask(script.invoke_async::<(bool, i64)>(&mut connection));
        match asked.await {
            Ok((granted, parts)) => bucket.taken(granted, points, parts),
            Err(_) => self.alone.take(key, points, bucket, now),
        }
    }

    pub(super) async fn count(
        &self,
        key: &str,
        window: Window,
        now: i64,
    ) -> Result<Counted, CacheError> {
        let mut script = self.scripts.count.prepare_invoke();
        script.key(self.key(key)).arg(window.limit.max(1)).arg(window.millis()).arg(now);
        let mut connection = self.connection.clone();
        let asked = self.ask(script.invoke_async::<u64>(&mut connection));
        Ok(match asked.await? {
            0 => Counted::Yes(Stamp(now)),
            wait => Counted::Full(Duration::from_millis(wait)),
        })
    }

    pub(super) async fn uncount(&self, key: &str, stamp: Stamp) -> Result<(), CacheError> {
        let command = redis::cmd("LREM").arg(self.key(key)).arg(1).arg(stamp.0).take();
        self.ask(command.query_async(&mut self.connection.clone())).await
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX).max(1)
}

/// Open from a failure to an answer.
#[derive(Debug)]
struct Breaker {
    start: Instant,
    /// When the next question is let through, in milliseconds since the start; 0 while closed.
    open_until: AtomicI64,
}

impl Default for Breaker {
    fn default() -> Self {
        Self { start: Instant::now(), open_until: AtomicI64::new(0) }
    }
}

impl Breaker {
    fn now(&self) -> i64 {
        i64::try_from(self.start.elapsed().as_millis()).unwrap_or(i64::MAX)
    }

    /// Whether a question is let through. While open, whoever comes first after a pause is, and
    /// begins the next pause.
    fn admits(&self) -> bool {
        let until = self.open_until.load(Ordering::Relaxed);
        if until == 0 {
            return true;
        }
        let now = self.now();
        let next = now + PAUSE_MILLIS;
        let swap =
            || self.open_until.compare_exchange(until, next, Ordering::Relaxed, Ordering::Relaxed);
        now >= until && swap().is_ok()
    }

    fn close(&self) {
        if self.open_until.load(Ordering::Relaxed) != 0 {
            self.open_until.store(0, Ordering::Relaxed);
        }
    }

    fn open(&self) {
        self.open_until.store(self.now() + PAUSE_MILLIS, Ordering::Relaxed);
    }
}
