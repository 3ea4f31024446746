//! The oldest apps that may go on.

use super::section::section;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::{fmt, str::FromStr};

/// A version as apps count it: up to three numbers, such as `1.4.0`; what is left out is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct AppVersion([u32; 3]);

/// The text is no version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a version has one to three numbers, such as 1.4.0")]
pub struct NoVersion;

impl FromStr for AppVersion {
    type Err = NoVersion;

    fn from_str(text: &str) -> Result<Self, NoVersion> {
        let mut numbers = [0; 3];
        let mut places = numbers.iter_mut();
        for part in text.split('.') {
            let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
            let number = part.parse().ok().filter(|_| is_number).ok_or(NoVersion)?;
            *places.next().ok_or(NoVersion)? = number;
        }
        Ok(Self(numbers))
    }
}

impl fmt::Display for AppVersion {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.0;
        write!(out, "{major}.{minor}.{patch}")
    }
}

impl Serialize for AppVersion {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AppVersion {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

section! {
    /// The oldest apps that may sign in and refresh. An older one is answered `CLIENT_TOO_OLD`; what
    /// access token it has stays good until it ends. At `0.0.0` every app may, whatever its version.
    App {
        /// Oldest version on iOS: an app says its own in `app`, as `ios/1.4.0`.
        minimum_ios: AppVersion = AppVersion::default(),
        /// Oldest version on Android.
        minimum_android: AppVersion = AppVersion::default(),
        /// Oldest version on the web; `web` without a version is older than any.
        minimum_web: AppVersion = AppVersion::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::{AppVersion, NoVersion};

    fn version(text: &str) -> Result<AppVersion, NoVersion> {
        text.parse()
    }

    #[test]
    fn versions_are_compared_number_by_number() {
        assert!(version("1.10").unwrap() > version("1.9.9").unwrap());
        assert_eq!(version("2").unwrap(), version("2.0.0").unwrap());
        assert_eq!(version("2.1").unwrap().to_string(), "2.1.0");
    }

    #[test]
    fn what_is_no_version_is_refused() {
        for text in ["", "1.", ".1", "1.2.3.4", "v1", "+1", "1.x", "1.0-beta", "4294967296"] {
            assert_eq!(version(text), Err(NoVersion), "{text}");
        }
    }
}
