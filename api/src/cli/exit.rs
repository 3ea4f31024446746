//! How a command ends.

use crate::{auth::keyring::KeyError, config::ConfigError, service::error::ServiceError};
use sea_orm::DbErr;
use std::{fmt, io, process::ExitCode};

/// The codes that a process ends with. They never change their meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: done.
    Done,
    /// 1: it failed in a way that is nobody's fault at the keyboard.
    Failed,
    /// 2: the arguments cannot be understood.
    Usage,
    /// 3: the configuration or the keys cannot be used.
    Configuration,
    /// 4: the database, Redis or the server cannot be reached.
    Unavailable,
    /// 5: it cannot be done to this database as it is; the text says why.
    Refused,
    /// 6: a check has found something wrong.
    Found,
    /// 7: done, but rows of the source were rejected.
    Rejected,
    /// 8: stopped at the first bad row, as was asked for.
    Stopped,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::Configuration => 3,
            Exit::Unavailable => 4,
            Exit::Refused => 5,
            Exit::Found => 6,
            Exit::Rejected => 7,
            Exit::Stopped => 8,
        })
    }
}

/// Why a command did not do what it was asked to.
#[derive(Debug)]
pub struct Fault {
    /// The code that the process ends with.
    pub exit: Exit,
    /// For people: what is wrong and, where it can be said, what to do.
    pub text: String,
}

impl Fault {
    /// A fault with its code.
    pub(super) fn new(exit: Exit, text: impl Into<String>) -> Self {
        Self { exit, text: text.into() }
    }

    /// What was asked for cannot be done to this database as it is.
    pub(super) fn refused(text: impl Into<String>) -> Self {
        Self::new(Exit::Refused, text)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<ConfigError> for Fault {
    fn from(error: ConfigError) -> Self {
        Self::new(Exit::Configuration, error.to_string())
    }
}

impl From<KeyError> for Fault {
    fn from(error: KeyError) -> Self {
        Self::new(
            Exit::Configuration,
            format!("keys: {error}. `rapport doctor` says what is needed"),
        )
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::new(Exit::Failed, error.to_string())
    }
}

impl From<ServiceError> for Fault {
    fn from(error: ServiceError) -> Self {
        let exit = match &error {
            ServiceError::Unavailable(_) | ServiceError::StoreUnavailable(_) => Exit::Unavailable,
            ServiceError::BadInput(_) => Exit::Usage,
            _ => Exit::Failed,
        };
        Self::new(exit, error.to_string())
    }
}

impl From<DbErr> for Fault {
    fn from(error: DbErr) -> Self {
        match error {
            DbErr::Conn(_) | DbErr::ConnectionAcquire(_) => {
                Self::new(Exit::Unavailable, format!("the database cannot be reached: {error}"))
            }
            _ => ServiceError::from(error).into(),
        }
    }
}
