//! What a write to an interaction answers.

use super::tree::{InteractionTree, InteractionWant, by_ids};
use crate::service::{
    error::ServiceError,
    locale::Text,
    op::Op,
    refusal::{Code, Refusal, Stop, Written, answered},
};
use entity::id::InteractionId;
use std::sync::Arc;

/// The interaction as it is afterwards, or why the write was refused.
pub(super) async fn answer(
    op: &Op,
    id: InteractionId,
    done: Result<(), Stop>,
    want: &InteractionWant,
) -> Result<Written<Arc<InteractionTree>>, ServiceError> {
    // A snapshot that was taken before would not hold what has been written.
    let op = op.renewed();
    answered(done, async { Ok(by_ids(&op, &[id], want).await?.remove(&id)) }).await
}

/// For somebody who sees an interaction of another's.
pub(super) const NOT_YOURS: Refusal = Refusal::new(
    Code::Forbidden,
    &["input", "id"],
    Text { zh: "只有记录人可以修改。", en: "Only its author may change it." },
);
