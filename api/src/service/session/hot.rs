//! The copy of a session that requests are answered from.

use super::limit;
use crate::{auth::token::Bearer, cache::Cache, config};
use chrono::{DateTime, Utc};
use entity::{
    actor::Actor,
    id::{OrgUnitId, SessionId, StaffId},
    session::SessionKind,
    staff_role::Role,
};
use sea_orm::ActiveEnum;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a request needs to know of its session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hot {
    pub(super) actor: Actor,
    pub(super) rights_version: i32,
    pub(super) kind: SessionKind,
    pub(super) generation: i32,
    /// Whether a request has carried this generation.
    pub(super) is_used: bool,
    /// Last request that was noted.
    pub(super) seen_at: DateTime<Utc>,
    pub(super) expires_at: DateTime<Utc>,
}

/// What a copy says to a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// The token is good.
    Yes,
    /// It was good; its owner refreshes.
    Expired,
    /// It is good for nothing.
    No,
    /// The copy is older than the token, or than what is known of the rights: ask the truth.
    Unsure,
}

impl Hot {
    /// What this says to `bearer`, if rights below `least` are known to be of the past.
    pub(super) fn says(
        &self,
        bearer: &Bearer,
        least: i32,
        config: &config::Session,
        now: DateTime<Utc>,
    ) -> Says {
        let is_older = self.rights_version < least.max(bearer.rights_version)
            || self.generation < bearer.generation;
        if is_older || limit::is_idle(config, self.kind, self.seen_at, now) {
            return Says::Unsure;
        }
        if self.actor.staff.0 != bearer.staff || now >= self.expires_at {
            return Says::No;
        }
        // Rights have changed since: the next token says the new ones.
        if bearer.rights_version < self.rights_version { Says::Expired } else { Says::Yes }
    }

    /// Hands the copy to the cache. If that is away, requests ask the truth.
    pub(super) async fn share(&self, cache: &Cache, config: &config::Session) {
        let Ok(text) = serde_json::to_vec(&Written::from(self)) else { return };
        let time = limit::idle(config, self.kind);
        let _away = cache.set(&key(self.actor.session), text, time).await;
    }
}

/// The copy in the cache, which then lives for another idle time. `None` where there is none, or
/// the cache is away.
pub(super) async fn shared(
    cache: &Cache,
    session: SessionId,
    config: &config::Session,
) -> Option<Hot> {
    // Which kind it is stands in the copy only. The longer time does no harm: the copy says when
    // it was last seen, and is not believed beyond its own idle time.
    let time = limit::idle(config, SessionKind::Web).max(limit::idle(config, SessionKind::Phone));
    let text = cache.get_refresh(&key(session), time).await.ok()??;
    serde_json::from_slice::<Written>(&text).ok()?.read(session)
}

/// Under which key the cache holds a session. The tag keeps what belongs to it on one node.
pub(super) fn key(session: SessionId) -> String {
    format!("session:{{{}}}", session.0)
}

/// The copy as the cache holds it: ids and names of roles, nothing personal.
#[derive(Serialize, Deserialize)]
struct Written {
    staff: Uuid,
    unit: Uuid,
    roles: Vec<String>,
    rights_version: i32,
    kind: String,
    generation: i32,
    is_used: bool,
    seen_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

impl From<&Hot> for Written {
    fn from(hot: &Hot) -> Self {
        Self {
            staff: hot.actor.staff.0,
            unit: hot.actor.unit.0,
            roles: hot.actor.roles.iter().map(ActiveEnum::to_value).collect(),
            rights_version: hot.rights_version,
            kind: hot.kind.to_value(),
            generation: hot.generation,
            is_used: hot.is_used,
            seen_at: hot.seen_at,
            expires_at: hot.expires_at,
        }
    }
}

impl Written {
    /// `None` if another version of the server wrote it.
    fn read(self, session: SessionId) -> Option<Hot> {
        let roles = self.roles.iter().map(Role::try_from_value).collect::<Result<_, _>>();
        Some(Hot {
            actor: Actor {
                staff: StaffId(self.staff),
                session,
                unit: OrgUnitId(self.unit),
                roles: roles.ok()?,
            },
            rights_version: self.rights_version,
            kind: SessionKind::try_from_value(&self.kind).ok()?,
            generation: self.generation,
            is_used: self.is_used,
            seen_at: self.seen_at,
            expires_at: self.expires_at,
        })
    }
}
