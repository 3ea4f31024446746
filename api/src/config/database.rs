//! Where the bank is kept.

use super::section::section;
use super::url::ServiceUrl;

section! {
    /// The database. `sqlite://…` is the embedded way to run, `postgres://…` the production way.
    Database {
        /// Address of the database that is written to.
        url: ServiceUrl = ServiceUrl::new("sqlite://rapport.db?mode=rwc"),
        /// Address of a read replica. Not set: reads go to `url` as well.
        read_url: Option<ServiceUrl> = None,
        /// Connections that read.
        readers: u32 = 16,
        /// Connections that write. SQLite has one, whatever is set here.
        writers: u32 = 8,
        /// Seconds that a request waits for a connection before it is UNAVAILABLE.
        wait_seconds: u64 = 2,
        /// Seconds that a write waits for another's lock.
        lock_seconds: u64 = 2,
        /// Seconds that one statement may take.
        statement_seconds: u64 = 5,
    }
}

section! {
    /// Redis, which several instances share. Not set: sessions, caches and limits are held in the
    /// process, so there can be one instance only.
    Redis {
        /// Address of Redis: `redis://…`, or `rediss://…` for TLS.
        url: Option<ServiceUrl> = None,
        /// What all keys begin with, so that several banks may share one Redis.
        prefix: String = "rapport".to_owned(),
        /// Milliseconds that a session check waits for Redis before it asks the database.
        answer_millis: u64 = 300,
    }
}
