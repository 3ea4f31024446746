//! Why the cache did not answer.

/// Why the cache did not answer.
#[derive(Clone, Debug, thiserror::Error)]
pub enum CacheError {
    /// It is away, or did not answer in time. The text is for the log.
    #[error("cache unavailable: {0}")]
    Unavailable(String),
    /// The address in the configuration is none.
    #[error("cache address: {0}")]
    Address(String),
}
