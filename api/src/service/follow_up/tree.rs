//! The follow-ups that the actor may see, and what is wanted below them.

use crate::service::{
    customer::{
        family::shown_for,
        shape::{CustomerTree, CustomerWant},
    },
    error::ServiceError,
    holding::{self, HoldingTree, HoldingWant},
    list::{Asked, Listed},
    op::Op,
    page::{Page, in_list},
    rank::{self, After},
    staff::{self, StaffTree, StaffWant},
};
use chrono::{DateTime, Utc};
use entity::{
    follow_up::{Column, Entity, FollowUpKind, FollowUpState, Model},
    id::{CustomerId, FollowUpId, HoldingId, InteractionId, StaffId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, Select};
use std::{collections::HashMap, sync::Arc};

/// Which follow-ups are asked for: all of these hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FollowUpFilter {
    /// In one of these states; empty for all.
    pub state: Vec<FollowUpState>,
    /// Of one of these kinds; empty for all.
    pub kind: Vec<FollowUpKind>,
    /// Due before this instant.
    pub due_before: Option<DateTime<Utc>>,
    /// For this member of staff to do.
    pub assignee: Option<StaffId>,
}

/// A way of asking for follow-ups: what is due first comes first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FollowUpAsk {
    /// Which ones.
    pub filter: FollowUpFilter,
    /// The follow-up after which the page begins.
    pub after: Option<(DateTime<Utc>, FollowUpId)>,
}

/// How deep a follow-up is wanted.
#[derive(Clone, Debug, Default)]
pub struct FollowUpWant {
    /// Who is to do it, if they are.
    pub assignee: Option<StaffWant>,
    /// Who made it, if they are.
    pub author: Option<StaffWant>,
    /// The customer that it is for, if it is.
    pub customer: Option<Box<CustomerWant>>,
    /// The holding that it is about, if it is.
    pub holding: Option<HoldingWant>,
}

/// A follow-up and what was wanted below it; `None` where it was not wanted or there is none.
#[derive(Clone, Debug)]
pub struct FollowUpTree {
    /// The row.
    pub follow_up: Model,
    /// Who is to do it.
    pub assignee: Option<Arc<StaffTree>>,
    /// Who made it.
    pub author: Option<Arc<StaffTree>>,
    /// The customer that it is for.
    pub customer: Option<Arc<CustomerTree>>,
    /// The holding that it is about.
    pub holding: Option<Arc<HoldingTree>>,
}

/// Those of these follow-ups that the actor may see.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn by_ids(
    op: &Op,
    ids: &[FollowUpId],
    want: &FollowUpWant,
) -> Result<HashMap<FollowUpId, Arc<FollowUpTree>>, ServiceError> {
    let rows = Entity::visible(op.actor()?, op.now()).filter(Column::Id.is_in(in_list(ids)));
    let trees = grow(op, rows.all(op.reader().await?).await?, want).await?;
    Ok(trees.into_iter().map(|tree| (tree.follow_up.id, tree)).collect())
}

/// The follow-up that is the next step of an interaction, if the actor sees it.
pub(in crate::service) async fn of_interaction(
    op: &Op,
    interaction: InteractionId,
    want: &FollowUpWant,
) -> Result<Option<Arc<FollowUpTree>>, ServiceError> {
    let rows = Entity::visible(op.actor()?, op.now());
    let rows = rows.filter(Column::OriginId.eq(interaction.0));
    Ok(grow(op, rows.all(op.reader().await?).await?, want).await?.pop())
}

/// What the actor is to do themselves.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn own(
    op: &Op,
    asked: &Asked<FollowUpAsk, FollowUpWant>,
) -> Result<Page<Arc<FollowUpTree>>, ServiceError> {
    let actor = op.actor()?;
    let base = Entity::visible(actor, op.now()).filter(Column::AssigneeId.eq(actor.staff));
    let base = filtered(base, &asked.ask.filter);
    let rows = paged(base.clone(), (Column::AssigneeId, 1), asked);
    let rows = grow(op, rows.all(op.reader().await?).await?, &asked.want).await?;
    let mut page = Page::cut(rows, asked.first);
    page.has_previous = asked.ask.after.is_some();
    if asked.total {
        page.total = Some(rank::total(op, base.into_query()).await?);
    }
    Ok(page)
}

/// The follow-ups for each of `customers`, whose scope was checked.
pub(in crate::service) async fn of_customers(
    op: &Op,
    customers: &[CustomerId],
    asked: &Asked<FollowUpAsk, FollowUpWant>,
) -> Result<HashMap<CustomerId, Listed<Arc<FollowUpTree>>>, ServiceError> {
    let base = Entity::find().filter(Column::CustomerId.is_in(in_list(customers)));
    let base = filtered(base, &asked.ask.filter);
    let totals = rank::totals(op, asked.total, &base, Column::CustomerId, Column::Id).await?;
    let rows = paged(base, (Column::CustomerId, customers.len()), asked);
    let trees = grow(op, rows.all(op.reader().await?).await?, &asked.want).await?;
    Ok(rank::grouped(trees, totals, |tree: &Arc<FollowUpTree>| tree.follow_up.customer_id))
}

fn paged(
    base: Select<Entity>,
    parent: (Column, usize),
    asked: &Asked<FollowUpAsk, FollowUpWant>,
) -> Select<Entity> {
    let after = asked.ask.after.map(|(instant, id)| After::Row(instant.into(), id.0));
    let keys = rank::Keys { sort: Column::DueAt, id: Column::Id, is_descending: false };
    rank::page_of_each(base, parent, keys, after, asked.first)
}

fn filtered(rows: Select<Entity>, filter: &FollowUpFilter) -> Select<Entity> {
    let state = (!filter.state.is_empty()).then_some(&filter.state);
    let kind = (!filter.kind.is_empty()).then_some(&filter.kind);
    rows.apply_if(state, |rows, any| rows.filter(Column::State.is_in(any.iter().copied())))
        .apply_if(kind, |rows, any| rows.filter(Column::Kind.is_in(any.iter().copied())))
        .apply_if(filter.due_before, |rows, before| rows.filter(Column::DueAt.lt(before)))
        .apply_if(filter.assignee, |rows, staff| rows.filter(Column::AssigneeId.eq(staff)))
}

/// Fetches what is wanted below follow-ups, each noun once for all of them.
pub(in crate::service) async fn grow(
    op: &Op,
    rows: Vec<Model>,
    want: &FollowUpWant,
) -> Result<Vec<Arc<FollowUpTree>>, ServiceError> {
    let customers: Vec<_> = rows.iter().filter_map(|row| row.customer_id).collect();
    let customers = match want.customer.as_deref() {
        Some(want) => shown_for(op, &customers, want).await?,
        None => HashMap::new(),
    };
    let holdings: Vec<_> = rows.iter().filter_map(|row| row.holding_id).collect();
    let holdings = match want.holding.as_ref().filter(|_| !holdings.is_empty()) {
        Some(want) => holding::by_ids(op, &holdings, want).await?,
        None => HashMap::new(),
    };
    grow_among(op, rows, want, &customers, &holdings).await
}

/// The same where customers, by the ids of those that rows are of, and holdings have been fetched
/// already, together with those of other nouns.
pub(in crate::service) async fn grow_among(
    op: &Op,
    rows: Vec<Model>,
    want: &FollowUpWant,
    customers: &HashMap<CustomerId, Arc<CustomerTree>>,
    holdings: &HashMap<HoldingId, Arc<HoldingTree>>,
) -> Result<Vec<Arc<FollowUpTree>>, ServiceError> {
    let assignees = people(op, &rows, |row| row.assignee_id, want.assignee.as_ref()).await?;
    let authors = people(op, &rows, |row| row.author_id, want.author.as_ref()).await?;
    let tree = |follow_up: Model| {
        Arc::new(FollowUpTree {
            assignee: assignees.get(&follow_up.assignee_id).cloned(),
            author: authors.get(&follow_up.author_id).cloned(),
            customer: follow_up.customer_id.and_then(|id| customers.get(&id).cloned()),
            holding: follow_up.holding_id.and_then(|id| holdings.get(&id).cloned()),
            follow_up,
        })
    };
    Ok(rows.into_iter().map(tree).collect())
}

async fn people(
    op: &Op,
    rows: &[Model],
    of: impl Fn(&Model) -> StaffId,
    want: Option<&StaffWant>,
) -> Result<HashMap<StaffId, Arc<StaffTree>>, ServiceError> {
    let Some(want) = want else { return Ok(HashMap::new()) };
    let ids: Vec<_> = rows.iter().map(of).collect();
    staff::by_ids(op, &ids, want).await
}
