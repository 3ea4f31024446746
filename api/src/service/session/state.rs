//! What an instance holds for its sessions.

use super::{
    ended::Ended,
    hot::{self, Hot},
    limit,
};
use crate::{
    auth::{keyring::Keyring, password::Passwords, token::Tokens},
    bus::Bus,
    cache::Cache,
    config::{Config, Mode},
    service::error::ServiceError,
};
use chrono::{DateTime, Utc};
use entity::id::{SessionId, StaffId};
use moka::future::Cache as Near;
use sea_orm::ConnectionTrait;
use std::{sync::Arc, time::Duration};

/// Sessions whose copies an instance holds.
const NEAR: u64 = 100_000;

/// Tokens, passwords, the cache, and what is known of sessions on this instance.
#[derive(Debug)]
pub struct Sessions {
    pub(super) tokens: Tokens,
    pub(super) passwords: Passwords,
    pub(super) cache: Cache,
    pub(super) bus: Bus,
    pub(super) ended: Ended,
    near: Near<SessionId, Copied>,
}

#[derive(Clone, Debug)]
struct Copied {
    hot: Arc<Hot>,
    at: DateTime<Utc>,
}

impl Sessions {
    /// As the configuration wants it. Needs a tokio runtime.
    ///
    /// # Errors
    /// The address of Redis is none, or the system gives no randomness.
    pub fn new(config: &Config, keys: &Arc<Keyring>) -> Result<Self, ServiceError> {
        let away =
            |error: &dyn std::fmt::Display| ServiceError::StoreUnavailable(error.to_string());
        let redis = &config.redis;
        let patience = Duration::from_millis(redis.answer_millis);
        let (cache, bus) = match &redis.url {
            None => (Cache::embedded(), Bus::embedded()),
            Some(url) => (
                Cache::redis(url.expose(), &redis.prefix, patience)
                    .map_err(|error| away(&error))?,
                Bus::redis(url.expose(), &redis.prefix, patience).map_err(|error| away(&error))?,
            ),
        };
        let passwords = match config.mode {
            Mode::Demo => Passwords::of_demo(config.sign_in.hashes),
            Mode::Production | Mode::Development => Passwords::new(config.sign_in.hashes),
        };
        let near_time = Duration::from_secs(config.session.cached_seconds);
        // No access token lives longer than it is remembered that its session was ended.
        let longest = config.session.access_seconds + config.session.leeway_seconds + 30;
        Ok(Self {
            tokens: Tokens::new(Arc::clone(keys), &config.session),
            passwords: passwords.map_err(|error| away(&error))?,
            cache,
            bus,
            ended: Ended::new(limit::seconds(longest)),
            near: Near::builder().max_capacity(NEAR).time_to_live(near_time).build(),
        })
    }

    /// The copy that this instance holds, if it is younger than `longest` seconds.
    pub(super) async fn near(
        &self,
        session: SessionId,
        longest: u64,
        now: DateTime<Utc>,
    ) -> Option<Arc<Hot>> {
        let copied = self.near.get(&session).await?;
        (now - copied.at < limit::seconds(longest)).then_some(copied.hot)
    }

    /// Holds a copy.
    pub(super) async fn keep(&self, hot: &Arc<Hot>, now: DateTime<Utc>) {
        let copied = Copied { hot: Arc::clone(hot), at: now };
        self.near.insert(hot.actor.session, copied).await;
    }

    /// Lets go of a copy, here and in the cache.
    pub(super) async fn drop_copies(&self, session: SessionId) {
        self.near.invalidate(&session).await;
        let _away = self.cache.delete(&hot::key(session)).await;
    }

    /// Takes note of what the change log says since the last time; the first time, of what the
    /// tables say of the last minutes.
    ///
    /// # Errors
    /// The database does not answer; what was known stays as it was.
    pub(in crate::service) async fn catch_up(
        &self,
        truth: &impl ConnectionTrait,
        now: DateTime<Utc>,
    ) -> Result<(), ServiceError> {
        Ok(self.ended.catch_up(truth, now).await?)
    }

    /// Takes note that a session was ended, before the change log says so.
    pub(super) async fn forget(&self, session: SessionId, now: DateTime<Utc>) {
        self.ended.note_session(session, now);
        self.drop_copies(session).await;
    }

    /// Takes note of new rights of a member of staff, before the change log says so.
    pub(in crate::service) fn note_rights(&self, staff: StaffId, version: i32, now: DateTime<Utc>) {
        self.ended.note_rights(staff, version, now);
    }

    /// Hashes and checks passwords.
    #[must_use]
    pub fn passwords(&self) -> &Passwords {
        &self.passwords
    }

    /// Values and limits that instances share.
    #[must_use]
    pub fn cache(&self) -> &Cache {
        &self.cache
    }

    /// Wakes instances when the change log has grown.
    #[must_use]
    pub fn bus(&self) -> &Bus {
        &self.bus
    }
}
