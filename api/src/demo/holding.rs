//! What each customer has with the bank.

use super::customer::{Sketch, Story, customer_id};
use super::plan::{Plan, after, before, day_between, id};
use super::product as sold;
use super::stream::Stream;
use crate::ingest::stage::{Holder, HolderRole, Holding};
use chrono::NaiveDate;

/// What an account does in the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Everything passes through it.
    Main,
    /// Money lies on it until it matures.
    Term,
    /// A fund or insurance that is paid into.
    Saved,
    /// Money lies on it.
    Kept,
    /// A loan that is paid back.
    Loan,
    /// A service without a balance.
    Service,
}

/// An account, with what the year needs to know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Account {
    /// The account as the loader takes it.
    pub(super) holding: Holding,
    /// Its key, which its movements' keys begin with.
    pub(super) key: String,
    /// What it does.
    pub(super) usage: Use,
    /// What stands on it on the first day, or is paid in when it is opened.
    pub(super) opening: i64,
}

impl Account {
    /// Whether its balance is what is owed.
    pub(super) fn is_loan(&self) -> bool {
        self.usage == Use::Loan
    }
}

/// Collects the accounts of one customer.
struct Shelf<'a> {
    plan: &'a Plan,
    sketch: &'a Sketch,
    stream: Stream,
    accounts: Vec<Account>,
}

/// All accounts of a customer; the first is the main one.
pub(super) fn accounts(plan: &Plan, sketch: &Sketch) -> Vec<Account> {
    let stream = plan.stream("holding", sketch.row);
    let mut shelf = Shelf { plan, sketch, stream, accounts: Vec::new() };
    if sketch.company {
        shelf.company();
    } else {
        shelf.person();
    }
    shelf.accounts
}

impl Shelf<'_> {
    fn person(&mut self) {
        let wealth = self.sketch.wealth;
        let rich = wealth >= 50_000_000;
        let since = self.sketch.since;
        let share = self.stream.between(80, 300);
        self.add(
            sold::DEMAND,
            Use::Main,
            since,
            None,
            parts(wealth, share).max(self.sketch.income),
        );
        self.service(sold::DEBIT_CARD, 930);
        self.service(sold::CREDIT_CARD, 300);
        if wealth >= 2_000_000 && self.stream.chance(650) {
            let product = if rich { sold::CERTIFICATE } else { sold::TERM };
            let share = self.stream.between(200, 450);
            self.lasting(product, [365, 730, 1_095], parts(wealth, share));
        }
        if wealth >= 5_000_000 && self.stream.chance(550) {
            let share = self.stream.between(150, 350);
            self.rolled(wealth, share);
        }
        if wealth >= 3_000_000 && self.stream.chance(280) {
            let fund = self.stream.pick(&[sold::BOND_FUND, sold::EQUITY_FUND]);
            let (opened, share) = (self.day(1_200), self.stream.between(50, 150));
            self.add(fund, Use::Saved, opened, None, parts(wealth, share));
        }
        if wealth >= 8_000_000 && self.stream.chance(200) {
            let (opened, share) = (self.day(1_500), self.stream.between(40, 120));
            self.add(sold::INSURANCE, Use::Saved, opened, Some(3_650), parts(wealth, share));
        }
        if rich && self.stream.chance(120) {
            let opened = self.day(900);
            let dollars = parts(wealth, 60) / 7;
            self.add(sold::DOLLARS, Use::Kept, opened, None, dollars);
        }
        if self.stream.chance(220) {
            let (opened, owed) = (self.day(3_000), self.stream.between(200_000, 2_400_000) * 100);
            self.add(sold::MORTGAGE, Use::Loan, opened, Some(7_300), owed);
        } else if self.stream.chance(100) {
            let (opened, owed) = (self.day(300), self.stream.between(20_000, 200_000) * 100);
            self.add(sold::CONSUMER_LOAN, Use::Loan, opened, Some(1_095), owed);
        }
    }

    fn company(&mut self) {
        let wealth = self.sketch.wealth;
        let since = self.sketch.since;
        let share = self.stream.between(300, 600);
        self.add(sold::COMPANY_DEMAND, Use::Main, since, None, parts(wealth, share));
        self.service(sold::SETTLEMENT, 700);
        self.service(sold::PAYROLL, 600);
        self.service(sold::CASH_MANAGEMENT, 250);
        self.service(sold::EXCHANGE, 200);
        if self.stream.chance(450) {
            let share = self.stream.between(200, 400);
            self.lasting(sold::COMPANY_TERM, [180, 365, 730], parts(wealth, share));
        }
        if self.stream.chance(350) {
            let (opened, owed) = (self.day(400), self.stream.between(300, 1_500));
            self.add(sold::WORKING_CAPITAL, Use::Loan, opened, Some(1_095), parts(wealth, owed));
        }
        if self.stream.chance(150) {
            let opened = self.day(900);
            self.add(sold::DOLLARS, Use::Kept, opened, None, parts(wealth, 100) / 7);
        }
    }

    /// A service that the customer has `per_mille` times in a thousand.
    fn service(&mut self, product: &str, per_mille: u64) {
        if self.stream.chance(per_mille) {
            let since = self.sketch.since;
            self.add(product, Use::Service, since, None, 0);
        }
    }

    /// A deposit that lies for one of three terms and may mature within the year. Whoever stays
    /// then lays the money down again.
    fn lasting(&mut self, product: &str, terms: [u64; 3], amount: i64) {
        let term = self.stream.pick(&terms);
        let first = after(before(self.plan.first_day(), term), 30);
        let latest = before(self.plan.bank_date, 20);
        let opened = day_between(&mut self.stream, first, latest).max(after(self.sketch.since, 3));
        self.again(product, opened, term, amount);
    }

    /// Wealth management, laid down again each time that it matures.
    fn rolled(&mut self, wealth: i64, share: i64) {
        let (product, term) =
            self.stream.pick(&[(sold::WEALTH_SHORT, 91), (sold::WEALTH_LONG, 182)]);
        let first = before(self.plan.first_day(), term / 2);
        let opened = first.max(after(self.sketch.since, 5));
        self.again(product, opened, term, parts(wealth, share));
    }

    /// An account that matures, and its followers.
    fn again(&mut self, product: &str, mut opened: NaiveDate, term: u64, amount: i64) {
        while opened <= before(self.plan.bank_date, 5) {
            self.add(product, Use::Term, opened, Some(term), amount);
            let matures = after(opened, term);
            let takes = matches!(self.sketch.story, Story::TakesMaturities | Story::Leaves);
            if takes && matures >= self.sketch.turn {
                break;
            }
            opened = after(matures, 2);
        }
    }

    /// A day on which an account was opened: up to `days` before the history, or within it.
    fn day(&mut self, days: u64) -> NaiveDate {
        let first = before(self.plan.first_day(), days).max(after(self.sketch.since, 3));
        day_between(&mut self.stream, first, before(self.plan.bank_date, 20))
    }

    fn add(
        &mut self,
        product: &str,
        usage: Use,
        opened: NaiveDate,
        term: Option<u64>,
        opening: i64,
    ) {
        let key = format!("{:08}{:02}", self.sketch.row + 1, self.accounts.len() + 1);
        let matures_on = term.map(|days| after(opened, days));
        let over = matures_on.filter(|day| usage == Use::Term && *day <= self.plan.bank_date);
        let rate = match usage {
            Use::Main | Use::Kept => Some(1_500),
            Use::Term => Some(self.stream.between(14, 28) * 1_000),
            Use::Loan => Some(self.stream.between(31, 62) * 1_000),
            Use::Saved | Use::Service => None,
        };
        let holding = Holding {
            id: id("holding", &key, opened),
            external_id: key.clone(),
            product: sold::product_id(product),
            // No card and no account of any bank begins with 62999.
            account_number: format!("62999{key}"),
            currency: if product == sold::DOLLARS { "USD" } else { "CNY" }.to_owned(),
            opened_on: opened,
            matures_on,
            closed_on: over,
            close_reason: over.map(|_| "到期".to_owned()),
            rate_millionths: rate,
            holders: vec![Holder { customer: customer_id(self.sketch), role: HolderRole::Owner }],
        };
        // Whole yuan: nobody opens an account with fen.
        let opening = opening / 100 * 100;
        self.accounts.push(Account { holding, key, usage, opening });
    }
}

/// That many thousandths of an amount.
pub(super) fn parts(amount: i64, per_mille: i64) -> i64 {
    amount / 1_000 * per_mille
}
