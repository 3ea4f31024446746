//! The rows that stand in an agenda: where each stands, and what hangs below it.

use super::{AgendaItem, AgendaKind, AgendaWant, Birthday, ContactDue, Maturity, birthday};
use crate::service::{
    bank::Bank,
    customer::{CustomerTree, family::shown_for},
    error::ServiceError,
    follow_up::tree as follow_up,
    holding::{self, HoldingTree},
    interaction::tree as interaction,
    merged::Place,
    op::Op,
    standing::DueContact,
};
use chrono::NaiveDate;
use entity::{
    customer_standing, follow_up as follow_up_row, holding as holding_row,
    id::{CustomerId, HoldingId},
};
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};
use uuid::Uuid;

/// The rows that came.
pub(super) struct Rows {
    pub(super) birthdays: Vec<birthday::Row>,
    pub(super) maturities: Vec<holding_row::Model>,
    pub(super) visits: Vec<customer_standing::Model>,
    pub(super) touches: Vec<customer_standing::Model>,
    pub(super) follow_ups: Vec<follow_up_row::Model>,
    pub(super) interactions: Vec<interaction::Found>,
}

impl Rows {
    /// Where each of them stands.
    pub(super) fn places(&self, bank: &Bank) -> Vec<Place<AgendaKind>> {
        let day = |day, kind, id| Place { at: bank.start_of(day), kind, id };
        let birthdays = self.birthdays.iter();
        let birthdays = birthdays.map(|row| day(row.on, AgendaKind::Birthday, row.customer_id.0));
        let maturity =
            |row: &holding_row::Model| Some(day(row.matures_on?, AgendaKind::Maturity, row.id.0));
        let visits = self.visits.iter();
        let visits =
            visits.map(|row| day(row.visit_due_on, AgendaKind::VisitDue, row.customer_id.0));
        let touches = self.touches.iter();
        let touches =
            touches.map(|row| day(row.touch_due_on, AgendaKind::TouchDue, row.customer_id.0));
        let follow_ups = self.follow_ups.iter().map(|row| Place {
            at: row.due_at,
            kind: AgendaKind::FollowUp,
            id: row.id.0,
        });
        let interactions = self.interactions.iter().map(|(row, _)| Place {
            at: row.happens_at,
            kind: AgendaKind::Interaction,
            id: row.id.0,
        });
        birthdays
            .chain(self.maturities.iter().filter_map(maturity))
            .chain(visits)
            .chain(touches)
            .chain(follow_ups)
            .chain(interactions)
            .collect()
    }

    /// Leaves out what stands on no place of a page.
    fn keep(&mut self, places: &[Place<AgendaKind>]) {
        let kept: HashSet<_> = places.iter().map(|place| (place.kind, place.id)).collect();
        let is_kept = |kind, id: Uuid| kept.contains(&(kind, id));
        self.birthdays.retain(|row| is_kept(AgendaKind::Birthday, row.customer_id.0));
        self.maturities.retain(|row| is_kept(AgendaKind::Maturity, row.id.0));
        self.visits.retain(|row| is_kept(AgendaKind::VisitDue, row.customer_id.0));
        self.touches.retain(|row| is_kept(AgendaKind::TouchDue, row.customer_id.0));
        self.follow_ups.retain(|row| is_kept(AgendaKind::FollowUp, row.id.0));
        self.interactions.retain(|(row, _)| is_kept(AgendaKind::Interaction, row.id.0));
    }

    /// What stands on these places, with what is wanted below it: each noun once for all kinds.
    pub(super) async fn grow(
        mut self,
        op: &Op,
        places: &[Place<AgendaKind>],
        want: &AgendaWant,
    ) -> Result<Vec<AgendaItem>, ServiceError> {
        self.keep(places);
        let customers = self.customers(op, want).await?;
        let holdings = self.holdings(op, want).await?;
        let interactions = std::mem::take(&mut self.interactions);
        let interactions =
            interaction::grow_among(op, interactions, &want.interaction, &customers).await?;
        let follow_ups = std::mem::take(&mut self.follow_ups);
        let follow_ups =
            follow_up::grow_among(op, follow_ups, &want.follow_up, &customers, &holdings).await?;
        let days = self.days(op, &customers, &holdings);
        let items = interactions.into_iter().map(AgendaItem::Interaction).chain(days);
        let items = items.chain(follow_ups.into_iter().map(AgendaItem::FollowUp));
        let mut items: HashMap<_, _> = items.map(|item| (item.place(op), item)).collect();
        Ok(places.iter().filter_map(|place| items.remove(place)).collect())
    }

    async fn customers(
        &self,
        op: &Op,
        want: &AgendaWant,
    ) -> Result<HashMap<CustomerId, Arc<CustomerTree>>, ServiceError> {
        let ids: BTreeSet<_> = self
            .birthdays
            .iter()
            .map(|row| row.customer_id)
            .chain(self.maturities.iter().map(|row| row.customer_id))
            .chain(self.visits.iter().chain(&self.touches).map(|row| row.customer_id))
            .chain(self.follow_ups.iter().filter_map(|row| row.customer_id))
            .chain(self.interactions.iter().map(|(_, shown)| shown.id))
            .collect();
        let ids: Vec<_> = ids.into_iter().collect();
        match &want.customer {
            Some(want) => shown_for(op, &ids, want).await,
            None => Ok(HashMap::new()),
        }
    }

    async fn holdings(
        &self,
        op: &Op,
        want: &AgendaWant,
    ) -> Result<HashMap<HoldingId, Arc<HoldingTree>>, ServiceError> {
        let of_follow_ups = self.follow_ups.iter().filter_map(|row| row.holding_id);
        let ids: Vec<_> = self.maturities.iter().map(|row| row.id).chain(of_follow_ups).collect();
        match want.holding.as_ref().filter(|_| !ids.is_empty()) {
            Some(want) => holding::by_ids(op, &ids, want).await,
            None => Ok(HashMap::new()),
        }
    }

    /// What stands at the beginning of a day.
    fn days(
        self,
        op: &Op,
        customers: &HashMap<CustomerId, Arc<CustomerTree>>,
        holdings: &HashMap<HoldingId, Arc<HoldingTree>>,
    ) -> impl Iterator<Item = AgendaItem> {
        let customer = |id: CustomerId| customers.get(&id).cloned();
        let today = op.bank().day_of(op.now());
        let birthday = move |row: birthday::Row| {
            let birthday::Row { customer_id: id, birth_date, on } = row;
            AgendaItem::Birthday(Birthday { id, on, birth_date, customer: customer(id) })
        };
        let maturity = move |row: holding_row::Model| {
            Some(AgendaItem::Maturity(Maturity {
                id: row.id,
                on: row.matures_on?,
                holding: holdings.get(&row.id).cloned(),
                customer: customer(row.customer_id),
            }))
        };
        let due = move |contact: DueContact| {
            move |row: customer_standing::Model| {
                let id = row.customer_id;
                let overdue_intervals = contact.overdue_intervals(op.bank(), &row, today);
                let due_on: NaiveDate = contact.due_on(&row);
                let customer = customer(id);
                let item = ContactDue { id, contact, due_on, overdue_intervals, customer };
                AgendaItem::ContactDue(item)
            }
        };
        let Self { birthdays, maturities, visits, touches, .. } = self;
        let visits = visits.into_iter().map(due(DueContact::Visit));
        let touches = touches.into_iter().map(due(DueContact::Touch));
        let days = birthdays.into_iter().map(birthday);
        days.chain(maturities.into_iter().filter_map(maturity)).chain(visits).chain(touches)
    }
}
