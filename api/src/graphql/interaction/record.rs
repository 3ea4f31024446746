//! What the writes to interactions are given.

use super::value::{Channel, ContactDirection, InteractionOutcome, MaintenanceForm};
use crate::{
    graphql::{
        follow_up::mutation::FollowUpDraftInput,
        id::parsed,
        scalar::{DateTime, Decimal},
    },
    service::{
        error::ServiceError,
        interaction::{
            Details, Held, InteractionAmend, InteractionCancel, InteractionPlan, InteractionRecord,
            MemoDraft,
        },
    },
};
use async_graphql::{ID, InputObject};

/// Digits of a rate that is kept in millionths.
const RATE_DIGITS: u32 = 6;

/// What can be told of an interaction, planned or held. Left out: nothing, or as it was; an empty
/// text takes away what stood there.
#[derive(Debug, InputObject)]
pub struct InteractionDetailsInput {
    /// Where, at most 200 characters.
    place: Option<String>,
    /// What it is to achieve, at most 500 characters.
    goal: Option<String>,
    /// Which form of care it is.
    maintenance_form: Option<MaintenanceForm>,
    /// What was said, at most 4,000 characters, for everybody who sees the customer.
    summary: Option<String>,
    /// Competitors that the customer named; at most 10, each at most 100 characters.
    competitors: Option<Vec<String>>,
    /// Yearly rate that the customer asked for, such as `"0.0325"`; from 0 to 1, at most 6 digits.
    rate_asked: Option<Decimal>,
    /// What comes next, at most 500 characters.
    next_step: Option<String>,
}

impl InteractionDetailsInput {
    fn details(self) -> Result<Details, ServiceError> {
        let wrong = || ServiceError::BadInput("`rateAsked` has at most 6 digits".into());
        let rate = |rate: Decimal| rate.to_minor(RATE_DIGITS).ok_or_else(wrong);
        Ok(Details {
            place: self.place,
            goal: self.goal,
            maintenance_form: self.maintenance_form.map(Into::into),
            summary: self.summary,
            competitors: self.competitors,
            rate_asked: self.rate_asked.map(rate).transpose()?,
            next_step: self.next_step,
        })
    }
}

/// With whom, and how.
#[derive(Debug, InputObject)]
pub struct InteractionHeldInput {
    /// The interaction's id where the app has minted one, `int_…`; a taken one is DUPLICATE.
    id: Option<ID>,
    /// With whom, `cus_…`.
    customer_id: ID,
    /// By which way.
    channel: Channel,
    /// From whom it goes or went out.
    direction: ContactDirection,
    /// Who of the bank takes part beside the viewer, `stf_…`; at most 20.
    participant_ids: Option<Vec<ID>>,
}

impl InteractionHeldInput {
    fn held(self, details: InteractionDetailsInput) -> Result<Held, ServiceError> {
        let people = self.participant_ids.into_iter().flatten();
        Ok(Held {
            id: self.id.map(|id| parsed("id", &id)).transpose()?,
            customer: parsed("customerId", &self.customer_id)?,
            channel: self.channel.into(),
            direction: self.direction.into(),
            participants: people
                .map(|id| parsed("participantIds", &id))
                .collect::<Result<_, _>>()?,
            details: details.details()?,
        })
    }
}

/// A contact that is to come.
#[derive(Debug, InputObject)]
pub struct InteractionPlanInput {
    /// Names this write, 1 to 64 characters. Sent again with the same input it has no second
    /// effect.
    pub(in crate::graphql) client_mutation_id: ID,
    /// With whom, and how.
    #[graphql(flatten)]
    held: InteractionHeldInput,
    /// When.
    planned_at: DateTime,
    /// The rest.
    #[graphql(flatten)]
    details: InteractionDetailsInput,
}

impl InteractionPlanInput {
    /// The plan that it stands for.
    ///
    /// # Errors
    /// An id is of another kind.
    pub fn plan(self) -> Result<InteractionPlan, ServiceError> {
        Ok(InteractionPlan { held: self.held.held(self.details)?, planned_at: self.planned_at.0 })
    }
}

/// A contact that was held, or tried.
#[derive(Debug, InputObject)]
pub struct InteractionRecordInput {
    /// Names this write, 1 to 64 characters. Sent again with the same input it has no second
    /// effect.
    pub(in crate::graphql) client_mutation_id: ID,
    /// With whom, and how.
    #[graphql(flatten)]
    held: InteractionHeldInput,
    /// When it began; at most 5 minutes ahead of the server.
    started_at: DateTime,
    /// When it ended.
    ended_at: Option<DateTime>,
    /// What became of it; REACHED alone counts as a contact.
    outcome: InteractionOutcome,
    /// What the viewer notes for few, or for all; at most 4,000 characters.
    memo: Option<String>,
    /// Whether only the author, the LEAD in force and the leads and managers above the home unit
    /// read the memo; true where it is left out.
    memo_is_confidential: Option<bool>,
    /// The next step as a follow-up, made in the same write.
    follow_up: Option<FollowUpDraftInput>,
    /// The rest.
    #[graphql(flatten)]
    details: InteractionDetailsInput,
}

impl InteractionRecordInput {
    /// The record that it stands for.
    ///
    /// # Errors
    /// An id is of another kind.
    pub fn record(self) -> Result<InteractionRecord, ServiceError> {
        let is_confidential = self.memo_is_confidential.unwrap_or(true);
        Ok(InteractionRecord {
            held: self.held.held(self.details)?,
            started_at: self.started_at.0,
            ended_at: self.ended_at.map(|at| at.0),
            outcome: self.outcome.into(),
            memo: self.memo.map(|text| MemoDraft { text, is_confidential }),
            follow_up: self.follow_up.map(FollowUpDraftInput::draft).transpose()?,
        })
    }
}

/// What to change of an interaction. A field that is left out or null stays as it is.
#[derive(Debug, InputObject)]
pub struct InteractionAmendInput {
    /// Names this write, 1 to 64 characters. Sent again with the same input it has no second
    /// effect.
    pub(in crate::graphql) client_mutation_id: ID,
    /// The interaction's id, `int_…`.
    id: ID,
    /// The version that was read.
    expected_version: i32,
    /// By which way.
    channel: Option<Channel>,
    /// From whom it goes or went out.
    direction: Option<ContactDirection>,
    /// When it is planned for; only while it is a plan.
    planned_at: Option<DateTime>,
    /// When it began.
    started_at: Option<DateTime>,
    /// When it ended.
    ended_at: Option<DateTime>,
    /// What became of it.
    outcome: Option<InteractionOutcome>,
    /// The rest.
    #[graphql(flatten)]
    details: InteractionDetailsInput,
}

impl InteractionAmendInput {
    /// The change that it stands for.
    ///
    /// # Errors
    /// An id is of another kind.
    pub fn amend(self) -> Result<InteractionAmend, ServiceError> {
        Ok(InteractionAmend {
            id: parsed("id", &self.id)?,
            expected_version: self.expected_version,
            channel: self.channel.map(Into::into),
            direction: self.direction.map(Into::into),
            planned_at: self.planned_at.map(|at| at.0),
            started_at: self.started_at.map(|at| at.0),
            ended_at: self.ended_at.map(|at| at.0),
            outcome: self.outcome.map(Into::into),
            details: self.details.details()?,
        })
    }
}

/// A plan to take back.
#[derive(Debug, InputObject)]
pub struct InteractionCancelInput {
    /// Names this write, 1 to 64 characters. Sent again with the same input it has no second
    /// effect.
    pub(in crate::graphql) client_mutation_id: ID,
    /// The interaction's id, `int_…`.
    id: ID,
    /// The version that was read.
    expected_version: i32,
}

impl InteractionCancelInput {
    /// What it stands for.
    ///
    /// # Errors
    /// The id is of another kind.
    pub fn cancel(self) -> Result<InteractionCancel, ServiceError> {
        Ok(InteractionCancel {
            id: parsed("id", &self.id)?,
            expected_version: self.expected_version,
        })
    }
}
