//! What a phone gives back to go on: sealed, and worth nothing to anybody else, with other rights,
//! scopes or schema, after a restore, or once the log no longer reaches back to it.

use super::place::{Place, Scope};
use crate::service::{error::ServiceError, op::Op};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ActiveEnum;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a token is bound to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct Bound {
    staff: Uuid,
    unit: Uuid,
    roles: Vec<String>,
    scopes: Vec<Scope>,
    /// Hash of the schema that the app was built with.
    schema: Option<String>,
    /// Drawn anew by a restored database.
    epoch: Uuid,
}

impl Bound {
    pub(super) fn of(
        op: &Op,
        scopes: &[Scope],
        schema: Option<&str>,
    ) -> Result<Self, ServiceError> {
        let actor = op.actor()?;
        let mut roles: Vec<_> = actor.roles.iter().map(ActiveEnum::to_value).collect();
        roles.sort_unstable();
        Ok(Self {
            staff: actor.staff.0,
            unit: actor.unit.0,
            roles,
            scopes: scopes.to_vec(),
            schema: schema.map(str::to_owned),
            epoch: op.bank().epoch,
        })
    }
}

#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Token {
    bound: Bound,
    pub(super) place: Place,
    /// The phone knows everything of before.
    pub(super) known_at: DateTime<Utc>,
}

impl Token {
    /// A token as it leaves.
    pub(super) fn seal(
        op: &Op,
        bound: &Bound,
        place: &Place,
        known_at: DateTime<Utc>,
    ) -> Result<String, ServiceError> {
        let token = Self { bound: bound.clone(), place: place.clone(), known_at };
        let text = serde_json::to_vec(&token)
            .map_err(|_| ServiceError::Defect("a sync token could not be written"))?;
        let sealed = op.instance().keyring().seal_cursor(&[PREFIX, &text].concat());
        sealed.map_err(|_| ServiceError::Defect("a sync token could not be sealed"))
    }

    /// What a token stands for; `None` where the phone must begin anew.
    pub(super) fn open(op: &Op, bound: &Bound, text: &str) -> Option<Self> {
        let bytes = op.instance().keyring().open_cursor(text)?;
        let token: Self = serde_json::from_slice(bytes.strip_prefix(PREFIX)?).ok()?;
        let days = op.instance().config().retention.change_log_days;
        let kept = TimeDelta::days(i64::try_from(days).ok()?);
        let is_kept = token.known_at > op.real_now() - kept;
        (is_kept && token.bound == *bound).then_some(token)
    }
}

/// Tells a token from a cursor, which is sealed with the same key.
const PREFIX: &[u8] = b"sync:";
