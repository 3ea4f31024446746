//! Lists of several kinds of rows in one order: by instant, kind and id, all in one direction.
//!
//! Each kind is read by a statement of its own, limited and from where the list goes on; what came
//! is merged here. A kind that knows days only stands at the beginning of its day in the bank's
//! zone, so that a day needs no instant in the database.

use super::{
    bank::Bank,
    error::ServiceError,
    op::Op,
    page::First,
    rank::{After, Keys, united},
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ConnectionTrait, EntityTrait, ExprTrait, QuerySelect, QueryTrait, Select, TryGetable,
    sea_query::{Alias, Expr, Query, SelectStatement},
};
use std::{collections::HashMap, hash::Hash};
use uuid::Uuid;

/// Place of a row in such a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place<Kind> {
    /// When.
    pub at: DateTime<Utc>,
    /// What it is; decides where instants are equal.
    pub kind: Kind,
    /// Which one; decides among equal kinds.
    pub id: Uuid,
}

/// A page of such a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Merged<Kind> {
    /// The place after which it begins.
    pub(super) after: Option<Place<Kind>>,
    /// Its rows.
    pub(super) first: First,
    /// Whether the latest come first.
    pub(super) is_descending: bool,
}

impl<Kind: Copy + Ord> Merged<Kind> {
    /// From where the rows of a kind go on; `None` from the beginning.
    pub(super) fn instants(&self, kind: Kind) -> Option<After<DateTime<Utc>>> {
        let Place { at, kind: last, id } = self.after?;
        let has_passed = if self.is_descending { kind > last } else { kind < last };
        Some(if kind == last {
            After::Row(at, id)
        } else if has_passed {
            After::Key(at)
        } else {
            After::From(at)
        })
    }

    /// The same of a kind that knows days only.
    pub(super) fn days(&self, bank: &Bank, kind: Kind) -> Option<After<NaiveDate>> {
        // Days and their beginnings have one order, and the instant lies in the day or begins it.
        let day = |at| (bank.day_of(at), bank.start_of(bank.day_of(at)) == at);
        Some(match (self.instants(kind)?, self.is_descending) {
            (After::Row(at, id), _) => After::Row(day(at).0, id),
            (After::Key(at), true) => match day(at) {
                (day, true) => After::Key(day),
                (day, false) => After::From(day),
            },
            (After::From(at), false) => match day(at) {
                (day, true) => After::From(day),
                (day, false) => After::Key(day),
            },
            (After::Key(at), false) => After::Key(day(at).0),
            (After::From(at), true) => After::From(day(at).0),
        })
    }

    /// Whether a place comes after the one after which the page begins.
    pub(super) fn lies_ahead(&self, place: &Place<Kind>) -> bool {
        self.after.is_none_or(
            |after| {
                if self.is_descending { *place < after } else { *place > after }
            },
        )
    }

    /// How the statement of a kind is sorted.
    pub(super) fn keys<Column>(&self, sort: Column, id: Column) -> Keys<Column> {
        Keys { sort, id, is_descending: self.is_descending }
    }

    /// The first of the places that came, in order, and one more.
    pub(super) fn cut(&self, mut places: Vec<Place<Kind>>) -> Vec<Place<Kind>> {
        places.sort_unstable();
        if self.is_descending {
            places.reverse();
        }
        places.truncate(usize::try_from(self.first.rows_and_next()).unwrap_or(usize::MAX));
        places
    }
}

/// The rows of a select as rows that are counted: of its parent, where it has one.
pub(super) fn counted<E: EntityTrait>(
    rows: Select<E>,
    parent: Option<E::Column>,
) -> SelectStatement {
    let rows = rows.select_only();
    match parent {
        Some(parent) => rows.column_as(parent, "parent").into_query(),
        None => rows.expr_as(Expr::value(1), "parent").into_query(),
    }
}

/// How many rows all kinds have together, by their parents, in one statement.
pub(super) async fn totals<Parent: TryGetable + Eq + Hash>(
    op: &Op,
    kinds: impl IntoIterator<Item = SelectStatement>,
) -> Result<HashMap<Parent, u64>, ServiceError> {
    let mut totals = HashMap::new();
    let Some(rows) = kinds.into_iter().reduce(united) else { return Ok(totals) };
    let parent = Alias::new("parent");
    let counts = Query::select()
        .column(parent.clone())
        .expr_as(Expr::value(1).count(), "total")
        .from_subquery(rows, "counted")
        .group_by_col(parent)
        .take();
    for row in op.reader().await?.query_all(&counts).await? {
        let total: i64 = row.try_get("", "total")?;
        totals.insert(row.try_get("", "parent")?, u64::try_from(total).unwrap_or(0));
    }
    Ok(totals)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Days, TimeDelta};
    use proptest::prelude::*;

    /// Whether a row lies where its kind is asked to go on.
    fn lies_after(merged: &Merged<u8>, after: Option<After<i64>>, key: i64, id: Uuid) -> bool {
        let is_further = |a: i64, b: i64| if merged.is_descending { a < b } else { a > b };
        match after {
            None => true,
            Some(After::Row(last, last_id)) => {
                let further_id = if merged.is_descending { id < last_id } else { id > last_id };
                is_further(key, last) || key == last && further_id
            }
            Some(After::Key(last)) => is_further(key, last),
            Some(After::From(last)) => is_further(key, last) || key == last,
        }
    }

    proptest! {
        /// What each kind is asked for is what lies after the place in the order of all.
        #[test]
        fn conditions_are_the_order(
            zone in prop::sample::select(vec!["Asia/Shanghai", "Europe/Prague", "America/Santiago"]),
            // Around both changes of the clock in Prague, and that at midnight in Santiago.
            day in 0_u64..400, minutes in 0_i64..3_000, shift in 0_i64..3_000,
            kinds in (0_u8..3, 0_u8..3), ids in (0_u128..3, 0_u128..3),
            is_descending: bool, is_whole: bool,
        ) {
            let bank = Bank::tested(zone);
            let start = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(day);
            let at = bank.start_of(start) + TimeDelta::minutes(if is_whole { 0 } else { minutes });
            let id = |id| Uuid::from_u128(id);
            // Kind 1 knows days only.
            let placed = |at: DateTime<Utc>, kind: u8, id| {
                let at = if kind == 1 { bank.start_of(bank.day_of(at)) } else { at };
                Place { at, kind, id }
            };
            let last = placed(at, kinds.0, id(ids.0));
            let row = placed(at + TimeDelta::minutes(shift - 1_500), kinds.1, id(ids.1));
            let first = First::new(1).unwrap();
            let merged = Merged { after: Some(last), first, is_descending };
            let asked = if row.kind == 1 {
                let number = |day: NaiveDate| (day - start).num_days();
                let after = merged.days(&bank, 1).map(|after| after.map(number));
                lies_after(&merged, after, number(bank.day_of(row.at)), row.id)
            } else {
                let after = merged.instants(row.kind);
                let after = after.map(|after| after.map(|at| at.timestamp_micros()));
                lies_after(&merged, after, row.at.timestamp_micros(), row.id)
            };
            let expected = if is_descending { row < last } else { row > last };
            prop_assert_eq!(asked, expected);
        }
    }
}
