//! A customer and those merged into it. A merge moves no row, so a read of the survivor takes the
//! rows of all of them: each noun is asked for with all ids, and what comes back for one survivor
//! is put in one order here.

use super::{
    shape::{CustomerTree, CustomerWant},
    tree::by_ids,
};
use crate::service::{
    assignment::tree::AssignmentTree,
    error::ServiceError,
    list::{Asked, Listed},
    op::Op,
    page::in_list,
};
use chrono::{DateTime, Utc};
use entity::{customer, id::CustomerId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::{cmp::Ordering, collections::HashMap, sync::Arc};

/// The customers under whom the rows of `owners` are shown, by owner: itself, or the one that it was
/// merged into. One whom the actor may not see is missing.
pub(in crate::service) async fn shown_for(
    op: &Op,
    owners: &[CustomerId],
    want: &CustomerWant,
) -> Result<HashMap<CustomerId, Arc<CustomerTree>>, ServiceError> {
    if owners.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = customer::Entity::find().filter(customer::Column::Id.is_in(in_list(owners)));
    let rows = rows.all(op.reader().await?).await?;
    let shown = |row: &customer::Model| row.merged_into_id.unwrap_or(row.id);
    let ids: Vec<_> = rows.iter().map(shown).collect();
    // Customers list what customers are shown for, as deep as the guard lets a document go.
    let trees = Box::pin(by_ids(op, &ids, want)).await?;
    let trees: HashMap<_, _> =
        trees.into_iter().map(|tree| (tree.customer.id, Arc::new(tree))).collect();
    let found = |row: &customer::Model| Some((row.id, Arc::clone(trees.get(&shown(row))?)));
    Ok(rows.iter().filter_map(found).collect())
}

/// Whom the customers of a page stand for.
#[derive(Debug)]
pub(super) struct Family {
    /// All ids, those of the page first.
    pub(super) ids: Vec<CustomerId>,
    merged: HashMap<CustomerId, Vec<(CustomerId, DateTime<Utc>)>>,
}

impl Family {
    /// Costs a statement only where somebody was merged into one of the page.
    pub(super) async fn of(op: &Op, rows: &[&customer::Model]) -> Result<Self, ServiceError> {
        let mut ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        let survivors = rows.iter().filter(|row| row.merged_count > 0);
        let survivors: Vec<_> = survivors.map(|row| row.id).collect();
        let mut merged = HashMap::<_, Vec<_>>::new();
        if !survivors.is_empty() {
            let rows = customer::Entity::find()
                .filter(customer::Column::MergedIntoId.is_in(in_list(&survivors)));
            for row in rows.all(op.reader().await?).await? {
                if let (Some(survivor), Some(at)) = (row.merged_into_id, row.merged_at) {
                    merged.entry(survivor).or_default().push((row.id, at));
                    ids.push(row.id);
                }
            }
        }
        Ok(Self { ids, merged })
    }

    /// Takes what came back for one customer and for those merged into it, as one list.
    pub(super) fn taken<Ask, Want, Row>(
        &self,
        found: &mut HashMap<CustomerId, Listed<Row>>,
        id: CustomerId,
        asked: &Asked<Ask, Want>,
        order: impl Fn(&Row, &Row) -> Ordering,
    ) -> Listed<Row> {
        let mut listed = found.remove(&id).unwrap_or_else(|| Listed::empty(asked.total));
        let Some(merged) = self.merged.get(&id) else { return listed };
        for (id, _) in merged {
            let other = found.remove(id).unwrap_or_else(|| Listed::empty(asked.total));
            listed.rows.extend(other.rows);
            listed.total = listed.total.zip(other.total).map(|(one, other)| one + other);
        }
        listed.rows.sort_by(&order);
        // What two of them hold together is one holding.
        listed.rows.dedup_by(|one, other| order(one, other) == Ordering::Equal);
        let longest = usize::try_from(asked.first.rows_and_next()).unwrap_or(usize::MAX);
        listed.rows.truncate(longest);
        listed
    }

    /// The rows of those merged into a customer behind its own. A row may be of several.
    pub(super) fn shared<Row: Clone>(
        &self,
        found: &HashMap<CustomerId, Vec<Row>>,
        id: CustomerId,
    ) -> Vec<Row> {
        let merged = self.merged.get(&id).into_iter().flatten().map(|(id, _)| *id);
        let all = std::iter::once(id).chain(merged).filter_map(|id| found.get(&id));
        all.flatten().cloned().collect()
    }

    /// Coverage of those merged ends with the merge: who looks after the survivor is its own.
    pub(super) fn ended(
        &self,
        mut listed: Listed<Arc<AssignmentTree>>,
        at: Option<DateTime<Utc>>,
    ) -> Listed<Arc<AssignmentTree>> {
        if self.merged.is_empty() {
            return listed;
        }
        listed.rows.retain_mut(|tree| {
            let Some(merged_at) = self.merged_at(tree.assignment.customer_id) else { return true };
            if tree.assignment.valid_to.is_none_or(|end| end > merged_at) {
                Arc::make_mut(tree).assignment.valid_to = Some(merged_at);
            }
            at.is_none_or(|at| at < merged_at)
        });
        listed
    }

    /// Those who were merged into one of the page, and when.
    pub(super) fn merged(&self) -> HashMap<CustomerId, DateTime<Utc>> {
        self.merged.values().flatten().copied().collect()
    }

    /// When a customer was merged into another one of the page; none for one that was not.
    fn merged_at(&self, id: CustomerId) -> Option<DateTime<Utc>> {
        let all = self.merged.values().flatten();
        all.into_iter().find(|(merged, _)| *merged == id).map(|(_, at)| *at)
    }

    /// Whether a customer was merged into this one.
    pub(super) fn is_one(&self, survivor: CustomerId, id: CustomerId) -> bool {
        let merged = self.merged.get(&survivor).into_iter().flatten();
        survivor == id || merged.into_iter().any(|(merged, _)| *merged == id)
    }
}
