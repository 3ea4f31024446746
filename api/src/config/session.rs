//! How long somebody stays signed in, and how often signing in may be tried.

use super::section::section;

section! {
    /// Sessions and the tokens that carry them.
    Session {
        /// Who issues the tokens (`iss`).
        issuer: String = "rapport".to_owned(),
        /// Whom the tokens are for (`aud`).
        audience: String = "rapport".to_owned(),
        /// Seconds that an access token is good for.
        access_seconds: u64 = 600,
        /// Seconds by which clocks may differ, 30 at most.
        leeway_seconds: u64 = 30,
        /// Seconds without a request after which a session on the web ends.
        web_idle_seconds: u64 = 900,
        /// Seconds after which a session on the web ends whatever is done.
        web_absolute_seconds: u64 = 28_800,
        /// Seconds without a request after which a session on a phone ends.
        phone_idle_seconds: u64 = 28_800,
        /// Seconds after which a session on a phone ends whatever is done.
        phone_absolute_seconds: u64 = 604_800,
        /// Devices that one user may be signed in on at once.
        devices: u64 = 5,
        /// Seconds that a refresh token still answers after its successor was first used.
        refresh_grace_seconds: u64 = 30,
        /// Seconds that an instance may go on with what it knows of a session, 5 at most.
        cached_seconds: u64 = 5,
        /// Seconds between two notes in the database that a session is in use.
        seen_seconds: u64 = 60,
    }
}

section! {
    /// Signing in with a password.
    SignIn {
        /// Tries that all unknown devices of one account have together each minute.
        unknown_per_minute: u64 = 3,
        /// Failures that all unknown devices of one account have together, and a known device has
        /// for itself, within `failure_seconds`.
        failures: u64 = 10,
        /// Seconds over which failures are counted.
        failure_seconds: u64 = 1_800,
        /// Tries that one address has each minute: a branch signs in at nine behind one.
        address_per_minute: u64 = 600,
        /// Passwords that are hashed at once, each with 19 MiB.
        hashes: usize = 4,
    }
}
