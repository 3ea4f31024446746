//! The view of what stands in an agenda.

use super::value::ContactDueKind;
use crate::{
    graphql::{
        customer::object::Customer,
        directive::{DataClass, sensitive},
        follow_up::object::FollowUp,
        holding::object::Holding,
        interaction::object::Interaction,
        page::Placed,
        place,
        scalar::{Date, Decimal},
    },
    service::{agenda, customer::CustomerTree, error::ServiceError, op::Op},
};
use async_graphql::{Object, Union};
use chrono::Datelike;
use std::{borrow::Cow, sync::Arc};

/// Something that stands in an agenda. Where instants are equal, birthdays come before maturities,
/// those before visits and then contacts that are due, then follow-ups, interactions last.
#[derive(Clone, Debug, Union)]
pub enum AgendaItem<'op> {
    /// A customer's birthday.
    Birthday(Birthday<'op>),
    /// A visit or a contact of any kind that is due.
    ContactDue(ContactDue<'op>),
    /// An open follow-up.
    FollowUp(FollowUp<'op>),
    /// A planned interaction.
    Interaction(Interaction<'op>),
    /// Money that falls due.
    Maturity(Maturity<'op>),
}

impl<'op> AgendaItem<'op> {
    /// The view of an item.
    #[must_use]
    pub fn new(op: &'op Op, item: agenda::AgendaItem) -> Self {
        match item {
            agenda::AgendaItem::Birthday(item) => Self::Birthday(Birthday { item, op }),
            agenda::AgendaItem::ContactDue(item) => Self::ContactDue(ContactDue { item, op }),
            agenda::AgendaItem::FollowUp(tree) => Self::FollowUp(FollowUp { tree, op }),
            agenda::AgendaItem::Interaction(tree) => Self::Interaction(Interaction { tree, op }),
            agenda::AgendaItem::Maturity(item) => Self::Maturity(Maturity { item, op }),
        }
    }

    /// The item, and the operation that looks at it.
    fn item(&self) -> (agenda::AgendaItem, &'op Op) {
        use agenda::AgendaItem as Item;
        match self {
            Self::Birthday(node) => (Item::Birthday(node.item.clone()), node.op),
            Self::ContactDue(node) => (Item::ContactDue(node.item.clone()), node.op),
            Self::FollowUp(node) => (Item::FollowUp(Arc::clone(&node.tree)), node.op),
            Self::Interaction(node) => (Item::Interaction(Arc::clone(&node.tree)), node.op),
            Self::Maturity(node) => (Item::Maturity(node.item.clone()), node.op),
        }
    }
}

impl Placed for AgendaItem<'_> {
    fn place(&self) -> String {
        let (item, op) = self.item();
        place::text(&item.place(op))
    }

    fn list() -> Cow<'static, str> {
        "Agenda".into()
    }
}

fn customer<'op>(
    tree: Option<&Arc<CustomerTree>>,
    op: &'op Op,
) -> Result<Customer<'op>, ServiceError> {
    let tree = tree.ok_or(ServiceError::Defect("customer not wanted"))?;
    Ok(Customer { tree: Arc::clone(tree), op, place: String::new() })
}

/// A birthday, and the operation that looks at it.
#[derive(Clone, Debug)]
pub struct Birthday<'op> {
    item: agenda::Birthday,
    op: &'op Op,
}

/// A customer's birthday, of the viewer's own book. It stands at the beginning of its day in the
/// bank's zone.
#[Object]
impl<'op> Birthday<'op> {
    /// Whose.
    async fn customer(&self) -> Result<Customer<'op>, ServiceError> {
        customer(self.item.customer.as_ref(), self.op)
    }

    /// The day; of who was born on 29 February the 28th in other years.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn on(&self) -> Date {
        Date(self.item.on)
    }

    /// Years that the customer then has lived.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn age(&self) -> i32 {
        self.item.on.year() - self.item.birth_date.year()
    }
}

/// A maturity, and the operation that looks at it.
#[derive(Clone, Debug)]
pub struct Maturity<'op> {
    item: agenda::Maturity,
    op: &'op Op,
}

/// Money that falls due for a customer of the viewer's own book, the primary holder. It stands at
/// the beginning of its day in the bank's zone.
#[Object]
impl<'op> Maturity<'op> {
    /// The primary holder.
    async fn customer(&self) -> Result<Customer<'op>, ServiceError> {
        customer(self.item.customer.as_ref(), self.op)
    }

    /// On what.
    async fn holding(&self) -> Result<Holding<'op>, ServiceError> {
        let tree = self.item.holding.as_ref().ok_or(ServiceError::Defect("holding not wanted"))?;
        Ok(Holding { tree: Arc::clone(tree), op: self.op })
    }

    /// The day.
    async fn on(&self) -> Date {
        Date(self.item.on)
    }
}

/// A contact that is due, and the operation that looks at it.
#[derive(Clone, Debug)]
pub struct ContactDue<'op> {
    item: agenda::ContactDue,
    op: &'op Op,
}

/// A contact that is due with a customer whose LEAD the viewer is (F09). It stands at the beginning
/// of its day in the bank's zone.
#[Object]
impl<'op> ContactDue<'op> {
    /// With whom.
    async fn customer(&self) -> Result<Customer<'op>, ServiceError> {
        customer(self.item.customer.as_ref(), self.op)
    }

    /// Which contact.
    async fn contact(&self) -> ContactDueKind {
        self.item.contact.into()
    }

    /// The day by which it is due.
    async fn due_on(&self) -> Date {
        Date(self.item.due_on)
    }

    /// By how many of its intervals it is overdue on the day of business time, to four digits; 0
    /// where it is not.
    async fn overdue_intervals(&self) -> Decimal {
        Decimal(self.item.overdue_intervals)
    }
}
