//! The view of a data issue.

use super::value::{Certainty, DataIssueAction, DataIssueKind, DataIssueState};
use crate::{
    auth::policy::Right,
    graphql::{
        directive::{DataClass, sensitive},
        page::Placed,
        scalar::DateTime,
    },
    service::{
        data_issue::{DataIssueTree, Party},
        op::Op,
    },
};
use async_graphql::{ID, Object};
use entity::data_issue::DataIssueState as State;
use std::sync::Arc;

/// An issue, and the operation that looks at it.
#[derive(Clone, Debug)]
pub struct DataIssue<'op> {
    /// The rows.
    pub tree: Arc<DataIssueTree>,
    /// Who looks at them.
    pub op: &'op Op,
}

/// Something that is wrong with the data of customers (数据问题).
#[Object]
impl DataIssue<'_> {
    /// Opaque id, `iss_…`.
    pub(crate) async fn id(&self) -> ID {
        self.tree.row.id.to_string().into()
    }

    /// What is wrong.
    async fn kind(&self) -> DataIssueKind {
        self.tree.row.kind.into()
    }

    /// How sure it is.
    async fn certainty(&self) -> Certainty {
        self.tree.row.certainty.into()
    }

    /// What became of it; goes back as `expectedState`.
    async fn state(&self) -> DataIssueState {
        self.tree.row.state.into()
    }

    /// When it was found.
    async fn found_at(&self) -> DateTime {
        DateTime(self.tree.row.created_at)
    }

    /// When somebody decided last; null while nobody has.
    async fn decided_at(&self) -> Option<DateTime> {
        self.tree.row.decided_at.map(DateTime)
    }

    /// The customers concerned: always two.
    async fn parties(&self) -> Vec<DataIssueParty<'_>> {
        self.tree.parties.iter().map(DataIssueParty).collect()
    }

    /// The customer that was merged on account of it, `cus_…`, which goes back to
    /// `customerUnmerge`; null where none is.
    async fn merged_id(&self) -> Option<ID> {
        let is_merged = self.tree.row.state == State::Merged;
        self.tree.row.merged_id.filter(|_| is_merged).map(|id| id.to_string().into())
    }

    /// What the viewer may do to it now; at most one of each.
    async fn allowed_actions(&self) -> Vec<DataIssueAction> {
        let actions: &[(Right, DataIssueAction)] = match self.tree.row.state {
            State::Open => &[
                (Right::DataIssueConfirm, DataIssueAction::Confirm),
                (Right::DataIssueReject, DataIssueAction::Reject),
            ],
            State::Confirmed => &[
                (Right::DataIssueReject, DataIssueAction::Reject),
                (Right::CustomerMerge, DataIssueAction::Merge),
            ],
            State::Merged => &[(Right::CustomerMerge, DataIssueAction::Unmerge)],
            State::Rejected => &[],
        };
        let allowed = actions.iter().filter(|(right, _)| self.op.may(*right));
        allowed.map(|(_, action)| *action).collect()
    }
}

impl Placed for DataIssue<'_> {
    fn place(&self) -> String {
        self.tree.row.id.to_string()
    }
}

/// See the description of the type.
#[derive(Clone, Copy, Debug)]
pub struct DataIssueParty<'row>(&'row Party);

/// A customer concerned by an issue.
#[Object]
impl DataIssueParty<'_> {
    /// The customer under whom it is shown, `cus_…`; null where the viewer may not see it.
    async fn customer_id(&self) -> Option<ID> {
        self.0.shown.map(|id| id.to_string().into())
    }

    /// Its name; where the viewer may not see it only the beginning.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn label(&self) -> &str {
        &self.0.label
    }
}
