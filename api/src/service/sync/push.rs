//! What a phone has written without a network: an envelope of writes, each with its own outcome, in
//! order. One that is refused never stops the rest.

use super::{fields::onto, gather::Row};
use crate::service::{
    customer::{self, CustomerUpdate, CustomerWant},
    error::ServiceError,
    follow_up::{self, FollowUpCreate, FollowUpUpdate, FollowUpWant},
    interaction::{
        self, InteractionAmend, InteractionCancel, InteractionPlan, InteractionRecord,
        InteractionWant, MemoWrite, RecordWants,
    },
    locale::Text,
    op::Op,
    refusal::{Code, Refusal, Refused, Written},
    write::Key,
};
use entity::outbox::Noun;
use uuid::Uuid;

/// A write of a phone.
#[derive(Clone, Debug)]
pub enum Operation {
    /// `interactionPlan`.
    InteractionPlan(InteractionPlan),
    /// `interactionRecord`.
    InteractionRecord(Box<InteractionRecord>),
    /// `interactionAmend`.
    InteractionAmend(InteractionAmend),
    /// `interactionCancel`.
    InteractionCancel(InteractionCancel),
    /// `interactionMemoWrite`.
    MemoWrite(MemoWrite),
    /// `followUpCreate`.
    FollowUpCreate(FollowUpCreate),
    /// `followUpUpdate`.
    FollowUpUpdate(FollowUpUpdate),
    /// `customerUpdate`.
    CustomerUpdate(CustomerUpdate),
}

/// What became of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It was carried out.
    Applied,
    /// It was carried out on top of what others had changed meanwhile, in other fields.
    Merged,
    /// It had been carried out before.
    Duplicate,
    /// It was not; the refusal says why.
    Rejected,
}

/// What became of a write, and of which row.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// What became of it.
    pub status: Status,
    /// The row; where the write was refused, the one that stands in its way, if the actor sees it.
    pub row: Option<Row>,
    /// Why it was refused.
    pub refusal: Option<Refusal>,
}

impl Outcome {
    /// A write that was not carried out.
    #[must_use]
    pub fn rejected(refusal: Refusal) -> Self {
        Self { status: Status::Rejected, row: None, refusal: Some(refusal) }
    }
}

/// Most times that a change is laid onto a newer version, while others go on changing it.
const MERGES: usize = 3;

/// Carries a write out.
///
/// # Errors
/// The database does not answer: the whole envelope may be sent again.
pub async fn push(op: &Op, key: Key, operation: &Operation) -> Result<Outcome, ServiceError> {
    // Whether it is a repeat is said of each write by itself.
    let op = &op.envelope();
    let mut outcome = apply(op, key.clone(), operation, None).await?;
    for _ in 0..MERGES {
        let is_stale = outcome.refusal.is_some_and(|refusal| refusal.code == Code::StaleVersion);
        let Some(change) = Mergeable::of(operation).filter(|_| is_stale) else { break };
        let Some(version) = onto(op, change.row, change.expected, &change.fields).await? else {
            break;
        };
        outcome = apply(op, key.clone(), operation, Some(version)).await?;
        if outcome.status == Status::Applied {
            outcome.status = Status::Merged;
        }
    }
    Ok(outcome)
}

/// A change that may be laid onto a newer version.
struct Mergeable {
    row: (Noun, Uuid),
    expected: i32,
    fields: Vec<&'static str>,
}

impl Mergeable {
    fn of(operation: &Operation) -> Option<Self> {
        let (row, expected, fields) = match operation {
            Operation::InteractionAmend(change) => {
                ((Noun::Interaction, change.id.0), change.expected_version, change.fields())
            }
            Operation::FollowUpUpdate(change) => {
                ((Noun::FollowUp, change.id.0), change.expected_version, change.fields())
            }
            Operation::CustomerUpdate(change) => {
                ((Noun::Customer, change.id.0), change.expected_version, change.fields())
            }
            _ => return None,
        };
        Some(Self { row, expected, fields })
    }
}

async fn apply(
    op: &Op,
    key: Key,
    operation: &Operation,
    onto: Option<i32>,
) -> Result<Outcome, ServiceError> {
    let contact = InteractionWant::default();
    let work = FollowUpWant::default();
    let done = match operation {
        Operation::InteractionPlan(change) => {
            interaction::plan(op, key, change, &contact).await.map(of_interaction)
        }
        Operation::InteractionRecord(change) => {
            let wants = RecordWants::default();
            let done = interaction::record(op, key, change, &wants).await;
            done.map(|done| of_interaction(done.interaction))
        }
        Operation::InteractionAmend(change) => {
            interaction::amend_onto(op, key, change, onto, &contact).await.map(of_interaction)
        }
        Operation::InteractionCancel(change) => {
            interaction::cancel(op, key, change, &contact).await.map(of_interaction)
        }
        Operation::MemoWrite(change) => {
            interaction::write_memo(op, key, change, &contact).await.map(of_interaction)
        }
        Operation::FollowUpCreate(change) => {
            follow_up::create(op, key, change, &work).await.map(of_follow_up)
        }
        Operation::FollowUpUpdate(change) => {
            follow_up::update_onto(op, key, change, onto, &work).await.map(of_follow_up)
        }
        Operation::CustomerUpdate(change) => {
            let want = CustomerWant::default();
            let done = customer::update_onto(op, key, change, onto, &want).await;
            done.map(|done| outcome(done, |tree| Row::Customer(tree.customer.id)))
        }
    };
    match done {
        Ok(outcome) if outcome.status == Status::Applied && op.is_replay() => {
            Ok(Outcome { status: Status::Duplicate, ..outcome })
        }
        Ok(outcome) => Ok(outcome),
        Err(ServiceError::Forbidden) => Ok(Outcome::rejected(FORBIDDEN)),
        Err(error) => Err(error),
    }
}

fn of_interaction(done: Written<std::sync::Arc<interaction::InteractionTree>>) -> Outcome {
    outcome(done, |tree| Row::Interaction(tree.interaction.id))
}

fn of_follow_up(done: Written<std::sync::Arc<follow_up::FollowUpTree>>) -> Outcome {
    outcome(done, |tree| Row::FollowUp(tree.follow_up.id))
}

fn outcome<Tree>(done: Written<Tree>, row: impl Fn(&Tree) -> Row) -> Outcome {
    match done {
        Ok(tree) => Outcome { status: Status::Applied, row: tree.as_ref().map(row), refusal: None },
        Err(Refused { refusal, current }) => Outcome {
            status: Status::Rejected,
            row: current.as_ref().map(row),
            refusal: Some(refusal),
        },
    }
}

const FORBIDDEN: Refusal = Refusal::new(
    Code::Forbidden,
    &["input", "ops"],
    Text { zh: "您无权进行此操作。", en: "You may not do this." },
);
