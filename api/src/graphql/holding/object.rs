//! The view of a holding.

use super::{
    balance::{Balance, BalanceMovement},
    value::{HolderRole, HoldingStatus, Window},
    want,
};
use crate::{
    auth::policy::Right,
    graphql::{
        directive::{DataClass, sensitive},
        movement::{
            input::{MovementFilterInput, ask as movement_ask, list as movement_list},
            object::Movement,
        },
        page::{self, Connection, Placed},
        product::object::Product,
        scalar::{CurrencyCode, Date, Decimal, MaskedText},
    },
    service::{error::ServiceError, holding::HoldingTree, op::Op},
};
use async_graphql::{ID, Object};
use chrono::NaiveDate;
use rust_decimal::Decimal as Number;
use std::sync::Arc;

/// A holding, and the operation that looks at it.
#[derive(Clone, Debug)]
pub struct Holding<'op> {
    /// The rows.
    pub tree: Arc<HoldingTree>,
    /// Who looks at them.
    pub op: &'op Op,
}

impl Holding<'_> {
    fn balance_on(&self, day: NaiveDate) -> Result<i64, ServiceError> {
        let found = self.tree.balances.on.get(&day).copied();
        found.ok_or(ServiceError::Defect("balance not wanted"))
    }

    fn view(&self, on: NaiveDate, minor: i64) -> Balance<'_> {
        let currency = &self.tree.holding.currency;
        Balance { on, minor, currency, locale: self.op.locale() }
    }
}

/// A product that a customer holds.
#[Object]
impl<'op> Holding<'op> {
    /// Opaque id, `hld_…`.
    pub(crate) async fn id(&self) -> ID {
        self.tree.holding.id.to_string().into()
    }

    /// What is held.
    async fn product(&self) -> Product {
        Product { row: Arc::clone(&self.tree.product) }
    }

    /// Account number, masked.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn account_number(&self) -> MaskedText<'_> {
        let is_revealable = self.op.may(Right::CustomerReveal);
        MaskedText { mask: &self.tree.holding.account_mask, is_revealable }
    }

    /// What the customer through whom it was reached is to it.
    async fn holder_role(&self) -> HolderRole {
        self.tree.role.into()
    }

    /// Whether it is in use.
    async fn status(&self) -> HoldingStatus {
        self.tree.holding.status.into()
    }

    /// Currency of its balance and movements.
    async fn currency(&self) -> CurrencyCode {
        CurrencyCode(self.tree.holding.currency.clone())
    }

    /// Day on which it was opened.
    async fn opened_on(&self) -> Date {
        Date(self.tree.holding.opened_on)
    }

    /// Day on which it falls due; null where it does not.
    async fn matures_on(&self) -> Option<Date> {
        self.tree.holding.matures_on.map(Date)
    }

    /// Day on which it was closed; null while it is open.
    async fn closed_on(&self) -> Option<Date> {
        self.tree.holding.closed_on.map(Date)
    }

    /// Why it was closed.
    async fn close_reason(&self) -> Option<&str> {
        self.tree.holding.close_reason.as_deref()
    }

    /// Yearly rate, such as `"0.0175"`; null where the source has none.
    async fn rate(&self) -> Option<Decimal> {
        let millionths = self.tree.holding.rate_millionths?;
        Some(Decimal(Number::new(millionths, 6).normalize()))
    }

    /// Balance at the close of a day; what is owed, for a loan.
    async fn balance(
        &self,
        #[graphql(desc = "The day, at most the bank date, which it is where it is left out.")]
        on: Option<Date>,
    ) -> Result<Balance<'_>, ServiceError> {
        let day = want::on(self.op, on)?;
        Ok(self.view(day, self.balance_on(day)?))
    }

    /// Balances at the close of each day, every day filled; at most 400 days.
    async fn balances(
        &self,
        #[graphql(desc = "First day.")] from: Date,
        #[graphql(desc = "Last day, at most the bank date.")] to: Date,
    ) -> Result<Vec<Balance<'_>>, ServiceError> {
        let (from, to) = want::span(self.op, from, to)?;
        let filled = self.tree.balances.filled(from, to);
        Ok(filled.into_iter().map(|(day, minor)| self.view(day, minor)).collect())
    }

    /// How the balance moved over a window that ends on the bank date.
    async fn movement(
        &self,
        #[graphql(desc = "The window.")] window: Window,
    ) -> Result<BalanceMovement<'_>, ServiceError> {
        let bank_date = self.op.bank().bank_date;
        let window = window.into();
        let flow = self.tree.balances.flows.get(&window).copied().unwrap_or_default();
        Ok(BalanceMovement {
            opening: self.balance_on(window.opens_after(bank_date))?,
            closing: self.balance_on(bank_date)?,
            flow,
            currency: &self.tree.holding.currency,
            locale: self.op.locale(),
        })
    }

    /// Movements, the latest first.
    async fn movements(
        &self,
        #[graphql(desc = "Rows of the page, 1 to 100.")] first: i32,
        #[graphql(desc = "Cursor of the last row already read.")] after: Option<String>,
        #[graphql(desc = "Which movements; all where it is left out.")] filter: Option<
            MovementFilterInput,
        >,
    ) -> Result<Connection<'op, Movement<'op>>, ServiceError> {
        let ask = movement_ask(self.op, after, filter)?;
        let listed = self.tree.movements.get(&ask).ok_or(ServiceError::Defect("not wanted"))?;
        let (op, has_previous) = (self.op, ask.after.is_some());
        let view = |row| Movement { row, op };
        let list = movement_list(&ask.filter);
        Ok(Connection::cut(op, list, listed, page::first(Some(first))?, has_previous, view))
    }
}

impl Placed for Holding<'_> {
    fn place(&self) -> String {
        format!("{}:{}", self.tree.holding.id, self.tree.holding.opened_on)
    }
}
