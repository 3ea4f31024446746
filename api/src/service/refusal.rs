//! Why a write was refused. A refusal is an answer, not an error: whoever asked can put it right.

use super::{error::ServiceError, locale::Text};
use sea_orm::DbErr;

/// What a person must put right, and where in the input it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// For machines; never changes.
    pub code: Code,
    /// For people.
    pub message: Text,
    /// Names from the input down.
    pub path: &'static [&'static str],
}

/// All reasons there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// Nothing was given.
    Required,
    /// Something of another form was given.
    Invalid,
    /// Too much was given.
    TooLong,
    /// There is no such row, or the actor may not know that there is.
    NotFound,
    /// There is one already.
    Duplicate,
    /// The row has changed since the actor read it.
    StaleVersion,
    /// The row is in another state than the actor saw.
    StaleState,
    /// The actor may see the row but not do this to it.
    Forbidden,
    /// A quota is used up.
    LimitExceeded,
    /// A rule of the bank is against it.
    RuleViolated,
    /// The key was used before, with another input.
    IdempotencyMismatch,
    /// It was there and is no more.
    Gone,
}

impl Refusal {
    /// A refusal of one field of the input.
    #[must_use]
    pub const fn new(code: Code, path: &'static [&'static str], message: Text) -> Self {
        Self { code, message, path }
    }

    /// For a row that does not exist and for one that may not be seen, so that both answer alike.
    pub(super) const NOT_FOUND: Self = Self::missing(&["input", "id"]);

    /// The same for a row that is named elsewhere in the input.
    pub(super) const fn missing(path: &'static [&'static str]) -> Self {
        let message = Text { zh: "没有这条记录。", en: "There is no such row." };
        Self { code: Code::NotFound, message, path }
    }

    pub(super) const STALE: Self = Self {
        code: Code::StaleVersion,
        message: Text {
            zh: "记录已被他人修改。",
            en: "Somebody has changed this in the meantime.",
        },
        path: &["input", "expectedVersion"],
    };

    /// For an id that a client has minted and somebody, whoever it is, has used.
    pub(super) const TAKEN: Self = Self {
        code: Code::Duplicate,
        message: Text { zh: "该编号已被使用。", en: "This id is taken." },
        path: &["input", "id"],
    };

    pub(super) const MISMATCH: Self = Self {
        code: Code::IdempotencyMismatch,
        message: Text {
            zh: "此 `clientMutationId` 已用于另一次不同的写入。",
            en: "This `clientMutationId` was used before, with another input.",
        },
        path: &["input", "clientMutationId"],
    };
}

/// A refusal as it is answered, with the row as it is now where that helps to put it right.
#[derive(Clone, Debug)]
pub struct Refused<Tree> {
    /// The reason.
    pub refusal: Refusal,
    /// The row as it is now; given for [`Code::StaleVersion`].
    pub current: Option<Tree>,
}

/// What a mutation answers: the row as the actor may see it now, if at all, or a refusal.
pub type Written<Tree> = Result<Option<Tree>, Refused<Tree>>;

/// What ends a write before its commit. Both kinds roll it back, so that a refusal leaves
/// nothing, and both travel through `?`.
#[derive(Debug)]
pub enum Stop {
    /// The caller can put it right.
    Refused(Refusal),
    /// It could not be carried out.
    Failed(ServiceError),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<ServiceError> for Stop {
    fn from(error: ServiceError) -> Self {
        Self::Failed(error)
    }
}

impl From<DbErr> for Stop {
    fn from(error: DbErr) -> Self {
        Self::Failed(error.into())
    }
}

/// What a write answers: the row as it is now, or why it was refused. `current` is awaited after
/// the write, and reads through an operation renewed.
pub(super) async fn answered<Tree>(
    changed: Result<(), Stop>,
    current: impl Future<Output = Result<Option<Tree>, ServiceError>>,
) -> Result<Written<Tree>, ServiceError> {
    match changed {
        Ok(()) => Ok(Ok(current.await?)),
        Err(Stop::Refused(refusal)) if refusal.code == Code::StaleVersion => {
            let current = current.await?;
            let refusal = if current.is_some() { refusal } else { Refusal::NOT_FOUND };
            Ok(Err(Refused { refusal, current }))
        }
        Err(Stop::Refused(refusal)) => Ok(Err(Refused { refusal, current: None })),
        Err(Stop::Failed(error)) => Err(error),
    }
}
