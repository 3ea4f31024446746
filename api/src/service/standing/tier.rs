//! Tier by month-average assets (domain F06b): it rises at once, and falls late.
//!
//! Three months below the tier's line put it on WATCH from the fourth. Three months of that, and
//! in the seventh it falls to the tier of the highest of these six averages.

use entity::customer_standing::{Tier, TierState};

/// Months below the line before the tier is watched.
const BEFORE_WATCH: i32 = 3;

/// Months below the line before it falls; their highest average says to where.
const BEFORE_FALL: i32 = 6;

/// Lines between the tiers: from each on, month-average assets in minor units of the base
/// currency belong to the next tier. They ascend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lines(pub [i64; 3]);

impl Lines {
    /// The tier of an average.
    #[must_use]
    pub fn tier(self, average_minor: i64) -> Tier {
        let [first, second, third] = self.0;
        match average_minor {
            average if average < first => Tier::T0,
            average if average < second => Tier::T1,
            average if average < third => Tier::T2,
            _ => Tier::T3,
        }
    }
}

/// A tier, and how near it is to falling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The tier.
    pub tier: Tier,
    /// Whether it is watched.
    pub state: TierState,
    /// Months in a row below its line.
    pub months_below: i32,
    /// The highest average of those months, in minor units.
    highest_below: i64,
}

impl Standing {
    /// Who has just come.
    pub const NEW: Self =
        Self { tier: Tier::T0, state: TierState::Normal, months_below: 0, highest_below: 0 };

    /// After one more month.
    #[must_use]
    pub fn after_month(self, lines: Lines, average_minor: i64) -> Self {
        let before = self.turned(lines);
        let reached = lines.tier(average_minor);
        if reached >= before.tier {
            return Self { tier: reached, ..Self::NEW };
        }
        let highest = if before.months_below == 0 { i64::MIN } else { before.highest_below };
        Self {
            months_below: before.months_below + 1,
            highest_below: highest.max(average_minor),
            ..before
        }
    }

    /// In a month that is not over: it may raise the tier, and counts for nothing else.
    #[must_use]
    pub fn in_month(self, lines: Lines, average_minor: i64) -> Self {
        let now = self.turned(lines);
        let reached = lines.tier(average_minor);
        if reached > now.tier { Self { tier: reached, ..Self::NEW } } else { now }
    }

    /// What the months before make of the month that begins.
    fn turned(self, lines: Lines) -> Self {
        if self.months_below >= BEFORE_FALL {
            return Self { tier: lines.tier(self.highest_below), ..Self::NEW };
        }
        let watched = self.months_below >= BEFORE_WATCH;
        let state = if watched { TierState::Watch } else { TierState::Normal };
        Self { state, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LINES: Lines = Lines([5_000_000, 50_000_000, 600_000_000]);

    fn run(start: Tier, thousands: &[i64]) -> Vec<(Tier, TierState)> {
        let mut standing = Standing { tier: start, ..Standing::NEW };
        let month = |average: &i64| {
            standing = standing.after_month(LINES, average * 100_000);
            (standing.tier, standing.state)
        };
        thousands.iter().map(month).collect()
    }

    #[test]
    fn lines_belong_to_the_tier_above() {
        let tiers = [4_999_999, 5_000_000, 49_999_999, 50_000_000, 599_999_999, 600_000_000];
        let tiers = tiers.map(|average| LINES.tier(average));
        assert_eq!(tiers, [Tier::T0, Tier::T1, Tier::T1, Tier::T2, Tier::T2, Tier::T3]);
    }

    #[test]
    fn three_months_below_then_three_watched_then_it_falls() {
        use {
            Tier::{T1, T2},
            TierState::{Normal, Watch},
        };
        let found = run(T2, &[480, 450, 470, 460, 490, 300, 480]);
        let normal = (T2, Normal);
        let watch = (T2, Watch);
        assert_eq!(found, [normal, normal, normal, watch, watch, watch, (T1, Normal)]);
    }

    #[test]
    fn a_month_on_the_line_lifts_the_watch() {
        use {
            Tier::T2,
            TierState::{Normal, Watch},
        };
        let found = run(T2, &[480, 450, 470, 460, 510, 300, 480]);
        assert_eq!(found.get(3), Some(&(T2, Watch)));
        assert_eq!(found.get(4), Some(&(T2, Normal)));
        assert_eq!(found.last(), Some(&(T2, Normal)));
    }

    #[test]
    fn a_running_month_raises_and_never_lowers() {
        let held = Standing { tier: Tier::T1, ..Standing::NEW };
        assert_eq!(held.in_month(LINES, 60_000_000).tier, Tier::T2);
        assert_eq!(held.in_month(LINES, 0), held);
    }

    #[test]
    fn a_fall_that_is_due_shows_in_the_running_month() {
        let held = Standing { tier: Tier::T2, ..Standing::NEW };
        let due = (0..6).fold(held, |standing, _| standing.after_month(LINES, 40_000_000));
        assert_eq!((due.tier, due.state), (Tier::T2, TierState::Watch));
        assert_eq!(due.in_month(LINES, 0).tier, Tier::T1);
    }

    proptest! {
        #[test]
        fn a_tier_falls_only_after_six_months_below(
            averages in prop::collection::vec(0_i64..700_000_000, 1..60),
        ) {
            let mut standing = Standing::NEW;
            let mut below = 0;
            for average in averages {
                let next = standing.after_month(LINES, average);
                if next.tier < standing.tier {
                    prop_assert!(below >= 6);
                }
                prop_assert!(next.tier >= LINES.tier(average));
                prop_assert_eq!(next.state == TierState::Watch, next.months_below > 3);
                below = if next.months_below > 0 { below + 1 } else { 0 };
                standing = next;
            }
        }
    }
}
