//! The whole bank as batches, in the order of loading.

use super::assignment::assignments;
use super::customer::{customer, sketch};
use super::habit::habits;
use super::holding::accounts;
use super::plan::Plan;
use super::{life, product, rate, staff, unit};
use crate::ingest::stage::{Bank, Batch};

/// Customers of one batch.
const AT_ONCE: usize = 50;

/// The bank's own row.
#[must_use]
pub fn bank() -> Bank {
    Bank {
        name: "江澜银行".to_owned(),
        base_currency: "CNY".to_owned(),
        time_zone: "Asia/Shanghai".to_owned(),
        locale: "zh-CN".to_owned(),
        replay: false,
    }
}

/// The batches of a bank, made one at a time: first what belongs to the bank, then the customers
/// with all that is below them.
pub fn batches(plan: Plan) -> impl Iterator<Item = Batch> {
    let own = Batch {
        units: unit::units(&plan),
        staff: staff::staff(&plan),
        products: product::products(),
        rates: rate::rates(&plan),
        ..Batch::default()
    };
    let rows = (0..plan.customers).step_by(AT_ONCE);
    let below = rows.map(move |first| {
        let end = plan.customers.min(first + AT_ONCE);
        let read = u64::try_from(end).unwrap_or(u64::MAX);
        let mut batch = Batch { read, ..Batch::default() };
        for row in first..end {
            add(&plan, row, &mut batch);
        }
        batch
    });
    std::iter::once(own).chain(below)
}

/// Adds one customer with all that is below.
fn add(plan: &Plan, row: usize, batch: &mut Batch) {
    let sketch = sketch(plan, row);
    let customer = customer(plan, &sketch);
    let accounts = accounts(plan, &sketch);
    let habits = habits(plan, &sketch);
    let ledger = life::live(plan, &sketch, &customer.name, &accounts, &habits);
    batch.customers.push(customer);
    batch.assignments.extend(assignments(plan, &sketch));
    batch.holdings.extend(accounts.into_iter().map(|account| account.holding));
    batch.movements.extend(ledger.movements);
    batch.balances.extend(ledger.balances);
}

#[cfg(test)]
mod tests {
    use super::super::product::product_id;
    use super::{Batch, Plan, batches};
    use crate::ingest::stage::{Category, Direction, MovementKind};
    use chrono::{Datelike as _, NaiveDate};
    use std::collections::{BTreeMap, BTreeSet, HashSet};

    fn plan(customers: usize, seed: u64) -> Plan {
        Plan { customers, seed, bank_date: NaiveDate::from_ymd_opt(2026, 6, 30).unwrap() }
    }

    fn whole(plan: Plan) -> Batch {
        batches(plan).fold(Batch::default(), |mut whole, batch| {
            whole.units.extend(batch.units);
            whole.staff.extend(batch.staff);
            whole.products.extend(batch.products);
            whole.rates.extend(batch.rates);
            whole.customers.extend(batch.customers);
            whole.assignments.extend(batch.assignments);
            whole.holdings.extend(batch.holdings);
            whole.movements.extend(batch.movements);
            whole.balances.extend(batch.balances);
            whole
        })
    }

    #[test]
    fn equal_plans_make_equal_banks_and_other_seeds_others() {
        let (one, two, other) = (whole(plan(60, 1)), whole(plan(60, 1)), whole(plan(60, 2)));
        assert_eq!(one.customers, two.customers);
        assert_eq!(one.movements, two.movements);
        assert_eq!(one.balances, two.balances);
        assert_ne!(one.customers[0].name, other.customers[0].name);
    }

    #[test]
    fn no_id_is_given_twice() {
        let bank = whole(plan(300, 1));
        let mut seen = HashSet::new();
        let ids = (bank.units.iter().map(|row| row.id))
            .chain(bank.staff.iter().map(|row| row.id))
            .chain(bank.products.iter().map(|row| row.id))
            .chain(bank.customers.iter().map(|row| row.id))
            .chain(bank.assignments.iter().map(|row| row.id))
            .chain(bank.holdings.iter().map(|row| row.id))
            .chain(bank.movements.iter().map(|row| row.id));
        ids.for_each(|id| assert!(seen.insert(id), "{id}"));
        let mut numbers = HashSet::new();
        assert!(bank.holdings.iter().all(|row| numbers.insert(&row.account_number)));
    }

    #[test]
    fn balances_follow_from_movements() {
        let plan = plan(300, 1);
        let bank = whole(plan);
        let loans: HashSet<_> = bank
            .products
            .iter()
            .filter(|row| row.category == Category::Loan)
            .map(|row| row.id)
            .collect();
        let mut sums: BTreeMap<_, BTreeMap<NaiveDate, i64>> = BTreeMap::new();
        for row in &bank.movements {
            let sign = if row.direction == Direction::Credit { 1 } else { -1 };
            let day = sums.entry(row.holding).or_default().entry(row.booked_on).or_default();
            *day += sign * row.amount_minor;
        }
        for holding in &bank.holdings {
            let sign = if loans.contains(&holding.product) { -1 } else { 1 };
            let moved = sums.remove(&holding.id).unwrap_or_default();
            let rows = bank.balances.iter().filter(|row| row.holding == holding.id);
            // What stood there before the history is known from its first day only.
            let new = holding.opened_on >= plan.first_day();
            let mut before = new.then_some((holding.opened_on.pred_opt().unwrap(), 0));
            for row in rows {
                assert!(row.amount_minor >= 0, "{holding:?} {row:?}");
                if let Some((day, amount)) = before {
                    let since = moved.iter().filter(|(on, _)| **on > day && **on <= row.on);
                    let change: i64 = since.map(|(_, sum)| sign * sum).sum();
                    assert_eq!(amount + change, row.amount_minor, "{holding:?} {row:?}");
                    // Nobody has to look back for more than a month.
                    assert!((row.on - day).num_days() <= 31);
                }
                before = Some((row.on, row.amount_minor));
            }
            let last = before.map(|(day, _)| day);
            assert!(moved.keys().all(|day| Some(*day) <= last), "{holding:?}");
        }
        assert!(sums.is_empty());
    }

    #[test]
    fn what_is_named_is_there_and_in_time() {
        let plan = plan(300, 1);
        let bank = whole(plan);
        let staff: HashSet<_> = bank.staff.iter().map(|row| row.id).collect();
        let units: HashSet<_> = bank.units.iter().map(|row| row.id).collect();
        let since: BTreeMap<_, _> = bank.customers.iter().map(|row| (row.id, row.since)).collect();
        assert!(bank.assignments.iter().all(|row| staff.contains(&row.staff)));
        assert!(bank.customers.iter().all(|row| units.contains(&row.home_unit)));
        for row in &bank.holdings {
            assert!(
                row.opened_on >= since[&row.holders[0].customer] && row.opened_on <= plan.bank_date
            );
            assert!(row.closed_on.is_none_or(|day| day > row.opened_on && day <= plan.bank_date));
        }
        let days = plan.first_day()..=plan.bank_date;
        assert!(bank.movements.iter().all(|row| days.contains(&row.booked_on)));
        assert!(bank.balances.iter().all(|row| days.contains(&row.on)));
        for customer in &bank.customers {
            let lead = bank.assignments.iter().find(|row| {
                row.customer == customer.id && row.to.is_none() && Some(row.staff) == customer.lead
            });
            assert_eq!(lead.is_some(), customer.lead.is_some());
        }
    }

    #[test]
    fn every_category_is_held_and_every_story_is_told() {
        let bank = whole(plan(300, 1));
        let held: BTreeSet<_> = bank.holdings.iter().map(|row| row.product).collect();
        assert!(bank.products.iter().all(|row| held.contains(&product_id(&row.code))));
        let last = |kind| bank.movements.iter().filter(move |row| row.kind == kind).count();
        assert!(last(MovementKind::Maturity) > 20 && last(MovementKind::OwnNameOut) > 20);
        let mut paid: BTreeMap<_, BTreeSet<u32>> = BTreeMap::new();
        for row in bank.movements.iter().filter(|row| row.kind == MovementKind::Salary) {
            paid.entry(row.customer).or_default().insert(row.booked_on.month());
        }
        let stopped = paid.values().filter(|months| months.len() >= 6 && !months.contains(&6));
        assert!(stopped.count() >= 5);
        let each = bank.movements.len() / bank.customers.len();
        assert!((30..120).contains(&each), "{each} movements for each customer");
    }
}
