//! The root that judges data issues.

use super::{
    object::DataIssue,
    value::{DataIssueState, DataIssueVerdict},
};
use crate::{
    auth::policy::Right,
    graphql::{context, directive::auth, id::parsed, user_error::UserError},
    service::{
        data_issue::{self, Judgement},
        error::ServiceError,
        write::Key,
    },
};
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};

/// What to say of which issue.
#[derive(Debug, InputObject)]
pub struct DataIssueJudgeInput {
    /// Names this write, 1 to 64 characters. Sent again with the same input it has no second
    /// effect.
    client_mutation_id: ID,
    /// The issue's id, `iss_…`.
    id: ID,
    /// The state that was read.
    expected_state: DataIssueState,
    /// What to say.
    verdict: DataIssueVerdict,
}

/// What became of it.
#[derive(Debug, SimpleObject)]
pub struct DataIssueJudgePayload<'op> {
    /// As it was sent.
    pub(crate) client_mutation_id: ID,
    /// Why nothing was written; empty where it was.
    pub(crate) user_errors: Vec<UserError<'op>>,
    /// The issue as it is now; null where nothing was written.
    data_issue: Option<DataIssue<'op>>,
}

/// Roots that judge data issues.
#[derive(Debug, Default)]
pub struct DataIssueMutation;

#[Object]
impl DataIssueMutation {
    /// Says whether an issue is so. Relationship managers, team leads and branch managers confirm;
    /// team leads and branch managers reject.
    #[graphql(directive = auth::apply(Right::DataIssueConfirm.into()))]
    async fn data_issue_judge<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "What to say.")] input: DataIssueJudgeInput,
    ) -> Result<DataIssueJudgePayload<'op>, ServiceError> {
        let op = context::op(ctx)?;
        let client_mutation_id = input.client_mutation_id;
        let key = Key::new(client_mutation_id.to_string())?;
        let judgement = Judgement {
            id: parsed("id", &input.id)?,
            expected: input.expected_state.into(),
            verdict: input.verdict.into(),
        };
        let (data_issue, user_errors) = match data_issue::judge(op, key, judgement).await? {
            Ok(tree) => (tree.map(|tree| DataIssue { tree, op }), Vec::new()),
            Err(refused) => (None, vec![UserError::plain(op, refused.refusal)]),
        };
        Ok(DataIssueJudgePayload { client_mutation_id, user_errors, data_issue })
    }
}
