//! The order in which the rows of one account and day were booked.
//!
//! The source gives the balance after each row, but not the order of a day's rows. A row follows
//! from a balance if adding its amount gives its own balance, within a tolerance. The rows that
//! follow from the balance of before, one from the other, are the chain; of all orders the one
//! with the longest chain is taken. What is left over fits nowhere: a misfit.

/// Rows may miss by this much, in minor units: the source rounds interest.
const TOLERANCE: u64 = 100;

/// Beyond this many rows not all orders can be looked through; then each step takes the first row
/// that follows.
const FULL_SEARCH: usize = 10;

/// What a row does to the balance, and the balance after it, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// Positive for a credit.
    pub(super) change: i64,
    /// The balance after it.
    pub(super) balance: i64,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Positions of the rows that fit nowhere, ascending.
    pub(super) misfits: Vec<usize>,
    /// The balance at the end of the day.
    pub(super) closing: i64,
}

/// Finds the order of `steps` after the balance `before`.
pub(super) fn find(before: i64, steps: &[Step]) -> Found {
    let order = match steps {
        [] => return Found { misfits: Vec::new(), closing: before },
        [_] => vec![0],
        _ if steps.len() <= FULL_SEARCH => Search::new(before, steps).best(),
        _ => greedy(before, steps),
    };
    let chain = chained(before, steps, &order);
    let mut misfits = order.get(chain..).unwrap_or_default().to_vec();
    misfits.sort_unstable();
    let last = order.last().and_then(|at| steps.get(*at));
    Found { misfits, closing: last.map_or(before, |step| step.balance) }
}

fn follows(before: i64, step: Step) -> bool {
    before.saturating_add(step.change).abs_diff(step.balance) <= TOLERANCE
}

/// How many rows at the head of `order` follow one from the other.
fn chained(before: i64, steps: &[Step], order: &[usize]) -> usize {
    let mut balance = before;
    let mut rows = order.iter().filter_map(|at| steps.get(*at));
    let end = rows.position(|step| {
        let breaks = !follows(balance, *step);
        balance = step.balance;
        breaks
    });
    end.unwrap_or(order.len())
}

fn greedy(before: i64, steps: &[Step]) -> Vec<usize> {
    let mut left: Vec<usize> = (0..steps.len()).collect();
    let mut order = Vec::with_capacity(left.len());
    let mut balance = before;
    while !left.is_empty() {
        let next = left.iter().position(|at| steps.get(*at).is_some_and(|s| follows(balance, *s)));
        let at = left.remove(next.unwrap_or(0));
        balance = steps.get(at).map_or(balance, |step| step.balance);
        order.push(at);
    }
    order
}

/// What an order costs: rows outside the chain, then places where one does not follow from the one
/// before it, then by how much the day's end misses the sum of its rows. The second and third only
/// choose the day's end among orders whose chains are equally long.
type Cost = (usize, usize, u64);

/// Depth first through all orders; a branch that can only be worse is left.
struct Search<'a> {
    steps: &'a [Step],
    before: i64,
    expected: i64,
    order: Vec<usize>,
    best: Option<(Cost, Vec<usize>)>,
}

impl<'a> Search<'a> {
    fn new(before: i64, steps: &'a [Step]) -> Self {
        let expected = steps.iter().fold(before, |sum, step| sum.saturating_add(step.change));
        Self { steps, before, expected, order: Vec::with_capacity(steps.len()), best: None }
    }

    fn best(mut self) -> Vec<usize> {
        self.go(self.before, 0, 0);
        self.best.map_or_else(Vec::new, |(_, order)| order)
    }

    fn go(&mut self, balance: i64, outside: usize, breaks: usize) {
        let reached = self.best.as_ref().is_some_and(|(cost, _)| (outside, breaks, 0) >= *cost);
        if reached {
            return;
        }
        if self.order.len() == self.steps.len() {
            let cost = (outside, breaks, balance.abs_diff(self.expected));
            if self.best.as_ref().is_none_or(|(best, _)| cost < *best) {
                self.best = Some((cost, self.order.clone()));
            }
            return;
        }
        // Rows that follow first: where all do, the first order tried is the one.
        for wanted in [true, false] {
            for (at, step) in self.steps.iter().enumerate() {
                if self.order.contains(&at) || follows(balance, *step) != wanted {
                    continue;
                }
                self.order.push(at);
                let out = usize::from(outside > 0 || !wanted);
                self.go(step.balance, outside + out, breaks + usize::from(!wanted));
                self.order.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn steps(rows: &[(i64, i64)]) -> Vec<Step> {
        rows.iter().map(|&(change, balance)| Step { change, balance }).collect()
    }

    #[test]
    fn rows_of_a_day_are_put_in_order() {
        let rows = steps(&[(-1_460, 8_540), (-500, 9_500), (500, 10_000)]);
        let found = find(10_000, &rows);
        assert_eq!(found, Found { misfits: vec![], closing: 8_540 });
    }

    #[test]
    fn a_crown_is_tolerated_and_more_is_not() {
        assert_eq!(find(0, &steps(&[(70_000, 70_100)])).misfits, Vec::<usize>::new());
        let found = find(0, &steps(&[(70_000, 70_101)]));
        assert_eq!(found, Found { misfits: vec![0], closing: 70_101 });
    }

    #[test]
    fn what_the_first_row_that_follows_would_strand_is_placed() {
        let rows = steps(&[(20_000, 120_000), (10_000, 110_000), (-10_000, 100_000)]);
        assert_eq!(find(100_000, &rows), Found { misfits: vec![], closing: 120_000 });
        assert_eq!(chained(100_000, &rows, &greedy(100_000, &rows)), 1);
    }

    #[test]
    fn rows_after_a_gap_fit_nowhere_though_they_follow_from_each_other() {
        let rows = steps(&[(1_450_200, 5_556_590), (-760_000, 4_796_590), (-1_460, 4_795_130)]);
        let found = find(4_067_270, &rows);
        assert_eq!(found, Found { misfits: vec![0, 1, 2], closing: 4_795_130 });
    }

    #[test]
    fn many_rows_are_ordered_without_trying_all_orders() {
        let rows: Vec<Step> =
            (1..=40).rev().map(|n| Step { change: 1_000, balance: n * 1_000 }).collect();
        assert_eq!(find(0, &rows), Found { misfits: vec![], closing: 40_000 });
    }

    proptest! {
        #[test]
        fn a_shuffled_day_always_chains(
            before in -1_000_000_i64..1_000_000,
            changes in prop::collection::vec(-500_000_i64..500_000, 0..8),
            seed in any::<u64>(),
        ) {
            let mut balance = before;
            let mut rows = Vec::new();
            for change in changes {
                balance += change;
                rows.push(Step { change, balance });
            }
            rows.sort_by_key(|step| step.balance.wrapping_mul(31) ^ i64::from_ne_bytes(seed.to_ne_bytes()));
            let found = find(before, &rows);
            prop_assert!(found.misfits.is_empty());
            prop_assert!(found.closing.abs_diff(balance) <= 100);
        }
    }
}
