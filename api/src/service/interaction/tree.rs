//! The interactions that the actor may see, and what is wanted below them.

use crate::service::{
    customer::{
        shape::{CustomerTree, CustomerWant},
        tree as customer,
    },
    error::ServiceError,
    list::{Asked, Listed},
    op::Op,
    page::in_list,
    rank::{self, After},
    staff::{self, StaffTree, StaffWant},
};
use chrono::{DateTime, Utc};
use entity::{
    customer as customer_row,
    id::{CustomerId, InteractionId, StaffId},
    interaction::{self, Channel, Column, Entity, InteractionOutcome},
    interaction_memo, interaction_participant,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait, Select};
use std::{collections::HashMap, sync::Arc};

/// Which interactions are asked for: all of these hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InteractionFilter {
    /// By one of these ways; empty for all.
    pub channel: Vec<Channel>,
    /// With one of these outcomes; empty for all.
    pub outcome: Vec<InteractionOutcome>,
    /// Only planned ones, or only those that are not.
    pub is_planned: Option<bool>,
    /// At this instant or later.
    pub since: Option<DateTime<Utc>>,
    /// Before this instant.
    pub until: Option<DateTime<Utc>>,
    /// Planned or recorded by this member of staff.
    pub author: Option<StaffId>,
}

/// A way of asking for interactions: the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InteractionAsk {
    /// Which ones.
    pub filter: InteractionFilter,
    /// The interaction after which the page begins.
    pub after: Option<(DateTime<Utc>, InteractionId)>,
}

/// How deep an interaction is wanted.
#[derive(Clone, Debug, Default)]
pub struct InteractionWant {
    /// Who planned or recorded it, if they are.
    pub author: Option<StaffWant>,
    /// Who of the bank took part, if they are.
    pub participants: Option<StaffWant>,
    /// Whether its memo is.
    pub memo: bool,
    /// Its customer, if it is.
    pub customer: Option<Box<CustomerWant>>,
}

/// An interaction and what was wanted below it.
#[derive(Clone, Debug)]
pub struct InteractionTree {
    /// The row.
    pub interaction: interaction::Model,
    /// The LEAD of its customer in force; they go on with what others have planned.
    pub lead: Option<StaffId>,
    /// Who planned or recorded it; `None` where they were not wanted.
    pub author: Option<Arc<StaffTree>>,
    /// Who took part; `None` where they were not wanted.
    pub participants: Option<Vec<Arc<StaffTree>>>,
    /// Its memo; `None` where it was not wanted, there is none, or the actor may not read it.
    pub memo: Option<interaction_memo::Model>,
    /// Its customer; `None` where it was not wanted.
    pub customer: Option<Arc<CustomerTree>>,
}

/// A row with that of its customer.
pub(in crate::service) type Found = (interaction::Model, customer_row::Model);

/// Those of these interactions that the actor may see.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn by_ids(
    op: &Op,
    ids: &[InteractionId],
    want: &InteractionWant,
) -> Result<HashMap<InteractionId, Arc<InteractionTree>>, ServiceError> {
    let rows = Entity::visible(op.actor()?, op.now()).filter(Column::Id.is_in(in_list(ids)));
    let trees = grow(op, fetch(op, rows).await?, want).await?;
    Ok(trees.into_iter().map(|tree| (tree.interaction.id, tree)).collect())
}

/// The interactions with each of `customers`, whose scope was checked.
pub(in crate::service) async fn of_customers(
    op: &Op,
    customers: &[CustomerId],
    asked: &Asked<InteractionAsk, InteractionWant>,
) -> Result<HashMap<CustomerId, Listed<Arc<InteractionTree>>>, ServiceError> {
    let base = Entity::find().filter(Column::CustomerId.is_in(in_list(customers)));
    let base = filtered(base, &asked.ask.filter);
    let totals = rank::totals(op, asked.total, &base, Column::CustomerId, Column::Id).await?;
    let after = asked.ask.after.map(|(instant, id)| After::Row(instant.into(), id.0));
    let keys = rank::Keys { sort: Column::HappensAt, id: Column::Id, is_descending: true };
    let parent = (Column::CustomerId, customers.len());
    let rows = rank::page_of_each(base, parent, keys, after, asked.first);
    let trees = grow(op, fetch(op, rows).await?, &asked.want).await?;
    let of = |tree: &Arc<InteractionTree>| Some(tree.interaction.customer_id);
    Ok(rank::grouped(trees, totals, of))
}

/// Ids of the customers with whom there is an interaction that a filter lets through.
pub(in crate::service) fn customers_with(
    filter: &InteractionFilter,
) -> sea_orm::sea_query::SelectStatement {
    use sea_orm::QuerySelect;
    let rows = filtered(Entity::find(), filter);
    rows.select_only().column(Column::CustomerId).into_query()
}

fn filtered(rows: Select<Entity>, filter: &InteractionFilter) -> Select<Entity> {
    let channel = (!filter.channel.is_empty()).then_some(&filter.channel);
    let outcome = (!filter.outcome.is_empty()).then_some(&filter.outcome);
    rows.apply_if(channel, |rows, any| rows.filter(Column::Channel.is_in(any.iter().copied())))
        .apply_if(outcome, |rows, any| rows.filter(Column::Outcome.is_in(any.iter().copied())))
        .apply_if(filter.is_planned, |rows, is_planned| {
            rows.filter(if is_planned {
                Column::Outcome.is_null()
            } else {
                Column::Outcome.is_not_null()
            })
        })
        .apply_if(filter.since, |rows, since| rows.filter(Column::HappensAt.gte(since)))
        .apply_if(filter.until, |rows, until| rows.filter(Column::HappensAt.lt(until)))
        .apply_if(filter.author, |rows, author| rows.filter(Column::AuthorId.eq(author)))
}

/// Each with the customer under whom it is shown: where its own was merged into another, that one,
/// for a statement more.
pub(in crate::service) async fn fetch(
    op: &Op,
    rows: Select<Entity>,
) -> Result<Vec<Found>, ServiceError> {
    let rows = rows.find_both_related(customer_row::Entity);
    let mut found: Vec<Found> = rows.all(op.reader().await?).await?;
    let merged: Vec<_> = found.iter().filter_map(|(_, own)| own.merged_into_id).collect();
    if !merged.is_empty() {
        let shown = customer_row::Entity::find()
            .filter(customer_row::Column::Id.is_in(in_list(&merged)))
            .all(op.reader().await?)
            .await?;
        for (_, own) in &mut found {
            if let Some(shown) = shown.iter().find(|row| own.merged_into_id == Some(row.id)) {
                *own = shown.clone();
            }
        }
    }
    Ok(found)
}

/// Fetches what is wanted below interactions, each noun once for all of them.
pub(in crate::service) async fn grow(
    op: &Op,
    found: Vec<Found>,
    want: &InteractionWant,
) -> Result<Vec<Arc<InteractionTree>>, ServiceError> {
    let customers = customers(op, &found, want.customer.as_deref()).await?;
    grow_among(op, found, want, &customers).await
}

/// The same where the customers, by the ids of those that rows are of, have been fetched already,
/// together with those of other nouns.
pub(in crate::service) async fn grow_among(
    op: &Op,
    found: Vec<Found>,
    want: &InteractionWant,
    customers: &HashMap<CustomerId, Arc<CustomerTree>>,
) -> Result<Vec<Arc<InteractionTree>>, ServiceError> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = found.iter().map(|(row, _)| row.id).collect();
    let authors = match &want.author {
        Some(want) => {
            let authors: Vec<_> = found.iter().map(|(row, _)| row.author_id).collect();
            staff::by_ids(op, &authors, want).await?
        }
        None => HashMap::new(),
    };
    let mut participants = match &want.participants {
        Some(want) => Some(participants(op, &ids, want).await?),
        None => None,
    };
    let mut memos = if want.memo { memos(op, &ids).await? } else { HashMap::new() };
    let tree = |(interaction, customer): Found| {
        let id = interaction.id;
        Arc::new(InteractionTree {
            lead: customer.lead_staff_id,
            author: authors.get(&interaction.author_id).cloned(),
            participants: participants.as_mut().map(|all| all.remove(&id).unwrap_or_default()),
            memo: memos.remove(&id),
            customer: customers.get(&customer.id).cloned(),
            interaction,
        })
    };
    Ok(found.into_iter().map(tree).collect())
}

async fn customers(
    op: &Op,
    found: &[Found],
    want: Option<&CustomerWant>,
) -> Result<HashMap<CustomerId, Arc<CustomerTree>>, ServiceError> {
    let Some(want) = want.filter(|_| !found.is_empty()) else { return Ok(HashMap::new()) };
    let ids: Vec<_> = found.iter().map(|(_, customer)| customer.id).collect();
    // Customers list interactions with customers, as deep as the guard lets a document go.
    let trees = Box::pin(customer::by_ids(op, &ids, want)).await?;
    Ok(trees.into_iter().map(|tree| (tree.customer.id, Arc::new(tree))).collect())
}

/// Who took part in each, in the order of their ids.
async fn participants(
    op: &Op,
    ids: &[InteractionId],
    want: &StaffWant,
) -> Result<HashMap<InteractionId, Vec<Arc<StaffTree>>>, ServiceError> {
    use interaction_participant::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::InteractionId.is_in(in_list(ids)))
        .order_by_asc(Column::InteractionId)
        .order_by_asc(Column::StaffId);
    let rows = rows.all(op.reader().await?).await?;
    let staff: Vec<_> = rows.iter().map(|row| row.staff_id).collect();
    let people = staff::by_ids(op, &staff, want).await?;
    let mut of_each = HashMap::<_, Vec<_>>::new();
    for row in rows {
        of_each.entry(row.interaction_id).or_default().extend(people.get(&row.staff_id).cloned());
    }
    Ok(of_each)
}

/// The memos of these interactions that the actor may read.
async fn memos(
    op: &Op,
    ids: &[InteractionId],
) -> Result<HashMap<InteractionId, interaction_memo::Model>, ServiceError> {
    use interaction_memo::{Column, Entity};
    let rows = Entity::readable(op.actor()?, op.now());
    let rows = rows.filter(Column::InteractionId.is_in(in_list(ids)));
    let rows = rows.all(op.reader().await?).await?;
    Ok(rows.into_iter().map(|row| (row.interaction_id, row)).collect())
}
