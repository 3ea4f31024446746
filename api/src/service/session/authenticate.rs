//! From an access token to whom it speaks for.

use super::{
    hot::{self, Hot, Says},
    limit, truth,
};
use crate::{
    auth::token::{Bearer, TokenError},
    service::{error::ServiceError, instance::Instance},
};
use chrono::{DateTime, Utc};
use entity::{
    actor::Actor,
    id::{SessionId, StaffId},
};
use std::sync::Arc;

/// Why a token does not open anything.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Denied {
    /// It was good: its owner gets another by refreshing.
    #[error("the access token has expired")]
    Expired,
    /// It is none of ours, or its session has ended: its owner signs in.
    #[error("not signed in")]
    Invalid,
    /// Whether it is good cannot be known now.
    #[error("{0}")]
    Failed(ServiceError),
}

impl From<TokenError> for Denied {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Expired => Self::Expired,
            TokenError::Invalid => Self::Invalid,
        }
    }
}

/// Whom an access token speaks for. As a rule this takes no statement: the copy on the instance
/// is at most 5 s old, the next one is in the cache.
///
/// # Errors
/// The token opens nothing, or neither cache nor database can say.
pub async fn authenticate(instance: &Instance, token: &str) -> Result<Actor, Denied> {
    let now = instance.clock().now();
    let bearer = instance.sessions().tokens.check(token, now)?;
    if instance.sessions().ended.holds(SessionId(bearer.session)) {
        return Err(Denied::Invalid);
    }
    let hot = current(instance, &bearer, now).await?;
    seen(instance, &hot, &bearer, now).await?;
    Ok(hot.actor.clone())
}

/// The nearest copy that is sure.
async fn current(
    instance: &Instance,
    bearer: &Bearer,
    now: DateTime<Utc>,
) -> Result<Arc<Hot>, Denied> {
    let (sessions, config) = (instance.sessions(), &instance.config().session);
    let session = SessionId(bearer.session);
    let least = sessions.ended.least_rights(StaffId(bearer.staff));
    if let Some(hot) = sessions.near(session, config.cached_seconds, now).await {
        match hot.says(bearer, least, config, now) {
            Says::Unsure => {}
            says => return answer(says, hot),
        }
    }
    if let Some(hot) = hot::shared(&sessions.cache, session, config).await {
        match hot.says(bearer, least, config, now) {
            Says::Unsure => {}
            says => {
                let hot = Arc::new(hot);
                sessions.keep(&hot, now).await;
                return answer(says, hot);
            }
        }
    }
    let found = truth::load(instance.truth(), session).await;
    let hot = found.map_err(|error| Denied::Failed(error.into()))?.ok_or(Denied::Invalid)?;
    let says = hot.says(bearer, least, config, now);
    let hot = Arc::new(hot);
    if says == Says::Yes {
        sessions.keep(&hot, now).await;
        hot.share(&sessions.cache, config).await;
    }
    answer(says, hot)
}

/// The truth that is unsure knows nothing of the token: the session was idle for too long, or the
/// token is of a database that was restored since.
fn answer(says: Says, hot: Arc<Hot>) -> Result<Arc<Hot>, Denied> {
    match says {
        Says::Yes => Ok(hot),
        Says::Expired => Err(Denied::Expired),
        Says::No | Says::Unsure => Err(Denied::Invalid),
    }
}

/// Notes that the session is in use: at most once a minute, and when a generation is new.
async fn seen(
    instance: &Instance,
    hot: &Hot,
    bearer: &Bearer,
    now: DateTime<Utc>,
) -> Result<(), Denied> {
    let (sessions, config) = (instance.sessions(), &instance.config().session);
    let is_first = !hot.is_used && hot.generation == bearer.generation;
    if !is_first && now - hot.seen_at < limit::seconds(config.seen_seconds) {
        return Ok(());
    }
    // First of all here, so that requests at the same time leave it to this one.
    let seen = Arc::new(Hot { seen_at: now, is_used: hot.is_used || is_first, ..hot.clone() });
    sessions.keep(&seen, now).await;
    match truth::touch(instance, bearer, now).await {
        Ok(true) => seen.share(&sessions.cache, config).await,
        Ok(false) => {
            sessions.forget(hot.actor.session, now).await;
            return Err(Denied::Invalid);
        }
        Err(error) => {
            // The next request tries again; the limits are then judged by an earlier time.
            tracing::warn!(%error, "a session's use could not be noted");
            sessions.drop_copies(hot.actor.session).await;
        }
    }
    Ok(())
}
