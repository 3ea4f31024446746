//! What comes and goes by habit: persons earn and spend, companies sell, buy and pay salaries.

use super::customer::{Story, turned};
use super::holding::parts;
use super::ledger::{Entry, at};
use super::name;
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

impl Year<'_> {
    /// What comes and goes by habit.
    pub(super) fn month(&mut self, on: NaiveDate) {
        if self.sketch.company { self.trade(on) } else { self.household(on) }
    }

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
    fn household(&mut self, on: NaiveDate) {
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
    fn trade(&mut self, on: NaiveDate) {
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
