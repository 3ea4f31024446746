//! What every write answers, whatever it writes.

use super::{
    assignment, customer, data_issue, follow_up, interaction, key_person, preference, relation,
    session, user_error::UserError,
};
use async_graphql::{ID, Interface};

/// What every write answers.
#[derive(Debug, Interface)]
#[graphql(
    field(name = "client_mutation_id", ty = "&ID", desc = "As it was sent."),
    field(
        name = "user_errors",
        ty = "&Vec<UserError<'op>>",
        desc = "Why nothing was written; empty where it was."
    )
)]
pub enum Payload<'op> {
    /// Of `assignmentChange`.
    AssignmentChange(assignment::mutation::AssignmentChangePayload<'op>),
    /// Of `customerMerge`.
    CustomerMerge(customer::merge::CustomerMergePayload<'op>),
    /// Of `customerUnmerge`.
    CustomerUnmerge(customer::merge::CustomerUnmergePayload<'op>),
    /// Of `customerUpdate`.
    CustomerUpdate(customer::mutation::CustomerUpdatePayload<'op>),
    /// Of `dataIssueJudge`.
    DataIssueJudge(data_issue::mutation::DataIssueJudgePayload<'op>),
    /// Of `keyPersonAdd`.
    KeyPersonAdd(key_person::mutation::KeyPersonAddPayload<'op>),
    /// Of `keyPersonRemove`.
    KeyPersonRemove(key_person::mutation::KeyPersonRemovePayload<'op>),
    /// Of `keyPersonUpdate`.
    KeyPersonUpdate(key_person::mutation::KeyPersonUpdatePayload<'op>),
    /// Of `preferenceRecord`.
    PreferenceRecord(preference::mutation::PreferenceRecordPayload<'op>),
    /// Of `preferenceRemove`.
    PreferenceRemove(preference::mutation::PreferenceRemovePayload<'op>),
    /// Of `relationAdd`.
    RelationAdd(relation::mutation::RelationAddPayload<'op>),
    /// Of `relationRemove`.
    RelationRemove(relation::mutation::RelationRemovePayload<'op>),
    /// Of `followUpCreate`.
    FollowUpCreate(follow_up::mutation::FollowUpCreatePayload<'op>),
    /// Of `followUpUpdate`.
    FollowUpUpdate(follow_up::mutation::FollowUpUpdatePayload<'op>),
    /// Of `interactionAmend`.
    InteractionAmend(interaction::payload::InteractionAmendPayload<'op>),
    /// Of `interactionCancel`.
    InteractionCancel(interaction::payload::InteractionCancelPayload<'op>),
    /// Of `interactionMemoWrite`.
    InteractionMemoWrite(interaction::payload::InteractionMemoWritePayload<'op>),
    /// Of `interactionPlan`.
    InteractionPlan(interaction::payload::InteractionPlanPayload<'op>),
    /// Of `interactionRecord`.
    InteractionRecord(interaction::payload::InteractionRecordPayload<'op>),
    /// Of `sessionEnd`.
    SessionEnd(session::end::SessionEndPayload<'op>),
}
