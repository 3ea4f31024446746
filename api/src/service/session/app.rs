//! Which app asks, and whether it is recent enough.

use super::limit::checked;
use crate::{
    config::{self, AppVersion},
    service::{
        error::ServiceError,
        locale::Text,
        refusal::{Code, Refusal},
    },
};
use entity::session::SessionKind;

/// What an app runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    /// An iPhone or iPad.
    Ios,
    /// An Android phone or tablet.
    Android,
    /// A browser.
    Web,
}

impl Platform {
    /// Where an app runs, by what its name begins with, as `web`, `ios/1.4.0` or `android/2.0`.
    fn of(app: &str) -> Option<Self> {
        match app.split('/').next()? {
            "ios" => Some(Self::Ios),
            "android" => Some(Self::Android),
            "web" => Some(Self::Web),
            _ => None,
        }
    }

    /// The oldest version that may go on.
    #[must_use]
    pub fn minimum(self, config: &config::App) -> AppVersion {
        match self {
            Self::Ios => config.minimum_ios,
            Self::Android => config.minimum_android,
            Self::Web => config.minimum_web,
        }
    }
}

/// What an app is used on.
pub(super) fn kind_of(app: &str) -> Result<SessionKind, Refusal> {
    let path: &[&str] = &["input", "app"];
    checked(app, path)?;
    match Platform::of(app) {
        Some(Platform::Web) => Ok(SessionKind::Web),
        Some(Platform::Ios | Platform::Android) => Ok(SessionKind::Phone),
        None => {
            let en = "It begins with web, ios or android, as in ios/1.4.0.";
            let zh = "应以 web、ios 或 android 开头，例如 ios/1.4.0。";
            Err(Refusal::new(Code::Invalid, path, Text { zh, en }))
        }
    }
}

/// Lets an app pass that is not older than its platform's minimum. One that names no version that
/// can be read is older than any.
///
/// # Errors
/// It is too old.
pub(super) fn recent(config: &config::App, app: &str) -> Result<(), ServiceError> {
    let Some(platform) = Platform::of(app) else { return Ok(()) };
    let minimum = platform.minimum(config);
    if version(app) < minimum {
        return Err(ServiceError::ClientTooOld(minimum.to_string()));
    }
    Ok(())
}

/// The version in an app's name: the first three numbers behind the slash, as `1.4.0` in
/// `ios/1.4.0.7-beta (20)`.
fn version(app: &str) -> AppVersion {
    let text = app.split('/').nth(1).unwrap_or_default();
    let is_other = |c: char| !c.is_ascii_digit() && c != '.';
    let numbers = text.split(is_other).next().unwrap_or_default();
    let first: Vec<_> = numbers.split('.').take(3).collect();
    first.join(".").parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::recent;
    use crate::config::App;

    #[test]
    fn apps_are_held_to_the_minimum_of_their_platform() {
        let config = App { minimum_ios: "1.4".parse().unwrap(), ..App::default() };
        for app in ["ios/1.4", "ios/1.4.0.1", "ios/1.10.2-beta (7)", "android", "web", "test"] {
            assert!(recent(&config, app).is_ok(), "{app}");
        }
        for app in ["ios/1.3.9", "ios", "ios/", "ios/x", "ios/1..4"] {
            assert!(recent(&config, app).is_err(), "{app}");
        }
        let config = App { minimum_web: "1".parse().unwrap(), ..App::default() };
        assert!(recent(&config, "web").is_err() && recent(&config, "web/1").is_ok());
    }
}
