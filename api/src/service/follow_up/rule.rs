//! What may be done to a follow-up that one sees.

use super::tree::FollowUpTree;
use crate::{auth::policy::Right, service::op::Op};
use entity::{actor::Actor, follow_up::Model};

/// What can be done to a follow-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FollowUpAction {
    /// Change it, complete it, cancel it.
    Update,
}

/// What the actor may do to a follow-up that they see.
#[must_use]
pub fn allowed(op: &Op, tree: &FollowUpTree) -> Vec<FollowUpAction> {
    let row = &tree.follow_up;
    let may = |actor| row.state.is_open() && may_update(actor, row);
    match op.allowed(Right::FollowUpWrite) {
        Ok(actor) if may(actor) => vec![FollowUpAction::Update],
        _ => Vec::new(),
    }
}

/// Whether somebody who sees a follow-up may change it: whoever is to do it or made it, and leads
/// and managers.
pub(super) fn may_update(actor: &Actor, row: &Model) -> bool {
    row.assignee_id == actor.staff || row.author_id == actor.staff || actor.led_unit().is_some()
}
