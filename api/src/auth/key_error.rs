//! Why keys cannot be had or used.

use std::{io, path::PathBuf};

/// Why keys cannot be had or used. No text of it holds any part of a key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A file or directory cannot be read or written.
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    /// The file does not hold 32 bytes in base64.
    #[error("{0}: not a key; a key is 32 bytes in base64")]
    Malformed(PathBuf),
    /// The file's name says neither a purpose nor an id.
    #[error("{0}: the name of a key is <purpose>.<id>.key")]
    Misnamed(PathBuf),
    /// The directory holds no key for this purpose.
    #[error("no {0} key: a file {0}.<id>.key is needed")]
    Missing(&'static str),
    /// The directory holds keys already, and new ones would make what they made unreadable.
    #[error("{0} holds keys already")]
    Present(PathBuf),
    /// A key of a demo lies where none may.
    #[error("key {0} was made for a demo, and counts nowhere else")]
    Demo(String),
    /// Two files of a purpose hold the same key.
    #[error("key {0} is the same as another of its purpose")]
    Clash(String),
    /// The cryptographic library failed: no randomness, or no such key.
    #[error("a cryptographic operation failed")]
    Crypto,
}
