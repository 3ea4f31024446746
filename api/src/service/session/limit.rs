//! How long a session may last, by what it is used on.

use crate::{
    config,
    service::{
        locale::Text,
        refusal::{Code, Refusal},
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use entity::session::SessionKind;
use std::time::Duration;

/// Longest text that names an app or a device, in characters.
const LONGEST: usize = 100;

/// Seconds as they stand in the configuration.
pub(super) fn seconds(seconds: u64) -> TimeDelta {
    i64::try_from(seconds).ok().and_then(TimeDelta::try_seconds).unwrap_or(TimeDelta::MAX)
}

/// How long a session may go without a request.
pub(super) fn idle(config: &config::Session, kind: SessionKind) -> Duration {
    Duration::from_secs(match kind {
        SessionKind::Web => config.web_idle_seconds,
        SessionKind::Phone => config.phone_idle_seconds,
    })
}

/// How long a session may last whatever is done in it.
#[must_use]
pub fn absolute(config: &config::Session, kind: SessionKind) -> Duration {
    Duration::from_secs(match kind {
        SessionKind::Web => config.web_absolute_seconds,
        SessionKind::Phone => config.phone_absolute_seconds,
    })
}

/// Whether a session of which was heard last at `seen_at` has been idle for too long by `now`.
pub(super) fn is_idle(
    config: &config::Session,
    kind: SessionKind,
    seen_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> bool {
    now - seen_at > seconds(idle(config, kind).as_secs())
}

/// Whether a text can name an app or a device.
pub(super) fn checked(text: &str, path: &'static [&'static str]) -> Result<(), Refusal> {
    match text.trim().chars().count() {
        0 => {
            let message = Text { zh: "此项必填。", en: "This is required." };
            Err(Refusal::new(Code::Required, path, message))
        }
        1..=LONGEST => Ok(()),
        _ => {
            let message = Text { zh: "最多100个字。", en: "It may have 100 characters." };
            Err(Refusal::new(Code::TooLong, path, message))
        }
    }
}
