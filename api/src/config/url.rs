//! Addresses of services, which may hold a password.

use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

/// The address of a database or of Redis. However it is printed, its password is not.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct ServiceUrl(String);

impl ServiceUrl {
    /// Takes an address as it is written.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self(url.into())
    }

    /// The whole address, for the client that connects and for nothing else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What stands before the first colon.
    #[must_use]
    pub fn scheme(&self) -> &str {
        self.0.split(':').next().unwrap_or_default()
    }

    /// The address without its password, and without a query, which may name one too; a file's
    /// has none.
    fn shown(&self) -> String {
        if self.scheme() == "sqlite" {
            return self.0.clone();
        }
        let (plain, query) = match self.0.split_once('?') {
            Some((plain, _)) => (plain, "?…"),
            None => (self.0.as_str(), ""),
        };
        let Some((scheme, rest)) = plain.split_once("://") else {
            return "…".to_owned();
        };
        // A password may itself hold an @, so the last one ends it.
        match rest.rsplit_once('@') {
            None => format!("{scheme}://{rest}{query}"),
            Some((who, place)) => match who.split_once(':') {
                None => format!("{scheme}://{who}@{place}{query}"),
                Some((user, _)) => format!("{scheme}://{user}:…@{place}{query}"),
            },
        }
    }
}

impl fmt::Debug for ServiceUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown())
    }
}

impl fmt::Display for ServiceUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown())
    }
}

impl Serialize for ServiceUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::ServiceUrl;

    #[test]
    fn a_password_is_never_printed() {
        for url in [
            "postgres://rapport:hunter2@db/bank",
            "postgres://rapport:hunter2@db/bank?password=hunter2",
            "postgres://rapport:hun@ter2@db:5432/bank",
            "redis://:hunter2@cache:6379/0",
            "rapport:hunter2@db/bank",
        ] {
            let url = ServiceUrl::new(url);
            let json = serde_json::to_string(&url).unwrap();
            for shown in [format!("{url}"), format!("{url:?}"), json] {
                assert!(!shown.contains("hunter2") && !shown.contains("ter2"), "{shown}");
            }
        }
    }

    #[test]
    fn the_rest_of_an_address_stays_readable() {
        let shown = |url: &str| ServiceUrl::new(url).to_string();
        assert_eq!(shown("postgres://rapport:secret@db/bank"), "postgres://rapport:…@db/bank");
        assert_eq!(shown("postgres://rapport@db/bank"), "postgres://rapport@db/bank");
        assert_eq!(shown("sqlite://rapport.db?mode=rwc"), "sqlite://rapport.db?mode=rwc");
        assert_eq!(ServiceUrl::new("redis://cache").scheme(), "redis");
    }
}
