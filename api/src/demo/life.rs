//! One year of one customer, day by day.

use super::customer::{Sketch, Story, customer_id, turned};
use super::habit::Habits;
use super::holding::{Account, Use, parts};
use super::ledger::{Entry, Ledger, at};
use super::plan::{Plan, after};
use super::year::{ELSEWHERE, MAIN, Year};
use crate::ingest::stage::MovementKind;
use chrono::{Datelike as _, NaiveDate};

/// Lives the year and returns what was booked.
pub(super) fn live(
    plan: &Plan,
    sketch: &Sketch,
    own_name: &str,
    accounts: &[Account],
    habits: &Habits,
) -> Ledger {
    let mut stream = plan.stream("movement", sketch.row);
    let other_bank = stream.pick(ELSEWHERE);
    let ledger = Ledger::new(customer_id(sketch));
    let mut year = Year { sketch, habits, ledger, stream, own_name, other_bank };
    for on in plan.days() {
        year.day(plan, accounts, on);
    }
    year.ledger
}

impl Year<'_> {
    fn day(&mut self, plan: &Plan, accounts: &[Account], on: NaiveDate) {
        for (place, account) in accounts.iter().enumerate() {
            self.opens(plan, place, account, on);
        }
        if on > accounts[MAIN].holding.opened_on {
            self.mature(accounts, on);
            self.leave(on);
            self.month(on);
            self.pay_loans(accounts, on);
            self.save(accounts, on);
            self.interest(on);
        }
        self.ledger.end(on);
        for (place, account) in accounts.iter().enumerate() {
            if account.holding.closed_on == Some(on) {
                self.ledger.close(place);
            }
        }
    }

    /// Begins what begins on this day. What was there before the history has its balance already.
    fn opens(&mut self, plan: &Plan, place: usize, account: &Account, on: NaiveDate) {
        let opened = account.holding.opened_on;
        if account.usage == Use::Service {
            return;
        }
        if on == plan.first_day() && opened < on {
            self.ledger.open(place, account, account.opening);
        } else if on == opened {
            self.ledger.open(place, account, 0);
            self.pay_in(place, account, on);
        }
    }

    /// Pays into a new account: from outside into the main one, from the main one into others, from
    /// the bank to the customer for a loan.
    fn pay_in(&mut self, place: usize, account: &Account, on: NaiveDate) {
        let (amount, now) = (account.opening, at(on, 60));
        if account.is_loan() {
            self.ledger.lend(place, now, Entry::new(MovementKind::Loan, amount).by_bank());
            self.ledger.credit(MAIN, now, Entry::new(MovementKind::Loan, amount).by_bank());
            return;
        }
        if place == MAIN || account.holding.currency != "CNY" {
            self.ledger.credit(place, now, self.elsewhere(amount));
            return;
        }
        let missing = amount - self.ledger.balance(MAIN) / 2;
        self.ledger.credit(MAIN, now, self.elsewhere(missing));
        if self.ledger.debit(MAIN, now, Entry::new(MovementKind::Transfer, amount)) {
            self.ledger.credit(place, now, Entry::new(MovementKind::Transfer, amount));
        }
    }

    fn elsewhere(&self, amount: i64) -> Entry {
        Entry::new(MovementKind::Transfer, amount).named(self.own_name).at(self.other_bank)
    }

    /// What matures on this day comes to the main account, with its interest.
    fn mature(&mut self, accounts: &[Account], on: NaiveDate) {
        for (place, account) in accounts.iter().enumerate() {
            if account.holding.closed_on != Some(on) {
                continue;
            }
            let (amount, now) = (self.ledger.balance(place), at(on, 5));
            let term = (on - account.holding.opened_on).num_days();
            let rate = account.holding.rate_millionths.unwrap_or_default();
            let interest = amount / 1_000_000 * rate * term / 365;
            let entry = |kind, amount| Entry::new(kind, amount).by_bank();
            self.ledger.debit(place, now, entry(MovementKind::Maturity, amount));
            self.ledger.credit(MAIN, now, entry(MovementKind::Maturity, amount));
            self.ledger.credit(MAIN, now, entry(MovementKind::Interest, interest));
        }
    }

    /// Money that leaves for the customer's own account elsewhere: bit by bit once the story has
    /// turned, or all at once when it has come from what matured.
    fn leave(&mut self, on: NaiveDate) {
        let weekly = on.num_days_from_ce() % 7 == self.sketch.turn.num_days_from_ce() % 7;
        let share = match self.sketch.story {
            Story::Leaves if weekly => 180,
            Story::TakesMaturities if weekly => 600,
            _ => 0,
        };
        let left = self.ledger.balance(MAIN);
        if turned(self.sketch, on) && share > 0 && left > self.sketch.income {
            let amount = parts(left, share) / 10_000 * 10_000;
            let entry = Entry::new(MovementKind::OwnNameOut, amount);
            let minutes = self.stream.between(30, 600);
            let entry = entry.named(self.own_name).at(self.other_bank);
            self.ledger.debit(MAIN, at(on, minutes), entry);
        }
    }

    /// Pays the instalments of loans, principal and interest in one.
    fn pay_loans(&mut self, accounts: &[Account], on: NaiveDate) {
        if on.day() != self.habits.loan_day {
            return;
        }
        for (place, account) in accounts.iter().enumerate() {
            let owed = self.ledger.balance(place);
            if !account.is_loan() || owed == 0 || on <= after(account.holding.opened_on, 20) {
                continue;
            }
            let interest =
                owed / 1_000_000 * account.holding.rate_millionths.unwrap_or_default() / 12;
            let amount = (account.opening / 240).min(owed) + interest;
            let entry = |amount| Entry::new(MovementKind::Loan, amount).by_bank();
            if self.ledger.debit(MAIN, at(on, 2), entry(amount)) {
                let charged = Entry::new(MovementKind::Interest, interest).by_bank();
                self.ledger.lend(place, at(on, 1), charged);
                self.ledger.credit(place, at(on, 2), entry(amount));
            }
        }
    }

    /// Pays into funds and insurances each month.
    fn save(&mut self, accounts: &[Account], on: NaiveDate) {
        if on.day() != self.habits.save_day || self.sketch.story == Story::Sleeps {
            return;
        }
        for (place, account) in accounts.iter().enumerate() {
            let amount = parts(account.opening, 15) / 10_000 * 10_000;
            if account.usage == Use::Saved && account.holding.opened_on < on && amount > 0 {
                let entry = || Entry::new(MovementKind::Transfer, amount);
                if self.ledger.debit(MAIN, at(on, 70), entry()) {
                    self.ledger.credit(place, at(on, 70), entry());
                }
            }
        }
    }

    /// Interest of the main account, on the 21st of the last month of each quarter.
    fn interest(&mut self, on: NaiveDate) {
        if on.day() == 21 && on.month().is_multiple_of(3) {
            let interest = self.ledger.balance(MAIN) / 8_000;
            let entry = Entry::new(MovementKind::Interest, interest).by_bank();
            self.ledger.credit(MAIN, at(on, 1), entry);
        }
    }
}
