//! What a member of staff has before them in a stretch of time (日程): what they have planned and are
//! to do, and what falls due for the customers of their own book, in one list, the first first.

mod birthday;
mod rows;
mod sources;

use super::{
    customer::{CustomerTree, CustomerWant},
    error::ServiceError,
    follow_up::{FollowUpTree, FollowUpWant},
    holding::{HoldingTree, HoldingWant},
    interaction::{InteractionTree, InteractionWant},
    list::Asked,
    merged::{Merged, Place},
    op::Op,
    page::Page,
    rank,
    standing::DueContact,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use entity::id::{CustomerId, HoldingId};
use rust_decimal::Decimal;
use sources::Sources;
use std::sync::Arc;

/// Most days of a stretch.
pub const MAX_DAYS: i64 = 92;

/// What stands in an agenda, in the order in which it stands where instants are equal: days before
/// hours, since a day stands at its beginning in the bank's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgendaKind {
    /// A customer's birthday.
    Birthday,
    /// Money that falls due.
    Maturity,
    /// A visit that is due.
    VisitDue,
    /// A contact of any kind that is due.
    TouchDue,
    /// An open follow-up, when it falls due.
    FollowUp,
    /// A planned interaction.
    Interaction,
}

impl AgendaKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Birthday,
        Self::Maturity,
        Self::VisitDue,
        Self::TouchDue,
        Self::FollowUp,
        Self::Interaction,
    ];
}

/// A stretch of business time: from the first instant until before the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    from: DateTime<Utc>,
    to: DateTime<Utc>,
}

impl Window {
    /// Takes two instants from outside.
    ///
    /// # Errors
    /// They run backwards, or lie more than [`MAX_DAYS`] days apart.
    pub fn new(from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Self, ServiceError> {
        // Days of a zone that sets its clock back within them are an hour longer together.
        let longest = TimeDelta::days(MAX_DAYS) + TimeDelta::hours(1);
        if from < to && to - from <= longest {
            return Ok(Self { from, to });
        }
        Err(ServiceError::BadInput(format!(
            "`to` must lie after `from`, and at most {MAX_DAYS} days after it"
        )))
    }
}

/// A way of asking for an agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaAsk {
    /// For when.
    pub window: Window,
    /// The place after which the page begins.
    pub after: Option<Place<AgendaKind>>,
}

/// How deep what stands in an agenda is wanted. Customers and holdings are wanted alike of every
/// kind, so that each is fetched once.
#[derive(Clone, Debug, Default)]
pub struct AgendaWant {
    /// Interactions; of their customers nothing.
    pub interaction: InteractionWant,
    /// Follow-ups; of their customers and holdings nothing.
    pub follow_up: FollowUpWant,
    /// The customer, if it is.
    pub customer: Option<CustomerWant>,
    /// The holding, if it is.
    pub holding: Option<HoldingWant>,
}

/// Something that stands in an agenda.
#[derive(Clone, Debug)]
pub enum AgendaItem {
    /// A customer's birthday.
    Birthday(Birthday),
    /// Money that falls due.
    Maturity(Maturity),
    /// A visit or a contact of any kind that is due.
    ContactDue(ContactDue),
    /// An open follow-up.
    FollowUp(Arc<FollowUpTree>),
    /// A planned interaction.
    Interaction(Arc<InteractionTree>),
}

/// A customer's birthday (生日). One of the 29th of February is on the 28th in other years.
#[derive(Clone, Debug)]
pub struct Birthday {
    /// Whose.
    pub id: CustomerId,
    /// The day.
    pub on: NaiveDate,
    /// The day of birth.
    pub birth_date: NaiveDate,
    /// Whose; `None` where that was not wanted.
    pub customer: Option<Arc<CustomerTree>>,
}

/// Money of a customer's that falls due (到期资金).
#[derive(Clone, Debug)]
pub struct Maturity {
    /// On what.
    pub id: HoldingId,
    /// The day.
    pub on: NaiveDate,
    /// On what; `None` where that was not wanted.
    pub holding: Option<Arc<HoldingTree>>,
    /// The primary holder, or whom they were merged into; `None` where they were not wanted.
    pub customer: Option<Arc<CustomerTree>>,
}

/// A contact that is due (到期应联系).
#[derive(Clone, Debug)]
pub struct ContactDue {
    /// With whom.
    pub id: CustomerId,
    /// Which contact.
    pub contact: DueContact,
    /// The day.
    pub due_on: NaiveDate,
    /// By how many of its intervals it is overdue now.
    pub overdue_intervals: Decimal,
    /// With whom; `None` where that was not wanted.
    pub customer: Option<Arc<CustomerTree>>,
}

impl AgendaItem {
    /// Where it stands.
    #[must_use]
    pub fn place(&self, op: &Op) -> Place<AgendaKind> {
        let day = |day, kind, id| Place { at: op.bank().start_of(day), kind, id };
        match self {
            Self::Birthday(item) => day(item.on, AgendaKind::Birthday, item.id.0),
            Self::Maturity(item) => day(item.on, AgendaKind::Maturity, item.id.0),
            Self::ContactDue(item) => {
                let kind = match item.contact {
                    DueContact::Visit => AgendaKind::VisitDue,
                    DueContact::Touch => AgendaKind::TouchDue,
                };
                day(item.due_on, kind, item.id.0)
            }
            Self::FollowUp(tree) => {
                let row = &tree.follow_up;
                Place { at: row.due_at, kind: AgendaKind::FollowUp, id: row.id.0 }
            }
            Self::Interaction(tree) => {
                let row = &tree.interaction;
                Place { at: row.happens_at, kind: AgendaKind::Interaction, id: row.id.0 }
            }
        }
    }
}

/// A page of the actor's own agenda: a statement for each kind, then one for each noun below what
/// stands on it.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn own(
    op: &Op,
    asked: &Asked<AgendaAsk, AgendaWant>,
) -> Result<Page<AgendaItem>, ServiceError> {
    let sources = Sources::of(op, asked.ask.window).await?;
    let counted = asked.total.then(|| sources.counted());
    let merged = Merged { after: asked.ask.after, first: asked.first, is_descending: false };
    let rows = sources.fetch(op, merged).await?;
    let mut page = Page::cut(merged.cut(rows.places(op.bank())), asked.first);
    page.has_previous = asked.ask.after.is_some();
    if let Some(counted) = counted.and_then(|kinds| kinds.into_iter().reduce(rank::united)) {
        page.total = Some(rank::total(op, counted).await?);
    }
    let items = rows.grow(op, &page.rows, &asked.want).await?;
    Ok(page.with_rows(items))
}
