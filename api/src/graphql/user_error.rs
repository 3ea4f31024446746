//! What a person can put right, as it is answered by every mutation.

use super::versioned::Versioned;
use crate::service::{
    locale::Locale,
    op::Op,
    refusal::{Code, Refusal, Refused},
};
use async_graphql::{Interface, Object};

super::label::labelled! {
    /// Why an input was refused.
    UserErrorCode of "Code" {
        /// Nothing was given.
        Required = "REQUIRED", "必填", "Required";
        /// Something of another form was given.
        Invalid = "INVALID", "格式不符", "Invalid";
        /// Too much was given.
        TooLong = "TOO_LONG", "过长", "Too long";
        /// There is no such row, or the viewer may not know that there is.
        NotFound = "NOT_FOUND", "不存在", "Not found";
        /// There is one already.
        Duplicate = "DUPLICATE", "重复", "Duplicate";
        /// The row has changed since it was read.
        StaleVersion = "STALE_VERSION", "版本已过期", "Changed meanwhile";
        /// The row is in another state than was expected.
        StaleState = "STALE_STATE", "状态已变化", "State changed meanwhile";
        /// The viewer may see the row but not do this to it.
        Forbidden = "FORBIDDEN", "无权限", "Forbidden";
        /// A quota is used up.
        LimitExceeded = "LIMIT_EXCEEDED", "超出限额", "Limit exceeded";
        /// A rule of the bank is against it.
        RuleViolated = "RULE_VIOLATED", "违反规则", "Rule violated";
        /// The `clientMutationId` was used before, with another input.
        IdempotencyMismatch = "IDEMPOTENCY_MISMATCH", "幂等键冲突", "Key used before";
        /// It was there and is no more.
        Gone = "GONE", "已失效", "Gone";
    }
}

/// Something that a person can put right. Nothing was written.
#[derive(Debug, Interface)]
#[graphql(
    field(name = "code", ty = "UserErrorCode", desc = "For apps; never changes."),
    field(name = "message", ty = "&str", desc = "For people, in their language."),
    field(name = "path", ty = "Option<Vec<&str>>", desc = "Where it stands, from `input` down.")
)]
pub enum UserError<'op> {
    /// In the input.
    Field(FieldError),
    /// Between the input and the row.
    Conflict(ConflictError<'op>),
    /// Between the input and the bank's rules.
    Rule(RuleError),
}

impl<'op> UserError<'op> {
    /// Wraps a refusal that names no row.
    #[must_use]
    pub fn plain(op: &Op, refusal: Refusal) -> Self {
        let told = Told { refusal, locale: op.locale() };
        match refusal.code {
            Code::RuleViolated | Code::LimitExceeded => Self::Rule(RuleError(told)),
            _ => Self::Field(FieldError(told)),
        }
    }

    /// Wraps a refusal; `view` is the noun's.
    pub fn new<Tree>(
        op: &'op Op,
        refused: Refused<Tree>,
        view: impl Fn(Tree) -> Versioned<'op>,
    ) -> Self {
        match refused.current {
            Some(tree) => {
                let told = Told { refusal: refused.refusal, locale: op.locale() };
                Self::Conflict(ConflictError { told, current: view(tree) })
            }
            None => Self::plain(op, refused.refusal),
        }
    }
}

/// A refusal, and the language in which it is told.
#[derive(Clone, Copy, Debug)]
struct Told {
    refusal: Refusal,
    locale: Locale,
}

/// See the description of the type.
#[derive(Debug)]
pub struct FieldError(Told);

/// A value of the input cannot be taken.
#[Object]
impl FieldError {
    /// For apps; never changes.
    async fn code(&self) -> UserErrorCode {
        self.0.refusal.code.into()
    }

    /// For people, in their language.
    async fn message(&self) -> &str {
        self.0.refusal.message.in_locale(self.0.locale)
    }

    /// Where it stands, from `input` down.
    async fn path(&self) -> Option<Vec<&str>> {
        Some(self.0.refusal.path.to_vec())
    }
}

/// See the description of the type.
#[derive(Debug)]
pub struct ConflictError<'op> {
    told: Told,
    current: Versioned<'op>,
}

/// Somebody has changed the row since it was read.
#[Object]
impl<'op> ConflictError<'op> {
    /// For apps; never changes.
    async fn code(&self) -> UserErrorCode {
        self.told.refusal.code.into()
    }

    /// For people, in their language.
    async fn message(&self) -> &str {
        self.told.refusal.message.in_locale(self.told.locale)
    }

    /// Where it stands, from `input` down.
    async fn path(&self) -> Option<Vec<&str>> {
        Some(self.told.refusal.path.to_vec())
    }

    /// The row as it is now.
    async fn current(&self) -> &Versioned<'op> {
        &self.current
    }
}

/// See the description of the type.
#[derive(Debug)]
pub struct RuleError(Told);

/// A rule of the bank, or a quota, is against it.
#[Object]
impl RuleError {
    /// For apps; never changes.
    async fn code(&self) -> UserErrorCode {
        self.0.refusal.code.into()
    }

    /// For people, in their language.
    async fn message(&self) -> &str {
        self.0.refusal.message.in_locale(self.0.locale)
    }

    /// Where it stands, from `input` down.
    async fn path(&self) -> Option<Vec<&str>> {
        Some(self.0.refusal.path.to_vec())
    }
}
