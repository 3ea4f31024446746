//! Customers: who they are, since when, how much they have, and what becomes of them this year.

use super::name;
use super::plan::{Plan, after, before, day_between, id};
use super::staff::{manager, team_of};
use super::unit;
use crate::ingest::stage::{Company, Customer, Gender, Number, Person, Profile};
use chrono::{Datelike as _, NaiveDate};

/// What becomes of a customer in the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Story {
    /// Nothing out of the ordinary.
    Steady,
    /// More comes than goes.
    Grows,
    /// The salary, or what buyers pay, stops coming.
    IncomeStops,
    /// Money goes to the customer's own account elsewhere, bit by bit.
    Leaves,
    /// What matures is not invested again.
    TakesMaturities,
    /// The customer hardly does anything.
    Sleeps,
}

/// What is drawn once of a customer, and all generators below a customer build on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sketch {
    /// Which customer.
    pub(super) row: usize,
    /// Whether it is a company.
    pub(super) company: bool,
    /// First day as a customer.
    pub(super) since: NaiveDate,
    /// What the customer has in all, in minor units.
    pub(super) wealth: i64,
    /// What comes in a month, in minor units.
    pub(super) income: i64,
    /// What becomes of the customer.
    pub(super) story: Story,
    /// The day on which the story turns.
    pub(super) turn: NaiveDate,
}

const STORIES: &[(Story, u64)] = &[
    (Story::Steady, 60),
    (Story::Grows, 12),
    (Story::IncomeStops, 8),
    (Story::Leaves, 8),
    (Story::TakesMaturities, 6),
    (Story::Sleeps, 6),
];

/// Whether the customer at `row` is a company.
pub(super) fn is_company(plan: &Plan, row: usize) -> bool {
    plan.stream("kind", row).chance(120)
}

/// The name of the company at `row`, and its industry.
pub(super) fn company_name(plan: &Plan, row: usize) -> (String, &'static str) {
    name::company(&mut plan.stream("company", row))
}

/// What is drawn once of the customer at `row`.
pub(super) fn sketch(plan: &Plan, row: usize) -> Sketch {
    let company = is_company(plan, row);
    let mut stream = plan.stream("customer", row);
    let since = if stream.chance(60) {
        day_between(&mut stream, plan.first_day(), before(plan.bank_date, 30))
    } else {
        day_between(&mut stream, before(plan.first_day(), 5_400), before(plan.first_day(), 30))
    };
    let yuan = if company {
        stream.weighted(&[
            ((20_000, 300_000), 45),
            ((300_000, 3_000_000), 40),
            ((3_000_000, 40_000_000), 15),
        ])
    } else {
        stream.weighted(&[
            ((500, 50_000), 45),
            ((50_000, 500_000), 38),
            ((500_000, 6_000_000), 14),
            ((6_000_000, 60_000_000), 3),
        ])
    };
    let wealth = stream.between(yuan.0, yuan.1) * 100;
    let income = if company {
        wealth / 8 + stream.between(2_000_000, 20_000_000)
    } else {
        (stream.between(3_500, 22_000) * 100 + wealth / 150) / 1_000 * 1_000
    };
    let story = stream.weighted(STORIES);
    let turn = day_between(&mut stream, before(plan.bank_date, 150), before(plan.bank_date, 25));
    Sketch { row, company, since, wealth, income, story, turn }
}

/// The relationship manager who leads the customer at `row` now, as a row; one in two hundred has
/// none yet.
pub(super) fn lead(plan: &Plan, row: usize) -> Option<usize> {
    let mut stream = plan.stream("lead", row);
    (!stream.chance(5)).then(|| stream.index(plan.managers()))
}

/// The customer as the loader takes it.
pub(super) fn customer(plan: &Plan, sketch: &Sketch) -> Customer {
    let row = sketch.row;
    let lead = lead(plan, row);
    let team = lead.map_or_else(|| row % plan.teams(), team_of);
    let (name, profile) = if sketch.company { company(plan, sketch) } else { person(plan, sketch) };
    let mut numbers = vec![number("core", format!("{:08}", 10_000_000 + row))];
    let mut stream = plan.stream("number", row);
    if stream.chance(80) {
        numbers.push(number("credit", format!("C{:07}", row + 1)));
    }
    Customer {
        id: customer_id(sketch),
        name,
        generated: true,
        home_unit: unit::team(team),
        lead: lead.map(manager),
        since: sketch.since,
        region: Some(format!("9901{:02}", team % 20 + 1)),
        profile,
        numbers,
    }
}

/// The id of a customer.
pub(super) fn customer_id(sketch: &Sketch) -> uuid::Uuid {
    id("customer", &sketch.row.to_string(), sketch.since)
}

fn number(system: &str, number: String) -> Number {
    Number { system: system.to_owned(), number }
}

const OCCUPATIONS: &[&str] = &[
    "教师",
    "医生",
    "护士",
    "公务员",
    "工程师",
    "会计",
    "销售",
    "个体经营",
    "企业管理",
    "律师",
    "司机",
    "设计师",
    "技术工人",
    "退休",
    "自由职业",
    "程序员",
];
const EDUCATION: &[(&str, u64)] =
    &[("高中及以下", 30), ("大专", 25), ("本科", 35), ("硕士", 8), ("博士", 2)];

fn person(plan: &Plan, sketch: &Sketch) -> (String, Profile) {
    let mut stream = plan.stream("person", sketch.row);
    let gender = if stream.chance(490) { Gender::Female } else { Gender::Male };
    let name = name::person(&mut stream, gender);
    let birth = day_between(&mut stream, before(sketch.since, 22_000), before(sketch.since, 6_800));
    let digit = stream.between(0, 499) * 2 + i64::from(gender == Gender::Male);
    let person = Person {
        gender: Some(gender),
        birth_date: Some(birth),
        occupation: Some(stream.pick(OCCUPATIONS).to_owned()),
        education: stream.chance(900).then(|| stream.weighted(EDUCATION).to_owned()),
        income_minor: stream.chance(850).then_some(sketch.income * 12),
        // No mobile number begins with 10 and no region with 99: these belong to nobody.
        mobile: Some(format!("10{}", stream.digits(9))),
        id_number: Some(identity(birth, digit)),
    };
    (name, Profile::Person(person))
}

/// An identity number of a region that does not exist, with its check digit.
fn identity(birth: NaiveDate, order: i64) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let body = format!("990101{:04}{:02}{:02}{order:03}", birth.year(), birth.month(), birth.day());
    let digits = body.chars().filter_map(|digit| digit.to_digit(10));
    let sum: u32 = digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let check = ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"];
    let place = usize::try_from(sum % 11).unwrap_or_default();
    format!("{body}{}", check[place])
}

const OWNERSHIP: &[(&str, u64)] =
    &[("民营", 70), ("国有", 10), ("外资", 8), ("合资", 7), ("集体", 5)];

fn company(plan: &Plan, sketch: &Sketch) -> (String, Profile) {
    let (name, industry) = company_name(plan, sketch.row);
    let mut stream = plan.stream("company_profile", sketch.row);
    let company = Company {
        credit_code: Some(format!("91990100MA{}", stream.digits(8))),
        ownership: Some(stream.weighted(OWNERSHIP).to_owned()),
        industry: Some(industry.to_owned()),
        legal_representative: Some(name::anyone(&mut stream)),
        sales_minor: Some(sketch.income * 12),
    };
    (name, Profile::Company(company))
}

/// Whom the person at `row` works for: a company of the bank, where one is found nearby.
pub(super) fn employer(plan: &Plan, row: usize) -> String {
    let mut stream = plan.stream("employer", row);
    let start = stream.index(plan.customers.max(1));
    (start..plan.customers)
        .take(50)
        .find(|row| is_company(plan, *row))
        .map_or_else(|| name::company(&mut stream).0, |row| company_name(plan, row).0)
}

/// The day after which the story has begun to show, never before the customer came.
pub(super) fn turned(sketch: &Sketch, on: NaiveDate) -> bool {
    on >= sketch.turn && on > after(sketch.since, 30)
}

#[cfg(test)]
mod tests {
    use super::{NaiveDate, identity};

    #[test]
    fn the_check_digit_of_an_identity_number_is_right() {
        // 11010519491231002X is the example of GB 11643; the region's digits differ here.
        let birth = NaiveDate::from_ymd_opt(1949, 12, 31).unwrap();
        let number = identity(birth, 2);
        assert_eq!(number.len(), 18);
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1];
        let value = |digit: char| digit.to_digit(10).unwrap_or(10);
        let sum: u32 =
            number.chars().zip(weights).map(|(digit, weight)| value(digit) * weight).sum();
        assert_eq!(sum % 11, 1);
    }
}
