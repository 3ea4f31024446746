//! Reading what is wrong with the data of customers. An issue is seen by whoever sees one of the
//! customers concerned; the other one is a label for whoever may not see it.

use crate::service::{
    error::ServiceError,
    op::Op,
    page::{First, Page, in_list},
    rank,
    relation::label::masked,
};
use entity::{
    customer,
    data_issue::{Column, DataIssueState, Entity, Model},
    id::{CustomerId, DataIssueId},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{SelectStatement, UnionType},
};
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

/// Most undecided issues of one customer that are shown, the latest first.
pub const MAX_OF_CUSTOMER: usize = 20;

/// An issue, and the customers concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataIssueTree {
    /// The row.
    pub row: Model,
    /// The customers, in the order of the row.
    pub parties: [Party; 2],
}

/// A customer concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The customer under whom it is shown now; `None` where the actor may not see it.
    pub shown: Option<CustomerId>,
    /// Its name, or what may be shown of it.
    pub label: String,
}

/// A page of the issues of customers whom the actor sees, the latest first.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn list(
    op: &Op,
    first: First,
    after: Option<DataIssueId>,
    states: &[DataIssueState],
    total: bool,
) -> Result<Page<Arc<DataIssueTree>>, ServiceError> {
    let states = (!states.is_empty()).then_some(states);
    let all = visible(op)?
        .apply_if(states, |rows, states| rows.filter(Column::State.is_in(states.iter().copied())));
    let rows = all
        .clone()
        .apply_if(after, |rows, after| rows.filter(Column::Id.lt(after)))
        .order_by_desc(Column::Id)
        .limit(first.rows_and_next());
    let rows = rows.all(op.reader().await?).await?;
    let mut page = Page::cut(grow(op, rows).await?, first);
    page.has_previous = after.is_some();
    if total {
        page.total = Some(rank::total(op, all.into_query()).await?);
    }
    Ok(page)
}

/// Those of these issues that the actor sees.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn by_ids(
    op: &Op,
    ids: &[DataIssueId],
) -> Result<HashMap<DataIssueId, Arc<DataIssueTree>>, ServiceError> {
    let rows = visible(op)?.filter(Column::Id.is_in(in_list(ids)));
    let trees = grow(op, rows.all(op.reader().await?).await?).await?;
    Ok(trees.into_iter().map(|tree| (tree.row.id, tree)).collect())
}

/// The undecided issues of each of `customers`, whose scope was checked.
pub(in crate::service) async fn of_customers(
    op: &Op,
    customers: &[CustomerId],
) -> Result<HashMap<CustomerId, Vec<Arc<DataIssueTree>>>, ServiceError> {
    let concerned = Condition::any()
        .add(Column::CustomerId.is_in(in_list(customers)))
        .add(Column::OtherId.is_in(in_list(customers)));
    let rows = Entity::find()
        .filter(Column::State.is_in([DataIssueState::Open, DataIssueState::Confirmed]))
        .filter(concerned)
        .order_by_desc(Column::Id);
    let mut found = HashMap::<_, Vec<_>>::new();
    for tree in grow(op, rows.all(op.reader().await?).await?).await? {
        for id in [tree.row.customer_id, tree.row.other_id] {
            found.entry(id).or_default().push(Arc::clone(&tree));
        }
    }
    Ok(found)
}

/// Two scopes united, since an OR of both reads every issue.
fn visible(op: &Op) -> Result<Select<Entity>, ServiceError> {
    let actor = op.actor()?;
    let with = |column: Column| -> SelectStatement {
        let seen = customer::Entity::visible_ids(actor, op.now());
        let rows = Entity::find().select_only().column(Column::Id);
        rows.filter(column.in_subquery(seen)).into_query()
    };
    let mut ids = with(Column::CustomerId);
    ids.union(UnionType::Distinct, with(Column::OtherId));
    Ok(Entity::find().filter(Column::Id.in_subquery(ids)))
}

async fn grow(op: &Op, rows: Vec<Model>) -> Result<Vec<Arc<DataIssueTree>>, ServiceError> {
    let ids: BTreeSet<_> = rows.iter().flat_map(|row| [row.customer_id, row.other_id]).collect();
    let ids: Vec<_> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let all = customer::Entity::find().filter(customer::Column::Id.is_in(in_list(&ids)));
    let seen = customer::Entity::visible_ids(op.actor()?, op.now());
    let seen = all.clone().filter(customer::Column::Id.in_subquery(seen));
    let seen = seen.all(op.reader().await?).await?;
    let seen: HashSet<_> = seen.into_iter().map(|row| row.id).collect();
    let rows_of: HashMap<_, _> =
        all.all(op.reader().await?).await?.into_iter().map(|row| (row.id, row)).collect();
    let party = |id: CustomerId| {
        let row = rows_of.get(&id)?;
        let is_seen = seen.contains(&id);
        let label = if is_seen { row.name.clone() } else { masked(row.kind, &row.name) };
        Some(Party { shown: is_seen.then_some(row.merged_into_id.unwrap_or(id)), label })
    };
    let tree = |row: Model| {
        let parties = [party(row.customer_id)?, party(row.other_id)?];
        Some(Arc::new(DataIssueTree { row, parties }))
    };
    Ok(rows.into_iter().filter_map(tree).collect())
}
