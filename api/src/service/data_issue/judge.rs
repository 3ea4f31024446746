//! Saying whether what was found is so: `OPEN` becomes `CONFIRMED` or `REJECTED`, `CONFIRMED` may
//! still be `REJECTED`. The merge, and its end, go on from there.

use super::tree::{DataIssueTree, by_ids};
use crate::{
    auth::policy::Right,
    service::{
        audit::Deed,
        below::{self, Row},
        error::ServiceError,
        locale::Text,
        op::Op,
        refusal::{Code, Refusal, Stop, Written, answered},
        write::{Begun, Intent, Key, Write},
    },
};
use entity::{
    customer,
    data_issue::{Column, DataIssueState, Entity, Model},
    id::DataIssueId,
    outbox::{Noun, Operation},
};
use sea_orm::{
    ActiveEnum, ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect, QueryTrait,
    sea_query::{SelectStatement, UnionType},
};
use serde_json::json;
use std::sync::Arc;

/// What somebody says of an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is so.
    Confirm,
    /// It is not so.
    Reject,
}

/// Who says what of which issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Of which.
    pub id: DataIssueId,
    /// The state that the actor has seen.
    pub expected: DataIssueState,
    /// What they say.
    pub verdict: Verdict,
}

impl Verdict {
    fn right(self) -> Right {
        match self {
            Self::Confirm => Right::DataIssueConfirm,
            Self::Reject => Right::DataIssueReject,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Confirm => "CONFIRM",
            Self::Reject => "REJECT",
        }
    }

    /// Where it leads from a state, if anywhere.
    fn from(self, state: DataIssueState) -> Option<DataIssueState> {
        match (self, state) {
            (Self::Confirm, DataIssueState::Open) => Some(DataIssueState::Confirmed),
            (Self::Reject, DataIssueState::Open | DataIssueState::Confirmed) => {
                Some(DataIssueState::Rejected)
            }
            _ => None,
        }
    }
}

/// Judges an issue of which the actor sees one of the customers.
///
/// # Errors
/// The actor may say this of no issue at all, or the database does not answer.
pub async fn judge(
    op: &Op,
    key: Key,
    judgement: Judgement,
) -> Result<Written<Arc<DataIssueTree>>, ServiceError> {
    op.allowed(judgement.verdict.right())?;
    let changed = change(op, key, judgement).await;
    let (op, id) = (op.renewed(), judgement.id);
    answered(changed, async { Ok(by_ids(&op, &[id]).await?.remove(&id)) }).await
}

async fn change(op: &Op, key: Key, judgement: Judgement) -> Result<(), Stop> {
    let Judgement { id, expected, verdict } = judgement;
    let input = json!({ "id": id.to_string(), "expectedState": expected.to_value(),
        "verdict": verdict.name() });
    let intent = Intent { mutation: "dataIssueJudge", key, input, outcome: id.0 };
    let mut write = match Write::begin(op, intent).await? {
        Begun::First(write) => write,
        Begun::Repeat(_) => return Ok(()),
    };
    below::locked(op, &write, parties(id), Refusal::NOT_FOUND).await?;
    let row = Entity::find_by_id(id).lock_exclusive().one(write.connection()).await?;
    let row = row.ok_or(Refusal::NOT_FOUND)?;
    if row.state != expected {
        return Err(OTHER_STATE.into());
    }
    let state = verdict.from(row.state).ok_or(NO_WAY)?;
    let row = decide(op, &write, row, state).await?;
    let shown = customer::Entity::find()
        .filter(customer::Column::Id.in_subquery(customer::Entity::shown_for(parties(id))));
    for customer in shown.all(write.connection()).await? {
        write.tell(told(&customer, &row));
    }
    let deed = Deed {
        action: "dataIssueJudge",
        subject_noun: "data_issue",
        subject_id: Some(id.0),
        customer_id: Some(row.customer_id),
        fields: vec!["state"],
        purpose: Some(verdict.name().to_owned()),
    };
    write.audit(op, &deed);
    write.commit().await
}

/// The customers concerned, as a subquery.
fn parties(id: DataIssueId) -> SelectStatement {
    let party = |column: Column| Entity::find_by_id(id).select_only().column(column).into_query();
    let mut both = party(Column::CustomerId);
    both.union(UnionType::All, party(Column::OtherId));
    both
}

/// Puts an issue, which is locked, into another state.
pub(in crate::service) async fn decide(
    op: &Op,
    write: &Write,
    mut row: Model,
    state: DataIssueState,
) -> Result<Model, Stop> {
    row.state = state;
    row.decided_by_id = Some(op.actor()?.staff);
    row.decided_at = Some(op.now());
    row.revision += 1;
    Entity::update(row.clone().into_active_model().reset_all()).exec(write.connection()).await?;
    Ok(row)
}

/// Tells one of the customers of it.
pub(in crate::service) fn told(
    customer: &customer::Model,
    row: &Model,
) -> crate::service::change::Change {
    let changed = Row { noun: Noun::DataIssue, id: row.id.0, version: 0, revision: row.revision };
    below::told(customer, &changed, Operation::Update, &["state"])
}

const OTHER_STATE: Refusal = Refusal::new(
    Code::StaleState,
    &["input", "expectedState"],
    Text { zh: "状态已变化。", en: "The state has changed in the meantime." },
);

const NO_WAY: Refusal = Refusal::new(
    Code::RuleViolated,
    &["input", "verdict"],
    Text {
        zh: "当前状态不允许此操作。", en: "This cannot be said in this state any more."
    },
);
