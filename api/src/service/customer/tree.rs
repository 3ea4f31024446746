//! The customers that the actor may see, and what is wanted below them.

use super::{
    family::Family,
    people::{self, PeopleTree},
    profile,
    shape::{CustomerTree, CustomerWant, RelationTree, RelationWant},
};
use crate::service::{
    assignment::tree::{self as assignment, AssignmentTree},
    error::ServiceError,
    follow_up::tree::{self as follow_up, FollowUpTree},
    holding::{self, HoldingTree},
    interaction::tree::{self as interaction, InteractionTree},
    list::{Asked, Listed, Lists},
    movement,
    op::Op,
    org_unit,
    page::in_list,
    relation::{
        label,
        tree::{self as relation, RelationAsk, Side},
    },
    staff, standing, timeline,
};
use entity::{
    customer, customer_standing,
    id::{CustomerId, RelationId},
};
use sea_orm::{ColumnTrait, QueryFilter, SelectTwoRequired};
use std::{
    cmp::Ordering,
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// One customer; `None` where it does not exist or the actor may not know that it does.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn by_id(
    op: &Op,
    id: CustomerId,
    want: &CustomerWant,
) -> Result<Option<CustomerTree>, ServiceError> {
    Ok(by_ids(op, &[id], want).await?.pop())
}

/// Those of these customers that the actor may see, in no order.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn by_ids(
    op: &Op,
    ids: &[CustomerId],
    want: &CustomerWant,
) -> Result<Vec<CustomerTree>, ServiceError> {
    let rows = visible(op)?.filter(customer::Column::Id.is_in(in_list(ids)));
    let found = rows.all(op.reader().await?).await?;
    grow(op, found, want).await
}

/// Where every read of this noun starts: the customers that the actor may see, with their
/// standing, which is made with them and never missing.
pub(super) fn visible(
    op: &Op,
) -> Result<SelectTwoRequired<customer::Entity, customer_standing::Entity>, ServiceError> {
    let rows = customer::Entity::visible(op.actor()?, op.now());
    Ok(rows.find_both_related(customer_standing::Entity))
}

/// Fetches what is wanted below the customers of a page, each noun once for all of them.
pub(super) async fn grow(
    op: &Op,
    found: Vec<(customer::Model, customer_standing::Model)>,
    want: &CustomerWant,
) -> Result<Vec<CustomerTree>, ServiceError> {
    let mut trees: Vec<_> = found.into_iter().map(bare).collect();
    if trees.is_empty() {
        return Ok(trees);
    }
    let rows: Vec<_> = trees.iter().map(|tree| &tree.customer).collect();
    let family = Family::of(op, &rows).await?;
    around(op, &mut trees, &family, want).await?;
    for asked in &want.coverage.0 {
        let mut found = assignment::of_customers(op, &family.ids, asked).await?;
        for tree in &mut trees {
            let listed = family.taken(&mut found, tree.customer.id, asked, latest_first);
            tree.coverage.push(asked.ask.clone(), family.ended(listed, asked.ask.at));
        }
    }
    for asked in &want.holdings.0 {
        let mut found = holding::of_customers(op, &family.ids, asked).await?;
        let oldest_first = |tree: &Arc<HoldingTree>| (tree.holding.opened_on, tree.holding.id);
        for tree in &mut trees {
            let listed = family.taken(&mut found, tree.customer.id, asked, |one, other| {
                oldest_first(one).cmp(&oldest_first(other))
            });
            tree.holdings.push(asked.ask.clone(), listed);
        }
    }
    for asked in &want.movements.0 {
        let mut found = movement::of_customers(op, &family.ids, asked).await?;
        for tree in &mut trees {
            let listed = family.taken(&mut found, tree.customer.id, asked, |one, other| {
                (other.booked_on, other.id).cmp(&(one.booked_on, one.id))
            });
            tree.movements.push(asked.ask.clone(), listed);
        }
    }
    contacts(op, &mut trees, &family, want).await?;
    let standings: Vec<_> = trees.iter().map(|tree| &tree.standing).collect();
    let mut people = people::of_customers(op, &standings, &family, &want.people).await?;
    for tree in &mut trees {
        tree.people = people.remove(&tree.customer.id).unwrap_or_default();
    }
    for asked in &want.relations.0 {
        relations(op, &mut trees, &family, asked).await?;
    }
    Ok(trees)
}

/// What was held with each customer, what is to be done for it, and all of it in one list.
async fn contacts(
    op: &Op,
    trees: &mut [CustomerTree],
    family: &Family,
    want: &CustomerWant,
) -> Result<(), ServiceError> {
    for asked in &want.interactions.0 {
        let mut found = interaction::of_customers(op, &family.ids, asked).await?;
        for tree in &mut *trees {
            let listed = family.taken(&mut found, tree.customer.id, asked, |one, other| {
                let key =
                    |tree: &InteractionTree| (tree.interaction.happens_at, tree.interaction.id);
                key(other).cmp(&key(one))
            });
            tree.interactions.push(asked.ask.clone(), listed);
        }
    }
    for asked in &want.follow_ups.0 {
        let mut found = follow_up::of_customers(op, &family.ids, asked).await?;
        for tree in &mut *trees {
            let listed = family.taken(&mut found, tree.customer.id, asked, |one, other| {
                let key = |tree: &FollowUpTree| (tree.follow_up.due_at, tree.follow_up.id);
                key(one).cmp(&key(other))
            });
            tree.follow_ups.push(asked.ask.clone(), listed);
        }
    }
    let merged = family.merged();
    for asked in &want.timeline.0 {
        // Five kinds of rows at once: off the stack of every read of customers.
        let found = timeline::of_customers(op, &family.ids, &merged, asked);
        let mut found = Box::pin(found).await?;
        let place = |item: &timeline::TimelineItem| item.place(op.bank());
        for tree in &mut *trees {
            let listed = family.taken(&mut found, tree.customer.id, asked, |one, other| {
                place(other).cmp(&place(one))
            });
            tree.timeline.push(asked.ask.clone(), listed);
        }
    }
    Ok(())
}

/// What each customer has one of.
async fn around(
    op: &Op,
    trees: &mut [CustomerTree],
    family: &Family,
    want: &CustomerWant,
) -> Result<(), ServiceError> {
    let ids: Vec<_> = trees.iter().map(|tree| tree.customer.id).collect();
    if want.profile {
        let rows: Vec<_> = trees.iter().map(|tree| &tree.customer).collect();
        let mut found = profile::of_customers(op, &rows).await?;
        for tree in &mut *trees {
            tree.profile = found.remove(&tree.customer.id);
        }
    }
    if want.numbers {
        let found = profile::numbers(op, &family.ids).await?;
        for tree in &mut *trees {
            tree.numbers = Some(family.shared(&found, tree.customer.id));
        }
    }
    for &on in &want.aum {
        let found = standing::aum_on(op, &ids, on).await?;
        for tree in &mut *trees {
            tree.aum.insert(on, found.get(&tree.customer.id).copied());
        }
    }
    if let Some(want) = &want.lead {
        let leads: Vec<_> = trees.iter().filter_map(|tree| tree.customer.lead_staff_id).collect();
        let found = staff::by_ids(op, &leads, want).await?;
        for tree in &mut *trees {
            tree.lead = tree.customer.lead_staff_id.and_then(|lead| found.get(&lead).cloned());
        }
    }
    if let Some(want) = &want.home_unit {
        let units: Vec<_> = trees.iter().map(|tree| tree.customer.home_unit_id).collect();
        let found = org_unit::by_ids(op, &units, want).await?;
        for tree in trees {
            tree.home_unit = found.get(&tree.customer.home_unit_id).cloned();
        }
    }
    Ok(())
}

fn bare((customer, standing): (customer::Model, customer_standing::Model)) -> CustomerTree {
    CustomerTree {
        customer,
        standing,
        profile: None,
        numbers: None,
        aum: BTreeMap::new(),
        lead: None,
        home_unit: None,
        coverage: Lists::default(),
        holdings: Lists::default(),
        movements: Lists::default(),
        interactions: Lists::default(),
        follow_ups: Lists::default(),
        timeline: Lists::default(),
        people: PeopleTree::default(),
        relations: Lists::default(),
    }
}

fn latest_first(one: &Arc<AssignmentTree>, other: &Arc<AssignmentTree>) -> Ordering {
    let key = |tree: &AssignmentTree| (tree.assignment.valid_from, tree.assignment.id);
    key(other).cmp(&key(one))
}

async fn relations(
    op: &Op,
    trees: &mut [CustomerTree],
    family: &Family,
    asked: &Asked<RelationAsk, RelationWant>,
) -> Result<(), ServiceError> {
    let mut found = relation::of_customers(op, &family.ids, asked).await?;
    let sides = found.values().flat_map(|listed| listed.rows.iter().cloned()).collect();
    let ends = lead_on(op, sides, &asked.want).await?;
    for tree in trees {
        let id = tree.customer.id;
        let listed =
            family.taken(&mut found, id, asked, |one, other| one.row.id.cmp(&other.row.id));
        let Listed { mut rows, total } = listed;
        // What stood between two that are one now is no relation.
        rows.retain(|side| !family.is_one(id, side.other()));
        let rows = rows.iter().filter_map(|side| ends.get(&key(side)).cloned()).collect();
        tree.relations.push(asked.ask.clone(), Listed { rows, total });
    }
    Ok(())
}

fn key(side: &Side) -> (RelationId, CustomerId) {
    (side.row.id, side.owner)
}

/// Finds who stands at the other ends.
pub(super) async fn lead_on(
    op: &Op,
    sides: Vec<Side>,
    want: &RelationWant,
) -> Result<HashMap<(RelationId, CustomerId), Arc<RelationTree>>, ServiceError> {
    if sides.is_empty() {
        return Ok(HashMap::new());
    }
    let others: Vec<_> = sides.iter().map(Side::other).collect();
    let labels = label::labels(op, &others).await?;
    let shown: Vec<_> = labels.values().map(|label| label.shown).collect();
    let trees = Box::pin(by_ids(op, &shown, &want.other)).await?;
    let trees: HashMap<_, _> =
        trees.into_iter().map(|tree| (tree.customer.id, Arc::new(tree))).collect();
    let tree = |side: Side| {
        let label = labels.get(&side.other())?;
        let other = trees.get(&label.shown).cloned();
        let name = other.as_ref().map(|tree| tree.customer.name.clone());
        let other_label = name.unwrap_or_else(|| label.masked.clone());
        Some((key(&side), Arc::new(RelationTree { side, other, other_label })))
    };
    Ok(sides.into_iter().filter_map(tree).collect())
}
