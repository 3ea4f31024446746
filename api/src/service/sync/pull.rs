//! What has changed of what the actor may see, a page at a time.

use super::{
    batch::head,
    gather::{Change, Effect, Gathered, Row, Step, gather},
    place::{Place, Scope},
    token::{Bound, Token},
};
use crate::service::{
    customer::{self, CustomerTree, CustomerWant},
    error::ServiceError,
    follow_up::{self, FollowUpTree, FollowUpWant},
    interaction::{self, InteractionTree, InteractionWant},
    op::Op,
    page::First,
    product,
};
use chrono::{DateTime, Utc};
use entity::product as product_row;
use std::{collections::HashMap, fmt::Debug, sync::Arc};

/// Bytes after which a page ends, whatever `first` allows: what a phone on a poor line gets through
/// before it gives up. They are counted as the rows are long, which is about what they take as JSON.
const MOST_BYTES: usize = 256 * 1_024;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Pull {
    /// Changes of the page.
    pub first: First,
    /// What the last page gave; none for a phone that has nothing.
    pub token: Option<String>,
    /// Which kinds of rows.
    pub scopes: Vec<Scope>,
    /// Hash of the schema that the app was built with.
    pub schema: Option<String>,
}

/// How deep rows are wanted.
#[derive(Clone, Debug, Default)]
pub struct SyncWants {
    /// Customers.
    pub customer: CustomerWant,
    /// Interactions.
    pub interaction: InteractionWant,
    /// Follow-ups.
    pub follow_up: FollowUpWant,
}

/// A row as it is now.
#[derive(Clone, Debug)]
pub enum SyncTree {
    /// A customer.
    Customer(Arc<CustomerTree>),
    /// An interaction.
    Interaction(Arc<InteractionTree>),
    /// A follow-up.
    FollowUp(Arc<FollowUpTree>),
    /// A product.
    Product(Arc<product_row::Model>),
}

/// A page of changes.
#[derive(Clone, Debug)]
pub struct SyncPage {
    /// What to do, in order; a row that is to be kept comes as it is now.
    pub changes: Vec<(Change, Option<SyncTree>)>,
    /// Goes back for the next page.
    pub next_token: String,
    /// Whether there is more already.
    pub has_more: bool,
    /// Whether the phone must drop everything first.
    pub is_reset: bool,
}

/// A page of what has changed since the token was given.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn pull(op: &Op, ask: &Pull, wants: &SyncWants) -> Result<SyncPage, ServiceError> {
    let mut scopes = ask.scopes.clone();
    scopes.sort_unstable();
    scopes.dedup();
    let bound = Bound::of(op, &scopes, ask.schema.as_deref())?;
    let head = head(op).await?;
    let start = || (Place::start(head, &scopes), op.real_now());
    let from = match &ask.token {
        None => start(),
        Some(text) => match Token::open(op, &bound, text) {
            Some(token) if token.place.position <= head => (token.place, token.known_at),
            _ => return reset(op, &bound, start()),
        },
    };
    let gathered = gather(op, &scopes, from, head, ask.first.rows()).await?;
    if gathered.is_reset {
        return reset(op, &bound, start());
    }
    let mut trees = trees(op, gathered.steps.iter().map(|step| step.change), wants).await?;
    page(op, &bound, gathered, &mut trees)
}

fn reset(
    op: &Op,
    bound: &Bound,
    (place, known_at): (Place, DateTime<Utc>),
) -> Result<SyncPage, ServiceError> {
    let next_token = Token::seal(op, bound, &place, known_at)?;
    Ok(SyncPage { changes: Vec::new(), next_token, has_more: true, is_reset: true })
}

/// As many of the steps as the bytes of a page allow, and one at the least.
fn page(
    op: &Op,
    bound: &Bound,
    gathered: Gathered,
    trees: &mut HashMap<Row, SyncTree>,
) -> Result<SyncPage, ServiceError> {
    let Gathered { steps, mut place, mut known_at, mut has_more, .. } = gathered;
    let (mut changes, mut bytes) = (Vec::new(), 0);
    let mut reached = None;
    for Step { change, place: after, known_at: at } in steps {
        let tree = trees.get(&change.row).cloned();
        if change.effect == Effect::Upsert {
            let Some(tree) = &tree else { continue };
            bytes += length(tree);
        }
        if bytes > MOST_BYTES && !changes.is_empty() {
            if let Some((after, at)) = reached {
                (place, known_at, has_more) = (after, at, true);
            }
            break;
        }
        let tree = tree.filter(|_| change.effect == Effect::Upsert);
        changes.push((change, tree));
        reached = Some((after, at));
    }
    let next_token = Token::seal(op, bound, &place, known_at)?;
    Ok(SyncPage { changes, next_token, has_more, is_reset: false })
}

fn length(tree: &SyncTree) -> usize {
    let text: &dyn Debug = match tree {
        SyncTree::Customer(tree) => tree,
        SyncTree::Interaction(tree) => tree,
        SyncTree::FollowUp(tree) => tree,
        SyncTree::Product(row) => row,
    };
    format!("{text:?}").len()
}

/// The same rows as they are after what has just been written.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn after(
    op: &Op,
    changes: impl Iterator<Item = Change>,
    wants: &SyncWants,
) -> Result<HashMap<Row, SyncTree>, ServiceError> {
    trees(&op.renewed(), changes, wants).await
}

/// Those of the rows to be kept that the actor may see, each noun fetched once.
async fn trees(
    op: &Op,
    changes: impl Iterator<Item = Change>,
    wants: &SyncWants,
) -> Result<HashMap<Row, SyncTree>, ServiceError> {
    let (mut customers, mut interactions) = (Vec::new(), Vec::new());
    let (mut follow_ups, mut products) = (Vec::new(), Vec::new());
    for change in changes.filter(|change| change.effect == Effect::Upsert) {
        match change.row {
            Row::Customer(id) => customers.push(id),
            Row::Interaction(id) => interactions.push(id),
            Row::FollowUp(id) => follow_ups.push(id),
            Row::Product(id) => products.push(id),
        }
    }
    let mut trees = HashMap::new();
    if !customers.is_empty() {
        for tree in customer::by_ids(op, &customers, &wants.customer).await? {
            trees.insert(Row::Customer(tree.customer.id), SyncTree::Customer(Arc::new(tree)));
        }
    }
    if !interactions.is_empty() {
        for (id, tree) in interaction::by_ids(op, &interactions, &wants.interaction).await? {
            trees.insert(Row::Interaction(id), SyncTree::Interaction(tree));
        }
    }
    if !follow_ups.is_empty() {
        for (id, tree) in follow_up::by_ids(op, &follow_ups, &wants.follow_up).await? {
            trees.insert(Row::FollowUp(id), SyncTree::FollowUp(tree));
        }
    }
    if !products.is_empty() {
        for (id, row) in product::by_ids(op, &products).await? {
            trees.insert(Row::Product(id), SyncTree::Product(row));
        }
    }
    Ok(trees)
}
