//! The one large file, day by day.
//!
//! It is in order of date, so one day's rows are enough to keep: they are put in order for each
//! account, give its balance at the end of the day, and go on. What is kept for each account is
//! its balance and the day of it.

use super::{
    book::Book,
    chain::{self, Step},
    code::{self, Operation, Purpose},
    customers,
    holdings::{self, Debt},
    line::{Lines, Stay},
    row::{self, Bank, Key, Trans},
    source::{CURRENCY, NAMER},
};
use crate::ingest::{
    error::ImportError,
    report::Report,
    sink::Sink,
    stage::{Balance, Direction, Movement},
};
use chrono::{Datelike, Days, Months, NaiveDate};
use std::path::Path;
use uuid::Uuid;

/// How an account stands while the file is read.
struct Account {
    key: Key,
    owner: Key,
    /// Whether it is open at the bank date.
    open: bool,
    balance: i64,
    /// The day of the balance; none before the first movement.
    on: Option<NaiveDate>,
}

/// What is kept of a row until its day is over.
struct Row {
    account: usize,
    key: Key,
    line: u32,
    direction: Direction,
    operation: Operation,
    purpose: Purpose,
    bank: Option<Bank>,
    other: Option<u64>,
    amount: i64,
    balance: i64,
}

impl Row {
    fn step(&self) -> Step {
        let change = match self.direction {
            Direction::Credit => self.amount,
            Direction::Debit => -self.amount,
        };
        Step { change, balance: self.balance }
    }
}

/// The movements of a book's accounts.
pub(super) struct Movements {
    /// Sorted by key.
    accounts: Vec<Account>,
    /// Sorted by account, the earliest first.
    debts: Vec<Debt>,
    bank_date: NaiveDate,
    day: NaiveDate,
    /// The rows of `day`.
    rows: Vec<Row>,
    read: u64,
}

impl Movements {
    /// Takes from the book what movements need; the rest of it may go.
    pub(super) fn new(book: &Book, debts: Vec<Debt>) -> Self {
        let bank_date = book.bank_date;
        let account = |account: &super::book::Account| {
            let (key, owner) = (account.key, account.owner?);
            Some(Account { key, owner, open: account.opened <= bank_date, balance: 0, on: None })
        };
        let accounts = book.accounts.iter().filter_map(account).collect();
        Self { accounts, debts, bank_date, day: NaiveDate::MIN, rows: Vec::new(), read: 0 }
    }

    /// Sends movements and balances.
    ///
    /// # Errors
    /// The file cannot be read, the loader has stopped, or the report says stop.
    pub(super) fn send(
        mut self,
        folder: &Path,
        report: &mut Report,
        sink: &mut Sink,
    ) -> Result<(), ImportError> {
        Lines::open(folder, &row::TRANS)?.each(report, |line, fields, report| {
            self.read += 1;
            sink.read(self.read);
            let trans = match Trans::read(fields) {
                Ok(trans) => trans,
                Err(reason) => return Ok(Err(reason)),
            };
            let found = self.accounts.binary_search_by_key(&trans.account, |account| account.key);
            let Ok(account) = found else {
                return Ok(Err("account_id names no account".into()));
            };
            let open = self.accounts.get(account).is_some_and(|account| account.open);
            if !open || trans.date > self.bank_date {
                return Ok(Ok(Stay::LeftOut));
            }
            if trans.date != self.day {
                self.close_day(report, sink)?;
                self.day = trans.date;
            }
            self.rows.push(kept(account, line, &trans));
            Ok(Ok(Stay::Taken))
        })?;
        self.close_day(report, sink)?;
        self.carry_all(sink)
    }

    /// Sends what a day's rows were and where they have led.
    fn close_day(&mut self, report: &mut Report, sink: &mut Sink) -> Result<(), ImportError> {
        let mut rows = std::mem::take(&mut self.rows);
        rows.sort_unstable_by_key(|row| (row.account, row.line));
        for of_account in rows.chunk_by(|one, next| one.account == next.account) {
            self.close_account(of_account, report, sink)?;
        }
        rows.clear();
        self.rows = rows;
        Ok(())
    }

    fn close_account(
        &mut self,
        rows: &[Row],
        report: &mut Report,
        sink: &mut Sink,
    ) -> Result<(), ImportError> {
        let day = self.day;
        let found = rows.first().and_then(|row| self.accounts.get_mut(row.account));
        let Some(account) = found else { return Ok(()) };
        let customer = customers::id(account.owner);
        let holding = holdings::account_id(account.key);
        for row in rows {
            sink.put(|batch| {
                batch.movements.push(movement(row, day, customer, holding));
                1
            })?;
        }
        if account.on.is_some_and(|on| on >= day) {
            // The file goes back to a day that is over: no order of it can be told any more.
            return rows.iter().try_for_each(|row| report.misfit(row::TRANS.name, row.line.into()));
        }
        let steps: Vec<Step> = rows.iter().map(Row::step).collect();
        let chain = chain::find(account.balance, &steps);
        for row in chain.misfits.iter().filter_map(|at| rows.get(*at)) {
            report.misfit(row::TRANS.name, row.line.into())?;
        }
        let (before, key) = (account.on, account.key);
        let carried = (account.balance, chain.closing);
        (account.on, account.balance) = (Some(day), chain.closing);
        let balance = |(on, amount_minor)| Balance { holding, customer, on, amount_minor };
        let firsts = before.into_iter().flat_map(|on| firsts_after(on, day));
        for on in firsts {
            put(sink, balance((on, carried.0)))?;
        }
        put(sink, balance((day, carried.1)))?;
        let paid = rows.iter().filter(|row| row.purpose == Purpose::Loan);
        let paid = paid.filter(|row| row.direction == Direction::Debit).map(|row| row.amount).sum();
        if paid == 0 { Ok(()) } else { self.pay(key, customer, paid, sink) }
    }

    /// Brings down what the owner owes by what the account has paid on its loan.
    fn pay(
        &mut self,
        account: Key,
        customer: Uuid,
        paid: i64,
        sink: &mut Sink,
    ) -> Result<(), ImportError> {
        let day = self.day;
        let start = self.debts.partition_point(|debt| debt.account < account);
        let of_account = self.debts.iter_mut().skip(start);
        let mut owing = of_account.take_while(|debt| debt.account == account);
        let Some(debt) = owing.find(|debt| debt.owed > 0 && debt.on <= day) else { return Ok(()) };
        let holding = debt.holding;
        for on in firsts_after(debt.on, day) {
            put(sink, Balance { holding, customer, on, amount_minor: debt.owed })?;
        }
        debt.owed = (debt.owed - paid).max(0);
        if debt.on == day {
            // Paid on the day on which it was granted: the day has its balance already.
            return Ok(());
        }
        debt.on = day;
        put(sink, Balance { holding, customer, on: day, amount_minor: debt.owed })
    }

    /// Carries every balance on to the bank date.
    fn carry_all(&self, sink: &mut Sink) -> Result<(), ImportError> {
        let end = self.bank_date + Days::new(1);
        for account in &self.accounts {
            let customer = customers::id(account.owner);
            let holding = holdings::account_id(account.key);
            for on in account.on.into_iter().flat_map(|on| firsts_after(on, end)) {
                put(sink, Balance { holding, customer, on, amount_minor: account.balance })?;
            }
        }
        for debt in &self.debts {
            let found = self.accounts.binary_search_by_key(&debt.account, |account| account.key);
            let Some(account) = found.ok().and_then(|at| self.accounts.get(at)) else { continue };
            let (customer, holding) = (customers::id(account.owner), debt.holding);
            for on in firsts_after(debt.on, end) {
                put(sink, Balance { holding, customer, on, amount_minor: debt.owed })?;
            }
        }
        Ok(())
    }
}

/// The first days of months after `on` and before `end`.
fn firsts_after(on: NaiveDate, end: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let next = |day: &NaiveDate| day.with_day(1)?.checked_add_months(Months::new(1));
    std::iter::successors(next(&on), next).take_while(move |day| *day < end)
}

fn put(sink: &mut Sink, balance: Balance) -> Result<(), ImportError> {
    sink.put(|batch| {
        batch.balances.push(balance);
        1
    })
}

fn kept(account: usize, line: u32, trans: &Trans) -> Row {
    Row {
        account,
        key: trans.key,
        line,
        direction: trans.direction,
        operation: trans.operation,
        purpose: trans.purpose,
        bank: trans.bank,
        other: trans.other,
        amount: trans.amount,
        balance: trans.balance,
    }
}

fn movement(row: &Row, day: NaiveDate, customer: Uuid, holding: Uuid) -> Movement {
    let external_id = row.key.to_string();
    let (kind, initiator) = code::kind(row.direction, row.operation, row.purpose);
    Movement {
        id: NAMER.id("movement", &external_id, day),
        holding,
        customer,
        external_id,
        booked_on: day,
        booked_at: None,
        direction: row.direction,
        amount_minor: row.amount,
        currency: CURRENCY.into(),
        kind,
        initiator,
        counterparty_name: None,
        counterparty_bank: row.bank.map(|letters| letters.map(char::from).iter().collect()),
        counterparty_account: row.other.map(|number| number.to_string()),
    }
}
