//! The root by which a phone sends what it has written without a network.

use super::{
    object::{node, versioned, wants},
    operation::SyncOperationInput,
    value::SyncResultStatus,
};
use crate::{
    graphql::{context, node::Node, user_error::UserError, want::Selected},
    service::{
        error::ServiceError,
        locale::Text,
        op::Op,
        refusal::{Code, Refusal, Refused},
        sync::{self, Change, Effect, Outcome, SyncTree},
        write::Key,
    },
};
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};

/// Most writes of one envelope.
const MAX_OPERATIONS: usize = 250;

/// What a phone has written.
#[derive(Debug, InputObject)]
pub struct SyncPushInput {
    /// The writes, 1 to 250, in the order in which they were made.
    ops: Vec<SyncOperationInput>,
}

/// What became of what a phone has written.
#[derive(Debug, SimpleObject)]
pub struct SyncPushPayload<'op> {
    /// One for each write, in their order.
    results: Vec<SyncOperationResult<'op>>,
}

/// What became of one write.
#[derive(Debug, SimpleObject)]
pub struct SyncOperationResult<'op> {
    /// As it was sent.
    client_mutation_id: ID,
    /// What became of it.
    status: SyncResultStatus,
    /// The row as it is after all of the writes; null where the write was rejected and where the
    /// viewer does not see it any more.
    node: Option<Node<'op>>,
    /// Why it was rejected; empty where it was not.
    user_errors: Vec<UserError<'op>>,
}

/// The root that takes envelopes.
#[derive(Debug, Default)]
pub struct SyncMutation;

#[Object]
impl SyncMutation {
    /// Carries out what a phone has written without a network, one write after another, each a
    /// write of its own with its own key: one that is rejected never stops the rest, and an
    /// envelope whose answer was lost is sent again as it was.
    async fn sync_push<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "The writes.")] input: SyncPushInput,
    ) -> Result<SyncPushPayload<'op>, ServiceError> {
        let op = context::op(ctx)?;
        if input.ops.is_empty() || input.ops.len() > MAX_OPERATIONS {
            let message = format!("`ops` holds 1 to {MAX_OPERATIONS} writes");
            return Err(ServiceError::BadInput(message));
        }
        let mut done = Vec::with_capacity(input.ops.len());
        for operation in input.ops {
            let key = operation.key().clone();
            done.push((key, carried_out(op, operation).await?));
        }
        results(op, &Selected::root(ctx), done).await
    }
}

async fn carried_out(op: &Op, input: SyncOperationInput) -> Result<Outcome, ServiceError> {
    let read = Key::new(input.key().to_string()).and_then(|key| Ok((key, input.operation()?)));
    match read {
        Ok((key, operation)) => sync::push(op, key, &operation).await,
        Err(ServiceError::BadInput(_)) => Ok(Outcome::rejected(MALFORMED)),
        Err(error) => Err(error),
    }
}

/// The rows are read once, after all writes.
async fn results<'op>(
    op: &'op Op,
    selected: &Selected<'_>,
    done: Vec<(ID, Outcome)>,
) -> Result<SyncPushPayload<'op>, ServiceError> {
    let results = selected.under("results");
    let current = results.under("userErrors").under("current");
    let wants = wants(op, &results.under("node").and(current))?;
    let rows = done.iter().filter_map(|(_, outcome)| outcome.row);
    let kept = rows.map(|row| Change { row, effect: Effect::Upsert });
    let trees = sync::after(op, kept, &wants).await?;
    let result = |(client_mutation_id, outcome): (ID, Outcome)| {
        let tree = outcome.row.and_then(|row| trees.get(&row).cloned());
        let Outcome { status, refusal, .. } = outcome;
        let (node, user_errors) = match refusal {
            None => (tree.map(|tree| node(op, tree)), Vec::new()),
            Some(refusal) => (None, vec![told(op, refusal, tree)]),
        };
        let status = status.into();
        SyncOperationResult { client_mutation_id, status, node, user_errors }
    };
    Ok(SyncPushPayload { results: done.into_iter().map(result).collect() })
}

fn told(op: &Op, refusal: Refusal, tree: Option<SyncTree>) -> UserError<'_> {
    let current = tree.and_then(|tree| versioned(op, tree));
    UserError::new(op, Refused { refusal, current }, |current| current)
}

const MALFORMED: Refusal = Refusal::new(
    Code::Invalid,
    &["input", "ops"],
    Text {
        zh: "其中有无法识别的编号、幂等键或数值。",
        en: "It holds an id, a key or a number that cannot be read.",
    },
);
