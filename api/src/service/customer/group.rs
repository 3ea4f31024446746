//! The groups that customers belong to: everybody below the one at the top, each counted once
//! however many ways lead there. Sums are over those whom the viewer may see.

use crate::service::{
    error::ServiceError,
    op::Op,
    page::in_list,
    relation::{edge::EDGES, label::labels},
};
use entity::{customer, customer_standing, id::CustomerId};
use sea_orm::{ColumnTrait, ConnectionTrait, FromQueryResult, QueryFilter, Statement};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// Members that one statement asks for.
const ASKED: usize = 4_096;

/// A group as one viewer sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The customer at the top; of several the one with the least id.
    pub root: CustomerId,
    /// Its name, or what may be shown of it.
    pub root_label: String,
    /// All members, whoever may see them.
    pub members: usize,
    /// Of them, those whom the viewer may not see, and who are in no sum.
    pub hidden: usize,
    /// Assets of the visible members, in minor units of the base currency.
    pub aum_minor: i64,
    /// Deposits of the visible members.
    pub deposits_minor: i64,
    /// What the visible members owe on loans.
    pub loans_minor: i64,
}

#[derive(Debug, FromQueryResult)]
struct Reached {
    start: CustomerId,
    id: CustomerId,
    /// 1 where somebody stands above it, otherwise 0.
    is_below: i32,
}

/// The group of each of these customers; none for one that stands in no group.
pub(super) async fn of_customers(
    op: &Op,
    ids: &[CustomerId],
) -> Result<HashMap<CustomerId, Arc<Group>>, ServiceError> {
    let tops = tops(op, ids).await?;
    let roots: Vec<_> = tops.values().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let mut members: HashMap<CustomerId, BTreeSet<CustomerId>> = HashMap::new();
    for reached in walk(op, &roots, DOWN).await? {
        members.entry(reached.start).or_default().insert(reached.id);
    }
    members.retain(|_, members| members.len() > 1);
    let seen = seen(op, &members).await?;
    let roots: Vec<_> = members.keys().copied().collect();
    let labels = labels(op, &roots).await?;
    let group = |(root, members): (CustomerId, BTreeSet<CustomerId>)| {
        let visible: Vec<_> = members.iter().filter_map(|id| seen.get(id)).collect();
        let sum = |of: fn(&customer_standing::Model) -> i64| {
            visible.iter().fold(0_i64, |sum, (_, row)| sum.saturating_add(of(row)))
        };
        let name = seen.get(&root).map(|(row, _)| row.name.clone());
        let masked = || labels.get(&root).map(|label| label.masked.clone());
        let group = Group {
            root,
            root_label: name.or_else(masked).unwrap_or_default(),
            members: members.len(),
            hidden: members.len() - visible.len(),
            aum_minor: sum(|row| row.aum_minor),
            deposits_minor: sum(|row| row.deposits_minor),
            loans_minor: sum(|row| row.loans_minor),
        };
        (root, Arc::new(group))
    };
    let groups: HashMap<_, _> = members.into_iter().map(group).collect();
    let of_top = |(id, top): (CustomerId, CustomerId)| Some((id, groups.get(&top)?.clone()));
    Ok(tops.into_iter().filter_map(of_top).collect())
}

const UP: &str = "SELECT walk.start, edge.parent_id FROM edge JOIN walk ON walk.id = edge.child_id";
const DOWN: &str =
    "SELECT walk.start, edge.child_id FROM edge JOIN walk ON walk.id = edge.parent_id";

/// Who stands above each of these customers with nobody above: the least of them. In a circle, which
/// two who write at once may close, everybody has somebody above, and it is the least of all.
async fn tops(
    op: &Op,
    ids: &[CustomerId],
) -> Result<HashMap<CustomerId, CustomerId>, ServiceError> {
    let mut tops: HashMap<CustomerId, (i32, CustomerId)> = HashMap::new();
    for reached in walk(op, ids, UP).await? {
        let place = (reached.is_below, reached.id);
        let top = tops.entry(reached.start).or_insert(place);
        *top = place.min(*top);
    }
    Ok(tops.into_iter().map(|(start, (_, top))| (start, top)).collect())
}

/// Whom one comes to from each of these customers, each once: a circle ends where it began.
async fn walk(op: &Op, from: &[CustomerId], step: &str) -> Result<Vec<Reached>, ServiceError> {
    let from = in_list(from);
    if from.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<_> = (1..=from.len()).map(|place| format!("${place}")).collect();
    let text = format!(
        "WITH RECURSIVE edge AS NOT MATERIALIZED ({EDGES}), walk(start, id) AS \
         (SELECT id, id FROM customer WHERE id IN ({}) UNION {step}) \
         SELECT start, id, CASE WHEN EXISTS \
         (SELECT 1 FROM edge WHERE edge.child_id = walk.id) THEN 1 ELSE 0 END AS is_below \
         FROM walk",
        places.join(", ")
    );
    let reader = op.reader().await?;
    let values = from.iter().map(|id| id.0.into());
    let statement = Statement::from_sql_and_values(reader.get_database_backend(), text, values);
    Ok(Reached::find_by_statement(statement).all(reader).await?)
}

type Seen = HashMap<CustomerId, (customer::Model, customer_standing::Model)>;

/// Those of all members whom the viewer may see.
async fn seen(
    op: &Op,
    members: &HashMap<CustomerId, BTreeSet<CustomerId>>,
) -> Result<Seen, ServiceError> {
    let all: Vec<_> =
        members.values().flatten().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let mut seen = Seen::new();
    for some in all.chunks(ASKED) {
        let rows = customer::Entity::visible(op.actor()?, op.now())
            .find_both_related(customer_standing::Entity)
            .filter(customer::Column::Id.is_in(in_list(some)));
        let rows = rows.all(op.reader().await?).await?;
        seen.extend(rows.into_iter().map(|(row, standing)| (row.id, (row, standing))));
    }
    Ok(seen)
}
