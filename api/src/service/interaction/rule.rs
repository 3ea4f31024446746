//! What may be done to an interaction that one sees.

use super::tree::InteractionTree;
use crate::{auth::policy::Right, service::op::Op};
use entity::{actor::Actor, id::StaffId, interaction::Model};

/// What can be done to an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InteractionAction {
    /// Amend it.
    Amend,
    /// Take it back: a plan only.
    Cancel,
    /// Write its memo.
    WriteMemo,
}

/// What the actor may do to an interaction that they see.
#[must_use]
pub fn allowed(op: &Op, tree: &InteractionTree) -> Vec<InteractionAction> {
    let Ok(actor) = op.allowed(Right::InteractionWrite) else { return Vec::new() };
    let row = &tree.interaction;
    let may_amend = may_amend(actor, row, tree.lead);
    let actions = [
        (may_amend, InteractionAction::Amend),
        (may_amend && row.outcome.is_none(), InteractionAction::Cancel),
        (row.author_id == actor.staff, InteractionAction::WriteMemo),
    ];
    actions.into_iter().filter(|(is_allowed, _)| *is_allowed).map(|(_, action)| action).collect()
}

/// Whether somebody who sees an interaction may amend it: its author, and while it is a plan also
/// the LEAD in force, who may have taken the customer over.
pub(super) fn may_amend(actor: &Actor, row: &Model, lead: Option<StaffId>) -> bool {
    row.author_id == actor.staff || (row.outcome.is_none() && lead == Some(actor.staff))
}
