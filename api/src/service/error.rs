//! What can go wrong in `service`. A row that is missing or may not be seen is no error: it is
//! `None`, and for a write a `Refusal`.

use crate::backend::{self, owner::NotGranted};
use sea_orm::DbErr;
use std::sync::Arc;

/// Why a function of `service` did not answer. `Clone`, because async-graphql asks it of the error
/// of an `Option<Result<…>>` field.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ServiceError {
    /// The caller can put it right; the text is for them.
    #[error("{0}")]
    BadInput(String),
    /// Nobody is signed in, and this asks for somebody.
    #[error("unauthenticated")]
    Unauthenticated,
    /// The actor may not do this to any row, so the answer depends on none.
    #[error("forbidden")]
    Forbidden,
    /// The app is older than the version named, which is the oldest that may go on.
    #[error("This app is too old: version {0} or a later one is needed.")]
    ClientTooOld(String),
    /// Too many tries; the same call may succeed after so many milliseconds.
    #[error("rate limited for {0} ms")]
    RateLimited(u64),
    /// No connection or lock was to be had in time, or the database is away: the same call may
    /// succeed later.
    #[error("database unavailable: {0}")]
    Unavailable(Arc<DbErr>),
    /// A store beside the database does not answer, and nothing may be guessed in its place.
    #[error("store unavailable: {0}")]
    StoreUnavailable(String),
    /// A statement failed, which is a fault of ours.
    #[error("database: {0}")]
    Database(Arc<DbErr>),
    /// The code contradicts itself.
    #[error("defect: {0}")]
    Defect(&'static str),
}

impl From<DbErr> for ServiceError {
    fn from(error: DbErr) -> Self {
        if backend::is_transient(&error) {
            return Self::Unavailable(Arc::new(error));
        }
        Self::Database(Arc::new(error))
    }
}

impl From<NotGranted> for ServiceError {
    fn from(error: NotGranted) -> Self {
        match error {
            NotGranted::Impossible(text) => Self::BadInput(text.into()),
            NotGranted::Failed(error) => error.into(),
        }
    }
}
