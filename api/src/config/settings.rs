//! The whole configuration.

use super::app::App;
use super::database::{Database, Redis};
use super::http::Http;
use super::limits::{Limits, Retention, Reveal};
use super::section::section;
use super::session::{Session, SignIn};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What the server is run for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Real customers: no introspection, no page to try the API on, no suggestions in errors.
    Production,
    /// Work on the code.
    Development,
    /// A synthetic bank. Only here are keys and logins made on first start.
    Demo,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For a log store: one object a line.
    Json,
}

section! {
    /// Where the server's keys lie.
    Keys {
        /// Folder of the key files: token signing, encryption, hashing, audit.
        dir: PathBuf = PathBuf::from("keys"),
    }
}

section! {
    /// What is logged. Personal data never is, whatever the level.
    Log {
        /// `text` or `json`.
        format: LogFormat = LogFormat::Text,
        /// Least level that is written, such as `info`, or a filter such as `info,api=debug`.
        level: String = "info".to_owned(),
    }
}

section! {
    /// Settings that stand before any section.
    Config {
        /// `production`, `development` or `demo`.
        mode: Mode = Mode::Production,
        /// The database.
        database: Database = Database::default(),
        /// Redis.
        redis: Redis = Redis::default(),
        /// The HTTP server.
        http: Http = Http::default(),
        /// What may be asked for.
        limits: Limits = Limits::default(),
        /// Sessions and tokens.
        session: Session = Session::default(),
        /// Signing in.
        sign_in: SignIn = SignIn::default(),
        /// Apps that may sign in.
        app: App = App::default(),
        /// Identifiers shown in full.
        reveal: Reveal = Reveal::default(),
        /// How long things are kept.
        retention: Retention = Retention::default(),
        /// Key files.
        keys: Keys = Keys::default(),
        /// Logs.
        log: Log = Log::default(),
    }
}

impl Mode {
    /// Whether the schema is shown: introspection, the page to try the API on, and suggestions in
    /// errors.
    #[must_use]
    pub fn shows_schema(self) -> bool {
        self != Self::Production
    }
}

impl Config {
    /// Every value that cannot work, each with the reason. Empty: the configuration is usable.
    #[must_use]
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut refuse = |wrong: bool, text: String| {
            if wrong {
                faults.push(text);
            }
        };
        for (key, url) in [
            ("database.url", Some(&self.database.url)),
            ("database.read_url", self.database.read_url.as_ref()),
        ] {
            let known = |scheme| matches!(scheme, "sqlite" | "postgres" | "postgresql");
            refuse(
                url.is_some_and(|url| !known(url.scheme())),
                format!("{key} begins with sqlite: or postgres:"),
            );
        }
        let redis = self.redis.url.as_ref();
        refuse(
            redis.is_some_and(|url| !matches!(url.scheme(), "redis" | "rediss")),
            "redis.url begins with redis: or rediss:".to_owned(),
        );
        refuse(
            self.database.readers == 0 || self.database.writers == 0,
            "database.readers and database.writers are 1 at least".to_owned(),
        );
        refuse(
            self.http.listen == self.http.metrics_listen && self.http.listen.port() != 0,
            "http.listen and http.metrics_listen differ".to_owned(),
        );
        refuse(self.session.leeway_seconds > 30, "session.leeway_seconds is 30 at most".to_owned());
        refuse(self.session.cached_seconds > 5, "session.cached_seconds is 5 at most".to_owned());
        refuse(self.sign_in.hashes == 0, "sign_in.hashes is 1 at least".to_owned());
        faults
    }
}
