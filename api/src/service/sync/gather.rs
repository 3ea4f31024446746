//! From where a phone stands to what it is to do next: the rows that it does not have, and what the
//! log tells since.

use super::{
    batch::Batch,
    place::{Place, Scope, Walk},
};
use crate::service::{error::ServiceError, op::Op};
use chrono::{DateTime, Utc};
use entity::{
    change_log,
    id::{CustomerId, FollowUpId, InteractionId, OrgUnitId, ProductId},
    outbox::{Noun, Operation},
};
use std::collections::HashSet;
use uuid::Uuid;

/// A row that a phone keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Row {
    /// A customer.
    Customer(CustomerId),
    /// An interaction.
    Interaction(InteractionId),
    /// A follow-up.
    FollowUp(FollowUpId),
    /// A product.
    Product(ProductId),
}

impl Row {
    fn of(scope: Scope, id: Uuid) -> Self {
        match scope {
            Scope::Customers => Self::Customer(CustomerId(id)),
            Scope::Interactions => Self::Interaction(InteractionId(id)),
            Scope::FollowUps => Self::FollowUp(FollowUpId(id)),
            Scope::Products => Self::Product(ProductId(id)),
        }
    }
}

/// What a phone does to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Keep it as it is now.
    Upsert,
    /// Drop it: it is no more.
    Delete,
    /// Drop it and everything below it: access was lost.
    Revoke,
}

/// A step of a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The row.
    pub row: Row,
    /// What is done to it.
    pub effect: Effect,
}

/// A step, and how far the phone has come once it has done it.
pub(super) struct Step {
    pub(super) change: Change,
    pub(super) place: Place,
    pub(super) known_at: DateTime<Utc>,
}

/// What was gathered.
pub(super) struct Gathered {
    pub(super) steps: Vec<Step>,
    /// How far the phone has come after all of it.
    pub(super) place: Place,
    pub(super) known_at: DateTime<Utc>,
    /// Whether more is to come.
    pub(super) has_more: bool,
    /// Whether everything is to be read anew.
    pub(super) is_reset: bool,
}

/// Gathers at most so many steps.
pub(super) async fn gather(
    op: &Op,
    scopes: &[Scope],
    from: (Place, DateTime<Utc>),
    head: i64,
    most: u64,
) -> Result<Gathered, ServiceError> {
    let mut gathering = Gathering {
        scopes,
        steps: Vec::new(),
        done: HashSet::new(),
        place: from.0,
        known_at: from.1,
        most: usize::try_from(most).unwrap_or(usize::MAX),
        is_reset: false,
    };
    loop {
        gathering.walk_on(op).await?;
        if gathering.is_full() || gathering.is_reset {
            break;
        }
        let batch = Batch::load(op, gathering.place.position, head).await?;
        if batch.rows.is_empty() {
            gathering.place.position = head;
            gathering.known_at = op.real_now();
            break;
        }
        gathering.follow(op, &batch)?;
    }
    let Gathering { steps, place, known_at, is_reset, .. } = gathering;
    let has_more = !place.walks.is_empty() || place.position < head;
    Ok(Gathered { steps, place, known_at, has_more, is_reset })
}

struct Gathering<'pull> {
    scopes: &'pull [Scope],
    steps: Vec<Step>,
    /// What this page has done already: a row that has changed twice is told once.
    done: HashSet<Row>,
    place: Place,
    known_at: DateTime<Utc>,
    most: usize,
    is_reset: bool,
}

impl Gathering<'_> {
    fn is_full(&self) -> bool {
        self.steps.len() >= self.most
    }

    fn wants(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }

    fn step(&mut self, row: Row, effect: Effect) {
        if effect == Effect::Upsert && !self.done.insert(row) {
            return;
        }
        let change = Change { row, effect };
        self.steps.push(Step { change, place: self.place.clone(), known_at: self.known_at });
    }

    /// Goes on with what comes before the log.
    async fn walk_on(&mut self, op: &Op) -> Result<(), ServiceError> {
        while let Some(walk) = self.place.walks.first_mut() {
            let rest = self.most.saturating_sub(self.steps.len());
            if rest == 0 {
                return Ok(());
            }
            let scope = walk.scope;
            let keys = walk.next(op, u64::try_from(rest).unwrap_or(u64::MAX)).await?;
            let is_over = keys.len() < rest;
            for key in keys {
                if let Some(walk) = self.place.walks.first_mut() {
                    walk.pass(key);
                }
                self.step(Row::of(scope, key.1), Effect::Upsert);
            }
            if is_over {
                self.place.walks.remove(0);
            }
        }
        Ok(())
    }

    /// Follows the log until the page is full or something is to be walked through.
    fn follow(&mut self, op: &Op, batch: &Batch) -> Result<(), ServiceError> {
        for row in &batch.rows {
            (self.place.position, self.known_at) = (row.position, row.sequenced_at);
            match row.noun {
                Noun::Bank if row.operation == Operation::Reset => {
                    self.is_reset = true;
                    return Ok(());
                }
                Noun::Customer | Noun::CustomerStanding => self.customer(row, batch),
                Noun::Assignment => self.coverage(op, row, batch)?,
                Noun::Interaction => self.upsert(Scope::Interactions, row),
                Noun::InteractionMemo => {
                    if is_open(row) || batch.readable.contains(&row.row_id) {
                        self.upsert(Scope::Interactions, row);
                    }
                }
                Noun::FollowUp => self.follow_up(op, row)?,
                Noun::Product => self.upsert(Scope::Products, row),
                Noun::Bank
                | Noun::DataIssue
                | Noun::KeyPerson
                | Noun::Movement
                | Noun::Preference
                | Noun::Relation
                | Noun::Session
                | Noun::Staff => {}
            }
            if self.is_full() || !self.place.walks.is_empty() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Of what may not be seen nothing comes of an upsert.
    fn upsert(&mut self, scope: Scope, row: &change_log::Model) {
        if self.wants(scope) {
            self.step(Row::of(scope, row.row_id), Effect::Upsert);
        }
    }

    fn customer(&mut self, row: &change_log::Model, batch: &Batch) {
        let id = CustomerId(row.row_id);
        if batch.seen.contains(&id) {
            if is_of_a_merge(row) {
                // What lay below, and may lie below another customer now, comes anew.
                self.done.clear();
                self.step(Row::Customer(id), Effect::Revoke);
                self.walk(Scope::Customers, id);
                self.walk_below(id);
                return;
            }
            self.upsert(Scope::Customers, row);
        } else if batch.gone.contains(&id) {
            self.step(Row::Customer(id), Effect::Delete);
        }
    }

    fn walk_below(&mut self, customer: CustomerId) {
        self.walk(Scope::Interactions, customer);
        self.walk(Scope::FollowUps, customer);
    }

    fn walk(&mut self, scope: Scope, customer: CustomerId) {
        if self.wants(scope) {
            self.place.walks.push(Walk::of(scope, customer));
        }
    }

    /// Access gained brings everything below the customer, since nothing of it is there yet, and
    /// memos may be readable by it that were not; access lost takes everything away.
    fn coverage(
        &mut self,
        op: &Op,
        row: &change_log::Model,
        batch: &Batch,
    ) -> Result<(), ServiceError> {
        let Some(customer) = row.customer_id else { return Ok(()) };
        let is_own = row.staff_id == Some(op.actor()?.staff);
        let before = home_before(row).is_some_and(|unit| batch.units.contains(&unit));
        let after = row.home_unit_id.is_some_and(|unit| batch.units.contains(&unit));
        if batch.seen.contains(&customer) {
            if self.wants(Scope::Customers) {
                self.step(Row::Customer(customer), Effect::Upsert);
            }
            // Memos that were read as a lead or manager of the unit may be read no more.
            if is_own || after != before {
                self.walk_below(customer);
            }
        } else if batch.gone.contains(&customer) {
            self.step(Row::Customer(customer), Effect::Delete);
        } else if (is_own && row.operation == Operation::Update) || (before && !after) {
            // What follows may bring the customer back.
            self.done.remove(&Row::Customer(customer));
            self.step(Row::Customer(customer), Effect::Revoke);
        }
        Ok(())
    }

    /// One without a customer goes from hand to hand: whoever gave it away is told so.
    fn follow_up(&mut self, op: &Op, row: &change_log::Model) -> Result<(), ServiceError> {
        let is_left = row.operation == Operation::Delete;
        if is_left && row.staff_id == Some(op.actor()?.staff) {
            self.step(Row::FollowUp(FollowUpId(row.row_id)), Effect::Revoke);
        } else if !is_left {
            self.upsert(Scope::FollowUps, row);
        }
        Ok(())
    }
}

/// Whether everybody who sees the interaction reads or read its memo.
fn is_open(row: &change_log::Model) -> bool {
    payload(row)["isOpen"] == true
}

/// Whether a customer has become one with another, or parted from it.
fn is_of_a_merge(row: &change_log::Model) -> bool {
    let payload = payload(row);
    payload["fields"].as_array().is_some_and(|fields| fields.iter().any(|name| name == "merged"))
}

/// The home unit before a change of coverage.
fn home_before(row: &change_log::Model) -> Option<OrgUnitId> {
    payload(row)["homeUnitBefore"].as_str()?.parse().ok()
}

fn payload(row: &change_log::Model) -> serde_json::Value {
    serde_json::from_str(&row.payload).unwrap_or_default()
}
