//! What is due when. A slot is text that names the piece of time which a job is for, and sorts as
//! time goes: queued twice it is one job.

use super::{audit_head, coverage, duplicates, housekeeping, reminders, search, standing};
use crate::service::{error::ServiceError, job, op::Op, search::entry::FORM};
use chrono::DurationRound;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};

/// A kind of job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Each minute of business time: what began or ended by time alone.
    Coverage,
    /// Each minute: the signed head of the audit.
    AuditHead,
    /// Each minute of business time: reminders whose time has come.
    Reminders,
    /// Each hour: what has been kept for long enough.
    Housekeeping,
    /// Each bank date: what is computed from balances.
    Standing,
    /// Each bank date: customers that may be one.
    Duplicates,
    /// Each form of the words and bank date: what rows are searched by and was not written.
    Search,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Coverage,
        Self::AuditHead,
        Self::Reminders,
        Self::Housekeeping,
        Self::Standing,
        Self::Duplicates,
        Self::Search,
    ];

    /// As it stands in the queue.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Coverage => "coverage",
            Self::AuditHead => "audit-head",
            Self::Reminders => "reminders",
            Self::Housekeeping => "housekeeping",
            Self::Standing => "standing",
            Self::Duplicates => "duplicates",
            Self::Search => "search",
        }
    }

    /// The kind of this name; none for a job of another version.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The slot that is due at the operation's time.
    #[must_use]
    pub fn slot(self, op: &Op) -> String {
        match self {
            // In a REPLAY bank business time ends with the day, and so do these slots.
            Self::Coverage | Self::Reminders => whole(op.now(), TimeDelta::minutes(1)),
            Self::AuditHead => whole(op.real_now(), TimeDelta::minutes(1)),
            Self::Housekeeping => whole(op.real_now(), TimeDelta::hours(1)),
            Self::Standing | Self::Duplicates => op.bank().bank_date.to_string(),
            Self::Search => format!("{FORM:04}/{}", op.bank().bank_date),
        }
    }

    /// Carries a job of this kind out.
    pub(super) async fn run(self, op: &Op, slot: &str) -> Result<(), ServiceError> {
        match self {
            Self::Coverage => coverage::run(op, self.name(), slot).await,
            Self::AuditHead => audit_head::run(op).await,
            Self::Reminders => reminders::run(op).await,
            Self::Housekeeping => housekeeping::run(op).await,
            Self::Standing => standing::run(op).await,
            Self::Duplicates => duplicates::run(op).await,
            Self::Search => search::run(op).await,
        }
    }
}

/// Queues what is due and was not queued by `known`, the slots that this instance has seen last.
///
/// # Errors
/// The database does not answer.
pub async fn queue_due(op: &Op, known: &mut [String; Kind::ALL.len()]) -> Result<(), ServiceError> {
    for (kind, known) in Kind::ALL.into_iter().zip(known) {
        let slot = kind.slot(op);
        if *known != slot {
            job::queue(op, kind.name(), &slot).await?;
            *known = slot;
        }
    }
    Ok(())
}

fn whole(instant: DateTime<Utc>, unit: TimeDelta) -> String {
    // Fails only beyond the year 2262, where nothing of ours will stand.
    let instant = instant.duration_trunc(unit).unwrap_or(instant);
    instant.to_rfc3339_opts(SecondsFormat::Secs, true)
}
