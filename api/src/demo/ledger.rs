//! The accounts of one customer while the year goes by: every change of a balance is a movement.

use super::plan::id;
use crate::ingest::stage::{Balance, Direction, Initiator, Movement, MovementKind};
use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, Utc};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What is booked.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// How much, in minor units.
    pub(super) amount: i64,
    /// What it is.
    pub(super) kind: MovementKind,
    /// Who causes it.
    pub(super) initiator: Initiator,
    /// Name of the other side.
    pub(super) name: Option<String>,
    /// Bank of the other side.
    pub(super) bank: Option<String>,
}

impl Entry {
    /// An entry that the customer causes.
    pub(super) fn new(kind: MovementKind, amount: i64) -> Self {
        Self { amount, kind, initiator: Initiator::Customer, name: None, bank: None }
    }

    /// The same, caused by the bank.
    pub(super) fn by_bank(mut self) -> Self {
        self.initiator = Initiator::Bank;
        self
    }

    /// The same, with the other side's name.
    pub(super) fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The same, with the other side's bank.
    pub(super) fn at(mut self, bank: &str) -> Self {
        self.bank = Some(bank.to_owned());
        self
    }
}

/// An account while it is kept.
#[derive(Debug)]
struct Kept {
    holding: Uuid,
    key: String,
    currency: String,
    /// Whether the balance is what the customer owes.
    owed: bool,
    balance: i64,
    /// The balance that was last written down; none before the first day.
    written: Option<i64>,
    booked: u32,
}

/// The accounts of one customer and what has been booked on them.
#[derive(Debug)]
pub(super) struct Ledger {
    customer: Uuid,
    accounts: BTreeMap<usize, Kept>,
    /// What has been booked, in order.
    pub(super) movements: Vec<Movement>,
    /// Balances of the days on which they changed, and of the first of each month.
    pub(super) balances: Vec<Balance>,
}

impl Ledger {
    /// An empty ledger.
    pub(super) fn new(customer: Uuid) -> Self {
        let (movements, balances) = (Vec::new(), Vec::new());
        Self { customer, accounts: BTreeMap::new(), movements, balances }
    }

    /// Begins to keep an account, with what stood on it before.
    pub(super) fn open(&mut self, account: usize, of: &super::holding::Account, balance: i64) {
        let kept = Kept {
            holding: of.holding.id,
            key: of.key.clone(),
            currency: of.holding.currency.clone(),
            owed: of.is_loan(),
            balance,
            written: None,
            booked: 0,
        };
        self.accounts.insert(account, kept);
    }

    /// The balance of an account; 0 when it is not kept.
    pub(super) fn balance(&self, account: usize) -> i64 {
        self.accounts.get(&account).map_or(0, |kept| kept.balance)
    }

    /// Books money that comes. On a loan it is a payment, so less is owed.
    pub(super) fn credit(&mut self, account: usize, at: DateTime<Utc>, entry: Entry) {
        self.book(account, at, Direction::Credit, entry);
    }

    /// Books money that goes, if there is as much.
    pub(super) fn debit(&mut self, account: usize, at: DateTime<Utc>, entry: Entry) -> bool {
        let enough = self.balance(account) >= entry.amount;
        if enough {
            self.book(account, at, Direction::Debit, entry);
        }
        enough
    }

    /// Books what the customer owes more: what is lent, and what is charged on it.
    pub(super) fn lend(&mut self, account: usize, at: DateTime<Utc>, entry: Entry) {
        self.book(account, at, Direction::Debit, entry);
    }

    fn book(&mut self, account: usize, at: DateTime<Utc>, direction: Direction, entry: Entry) {
        let Some(kept) = self.accounts.get_mut(&account).filter(|_| entry.amount > 0) else {
            return;
        };
        let grows = (direction == Direction::Credit) != kept.owed;
        kept.balance += if grows { entry.amount } else { -entry.amount };
        kept.booked += 1;
        let on = at.date_naive();
        let external_id = format!("{}-{}", kept.key, kept.booked);
        self.movements.push(Movement {
            id: id("movement", &external_id, on),
            holding: kept.holding,
            customer: self.customer,
            external_id,
            booked_on: on,
            booked_at: Some(at),
            direction,
            amount_minor: entry.amount,
            currency: kept.currency.clone(),
            kind: entry.kind,
            initiator: entry.initiator,
            counterparty_name: entry.name,
            counterparty_bank: entry.bank,
            counterparty_account: None,
        });
    }

    /// Ends a day: writes down what has changed, and on the first of a month everything.
    pub(super) fn end(&mut self, on: NaiveDate) {
        for kept in self.accounts.values_mut() {
            if on.day() == 1 || kept.written != Some(kept.balance) {
                kept.written = Some(kept.balance);
                self.balances.push(Balance {
                    holding: kept.holding,
                    customer: self.customer,
                    on,
                    amount_minor: kept.balance,
                });
            }
        }
    }

    /// Ends an account: its last balance has been written down.
    pub(super) fn close(&mut self, account: usize) {
        self.accounts.remove(&account);
    }
}

/// That many minutes after eight in the morning in China, which is midnight UTC.
pub(super) fn at(on: NaiveDate, minutes: i64) -> DateTime<Utc> {
    on.and_time(NaiveTime::MIN).and_utc() + chrono::TimeDelta::minutes(minutes)
}
