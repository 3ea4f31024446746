//! Reading relations by their ids, with the customers to whom they lead.

use super::{
    shape::{RelationTree, RelationWant},
    tree::lead_on,
};
use crate::service::{error::ServiceError, op::Op, relation::tree as relation};
use entity::id::RelationId;
use std::sync::Arc;

/// Those of these relations of which the actor may see one end.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn relations_by_ids(
    op: &Op,
    ids: &[RelationId],
    want: &RelationWant,
) -> Result<Vec<Arc<RelationTree>>, ServiceError> {
    let sides = relation::by_ids(op, ids).await?;
    Ok(lead_on(op, sides, want).await?.into_values().collect())
}

/// A relation that has just been written; `None` where the actor sees it no more.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn relation_after(
    op: &Op,
    id: RelationId,
    want: &RelationWant,
) -> Result<Option<Arc<RelationTree>>, ServiceError> {
    // A snapshot that was taken before would not hold what has been written.
    Ok(relations_by_ids(&op.renewed(), &[id], want).await?.pop())
}
