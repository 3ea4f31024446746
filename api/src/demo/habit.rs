//! What customers do month by month: persons earn and spend, companies sell, buy and pay salaries.

use super::customer::{Sketch, Story, company_name, employer, turned};
use super::holding::parts;
use super::ledger::{Entry, at};
use super::name;
use super::plan::Plan;
use super::year::{ELSEWHERE, MAIN, Year};
use crate::ingest::stage::MovementKind;
use chrono::{Datelike as _, NaiveDate};

/// Where persons pay by card.
const SHOPS: &[&str] = &[
    "江澜百货",
    "永辉超市",
    "美团外卖",
    "滴滴出行",
    "京东商城",
    "天猫超市",
    "中国石化加油站",
    "星河影城",
    "华润万家",
    "国家电网",
    "江澜燃气",
    "中国移动",
    "铁路12306",
    "海底捞",
    "新华书店",
    "仁和药房",
];

/// What is drawn once of a customer's habits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Habits {
    /// Day of the month on which income comes, or salaries are paid.
    pub(super) pay_day: u32,
    /// Who pays a person's salary.
    employer: String,
    /// Day of the month on which loans are paid.
    pub(super) loan_day: u32,
    /// Day of the month on which funds are paid into.
    pub(super) save_day: u32,
    /// Rent that a standing order pays each month.
    rent: Option<i64>,
    /// Day of the month of that payment.
    rent_day: u32,
    /// Days out of a thousand on which something is spent, bought or sold.
    busy: u64,
    /// The other sides of a company's trade.
    partners: Vec<String>,
}

/// The habits of a customer.
pub(super) fn habits(plan: &Plan, sketch: &Sketch) -> Habits {
    let mut stream = plan.stream("habit", sketch.row);
    let mut day = |least, most| u32::try_from(stream.between(least, most)).unwrap_or(1);
    let (pay_day, loan_day, save_day, rent_day) =
        (day(5, 15), day(16, 25), day(16, 26), day(2, 28));
    let busy = match sketch.story {
        Story::Sleeps => 3,
        _ => u64::try_from(stream.between(40, 100)).unwrap_or(100),
    };
    let rents = !sketch.company && sketch.story != Story::Sleeps && stream.chance(300);
    let rent = rents.then(|| (parts(sketch.income, 250) / 10_000 * 10_000).max(10_000));
    let partners = if sketch.company {
        (0..6).map(|_| company_name(plan, stream.index(1_000_000)).0).collect()
    } else {
        Vec::new()
    };
    let employer = if sketch.company { String::new() } else { employer(plan, sketch.row) };
    Habits { pay_day, employer, loan_day, save_day, rent, rent_day, busy, partners }
}

impl Year<'_> {
    /// How many thousandths of the usual income come on this day.
    fn level(&self, on: NaiveDate) -> i64 {
        match self.sketch.story {
            Story::IncomeStops if turned(self.sketch, on) => 0,
            Story::Leaves if turned(self.sketch, on) => 600,
            Story::Grows => 1_350,
            Story::Sleeps => 0,
            _ => 1_000,
        }
    }

    /// A day of a person.
    pub(super) fn household(&mut self, on: NaiveDate) {
        let income = parts(self.sketch.income, self.level(on));
        if on.day() == self.habits.pay_day && income > 0 {
            let amount = parts(income, self.stream.between(970, 1_050));
            let entry = Entry::new(MovementKind::Salary, amount).named(&self.habits.employer);
            self.ledger.credit(MAIN, at(on, 90), entry);
            // What is spent through a wallet, in one sum.
            let amount = parts(income, self.stream.between(350, 650));
            let entry = Entry::new(MovementKind::Transfer, amount).named("支付宝充值");
            self.ledger.debit(MAIN, at(on, 400), entry);
        }
        if let Some(rent) = self.habits.rent.filter(|_| on.day() == self.habits.rent_day) {
            let entry = Entry::new(MovementKind::StandingOrder, rent).named("房东");
            self.ledger.debit(MAIN, at(on, 15), entry);
        }
        if self.stream.chance(self.habits.busy) {
            let amount = self.sketch.income / 1_000 * self.stream.between(4, 70);
            let (shop, minutes) = (self.stream.pick(SHOPS), self.stream.between(30, 760));
            let entry = Entry::new(MovementKind::Card, amount).named(shop);
            self.ledger.debit(MAIN, at(on, minutes), entry);
        }
        if self.stream.chance(self.habits.busy / 5) {
            let amount = parts(self.sketch.income, self.stream.between(50, 300));
            let (friend, minutes) = (name::anyone(&mut self.stream), self.stream.between(30, 760));
            let bank = self.stream.pick(ELSEWHERE);
            let entry = Entry::new(MovementKind::Transfer, amount).named(friend).at(bank);
            self.ledger.debit(MAIN, at(on, minutes), entry);
        }
        if self.stream.chance(self.habits.busy / 8) {
            let amount = self.stream.between(3, 50) * 10_000;
            let minutes = self.stream.between(60, 700);
            self.ledger.debit(MAIN, at(on, minutes), Entry::new(MovementKind::Cash, amount));
        }
    }

    /// A day of a company.
    pub(super) fn trade(&mut self, on: NaiveDate) {
        let income = self.sketch.income;
        if self.stream.chance(self.habits.busy * 2) && self.level(on) > 0 {
            let amount = parts(parts(income, self.stream.between(120, 320)), self.level(on));
            let entry = self.partner(amount);
            let minutes = self.stream.between(30, 540);
            self.ledger.credit(MAIN, at(on, minutes), entry);
        }
        if self.stream.chance(self.habits.busy * 2) {
            let amount = parts(income, self.stream.between(60, 220));
            let entry = self.partner(amount);
            let minutes = self.stream.between(30, 540);
            self.ledger.debit(MAIN, at(on, minutes), entry);
        }
        if on.day() == self.habits.pay_day && self.sketch.story != Story::Sleeps {
            let amount = parts(income, self.stream.between(180, 240));
            let entry = Entry::new(MovementKind::PayrollOut, amount).named("代发工资");
            self.ledger.debit(MAIN, at(on, 85), entry);
        }
        if on.day() == 28 {
            self.ledger.debit(MAIN, at(on, 3), Entry::new(MovementKind::Fee, 5_000).by_bank());
        }
    }

    fn partner(&mut self, amount: i64) -> Entry {
        let name = &self.habits.partners[self.stream.index(self.habits.partners.len())];
        let bank = self.stream.pick(ELSEWHERE);
        Entry::new(MovementKind::Transfer, amount).named(name).at(bank)
    }
}
