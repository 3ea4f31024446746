//! The statements of a search, over whatever rows the caller starts from.
//!
//! A rank is a condition, and a row has the first that holds. Over few rows one statement ranks
//! them all. Over many, one arm for each rank that has an index takes the first rows from it, in
//! order, so its cost follows the page and not the matches; what the text stands further in comes
//! from the index of words, and costs its matches.

use super::{
    phrase::Phrase,
    place::{Place, Rank},
};
use crate::backend;
use entity::{
    customer, customer_number,
    search_entry::{Column, Entity, SearchNoun},
};
use sea_orm::{
    ColumnTrait, DbBackend, EntityTrait, ExprTrait, QueryFilter, QuerySelect, QueryTrait, Value,
    sea_query::{
        CaseStatement, Expr, Func, LikeExpr, Order, Query, SelectStatement, SimpleExpr, UnionType,
    },
};
use uuid::Uuid;

/// Above every text of ours, and after every text that it is appended to.
const LAST: &str = "\u{10ffff}";

/// What is looked for.
pub(super) struct Sought<'a> {
    pub(super) phrase: &'a Phrase,
    /// Keyed hashes of the text as a tail of mobile numbers and of identity numbers; empty where
    /// it is no tail.
    pub(super) tails: [Vec<Vec<u8>>; 2],
    /// Whether the rows are customers, whose numbers stand in a table of their own.
    pub(super) of_customers: bool,
}

impl Sought<'_> {
    /// Every row of `base` that fits, with its place.
    pub(super) fn ranked(&self, mut base: SelectStatement) -> SelectStatement {
        base.columns([Column::Noun, Column::RowId].map(|column| column.as_column_ref()))
            .expr_as(self.rank(), "place")
            .expr_as(self.key(), "key");
        let mut hits = hits(base);
        hits.and_where(Expr::col("place").is_not_null());
        hits
    }

    /// The rows of `base` that have this rank, from its index.
    fn arm(&self, base: &SelectStatement, rank: Rank) -> SelectStatement {
        let mut arm = base.clone();
        arm.columns([Column::Noun, Column::RowId].map(|column| column.as_column_ref()))
            .expr_as(constant(rank), "place")
            .expr_as(key_of(rank).into_expr(), "key")
            .and_where(self.holds(rank))
            .and_where(match rank {
                Rank::Tail => is_customer(),
                _ => of_nouns([SearchNoun::Customer]),
            });
        // Earlier ranks are ruled out one by one: of a comparison of the rank PostgreSQL expects
        // hardly a row, and would rather sort than read the index in order.
        let earlier: &[Rank] = match rank {
            Rank::Name => &[],
            Rank::Pinyin => &[Rank::Name],
            Rank::Initials => &[Rank::Name, Rank::Pinyin],
            _ => {
                arm.and_where(self.rank().eq(constant(rank)));
                &[]
            }
        };
        for earlier in earlier {
            arm.and_where(self.holds(*earlier).not());
        }
        arm
    }

    /// The same beyond a place, and of those that an index has in order only the first. Of one
    /// tail or number there are few: all of them, since a bound and an order would only lead
    /// SQLite to another index.
    fn first_of_arm(
        &self,
        base: &SelectStatement,
        rank: Rank,
        beyond: Option<&Place>,
        rows: u64,
    ) -> SelectStatement {
        let mut arm = self.arm(base, rank);
        if let Rank::Name | Rank::Pinyin | Rank::Initials = rank {
            let place = [key_of(rank).into_expr(), Column::RowId.into_expr()];
            let (from, id) = self.from(rank, beyond);
            arm.and_where(Expr::tuple(place).gt(Expr::tuple([Expr::value(from), Expr::value(id)])))
                .order_by_expr(key_of(rank).into_expr(), Order::Asc)
                .order_by_expr(Column::RowId.into_expr(), Order::Asc)
                .limit(rows);
        }
        arm
    }

    /// Where the rows of a rank begin in its index: beyond the place where it has this rank, else
    /// before or after all of them, so the statement has one text, whatever the cursor. Never before
    /// the first row that fits: PostgreSQL starts from this bound and from no other.
    fn from(&self, rank: Rank, beyond: Option<&Place>) -> (String, Uuid) {
        match beyond {
            Some(place) if place.rank == rank.number() => (place.key.clone(), place.id),
            Some(place) if place.rank > rank.number() => (LAST.into(), Uuid::max()),
            _ if rank == Rank::Name => (self.phrase.words.clone(), Uuid::nil()),
            _ => (self.phrase.run.clone(), Uuid::nil()),
        }
    }

    /// The first rows beyond a place whose rank has an index, taken from the indexes.
    pub(super) fn first_indexed(
        &self,
        base: &SelectStatement,
        beyond: Option<&Place>,
        rows: u64,
    ) -> SelectStatement {
        let arms = self.ranks(&Rank::INDEXED);
        let arms = arms.map(|rank| self.first_of_arm(base, rank, beyond, rows));
        first(united(arms), beyond, rows)
    }

    /// The rows of `base` that hold the text further in, from the index of words.
    pub(super) fn inside(&self, base: &SelectStatement, backend: DbBackend) -> SelectStatement {
        let mut base = base.clone();
        base.and_where(backend::holds_words(backend, &self.phrase.words)).and_where(is_customer());
        let mut hits = self.ranked(base);
        hits.and_where(Expr::col("place").gte(constant(Rank::NameInside)));
        hits
    }

    /// Every row of `base` that fits, from the indexes, in no order.
    pub(super) fn all_indexed(
        &self,
        base: &SelectStatement,
        backend: DbBackend,
    ) -> SelectStatement {
        let arms = self.ranks(&Rank::INDEXED).map(|rank| self.arm(base, rank));
        united(arms.chain([self.inside(base, backend)]))
    }

    /// The ranks that rows can have here.
    fn ranks<'r>(&self, ranks: &'r [Rank]) -> impl Iterator<Item = Rank> + use<'r> {
        let tails = self.tails.iter().any(|tails| !tails.is_empty());
        ranks.iter().copied().filter(move |rank| tails || *rank != Rank::Tail)
    }

    fn rank(&self) -> SimpleExpr {
        let none: Option<i32> = None;
        self.ranks(&Rank::ALL)
            .fold(CaseStatement::new(), |case, rank| case.case(self.holds(rank), constant(rank)))
            .finally(Expr::Constant(none.into()))
            .into()
    }

    /// What rows of one rank are sorted by: the text that begins with what is looked for, or else
    /// the pinyin.
    fn key(&self) -> SimpleExpr {
        CaseStatement::new()
            .case(self.holds(Rank::Name), Column::Name.into_expr())
            .case(
                self.holds(Rank::Pinyin).not().and(self.holds(Rank::Initials)),
                Column::Initials.into_expr(),
            )
            .finally(Column::Pinyin.into_expr())
            .into()
    }

    fn holds(&self, rank: Rank) -> Expr {
        let Phrase { words, run, .. } = self.phrase;
        match rank {
            Rank::Name => begins(Column::Name, words),
            Rank::Pinyin => begins(Column::Pinyin, run),
            Rank::Initials => begins(Column::Initials, run),
            Rank::Tail => {
                let [mobile, id_number] = &self.tails;
                let mobile = Column::MobileTail.is_in(mobile.iter().cloned());
                mobile.or(Column::IdNumberTail.is_in(id_number.iter().cloned()))
            }
            Rank::Number if self.of_customers => Column::RowId.in_subquery(self.numbered()),
            Rank::Number => contains(Column::Code, words),
            Rank::NameInside => contains(Column::Name, words),
            Rank::PinyinInside => contains(Column::Pinyin, words),
            Rank::InitialsInside => contains(Column::Initials, words),
        }
    }

    /// The customers whom a source system knows under the text as a whole; of one that was merged
    /// into another, that one, which has its numbers.
    fn numbered(&self) -> SelectStatement {
        let number = customer_number::Column::CustomerId.into_expr();
        let shown =
            [customer::Column::MergedIntoId, customer::Column::Id].map(ColumnTrait::into_expr);
        let mut customers = customer_number::Entity::find()
            .select_only()
            .filter(customer_number::Column::Number.eq(self.phrase.typed.as_str()))
            .filter(customer_number::Column::DeletedAt.is_null())
            .into_query();
        customers
            .expr(Func::coalesce(shown))
            .inner_join(customer::Entity, number.equals((customer::Entity, customer::Column::Id)));
        customers
    }
}

/// The first of these rows beyond a place, in order.
pub(super) fn first(
    mut hits: SelectStatement,
    beyond: Option<&Place>,
    rows: u64,
) -> SelectStatement {
    let place = ["place", "key", "row_id"];
    if let Some(Place { rank, key, id }) = beyond {
        let beyond = [Expr::value(*rank), Expr::value(key.as_str()), Expr::value(*id)];
        hits.and_where(Expr::tuple(place.map(Expr::col)).gt(Expr::tuple(beyond)));
    }
    for column in place {
        hits.order_by(column, Order::Asc);
    }
    hits.limit(rows);
    hits
}

/// The column by which the rows of a rank are sorted.
fn key_of(rank: Rank) -> Column {
    match rank {
        Rank::Name => Column::Name,
        Rank::Initials => Column::Initials,
        _ => Column::Pinyin,
    }
}

fn hits(rows: SelectStatement) -> SelectStatement {
    let columns = ["noun", "row_id", "place", "key"];
    Query::select().columns(columns).from_subquery(rows, "hits").take()
}

fn united(arms: impl Iterator<Item = SelectStatement>) -> SelectStatement {
    // Each in a subquery of its own: SQLite takes no order within a union.
    let united = arms.map(hits).reduce(|mut all, arm| {
        all.union(UnionType::All, arm);
        all
    });
    united.map_or_else(SelectStatement::new, hits)
}

/// In the text of the statement, since it is the same in each.
fn constant(rank: Rank) -> Expr {
    Expr::Constant(Value::Int(Some(rank.number())))
}

/// A range, not a pattern: byte by byte on both back ends, and an index has it in order.
fn begins(column: Column, text: &str) -> Expr {
    column.gte(text).and(column.lt(format!("{text}{LAST}")))
}

/// Words have no sign that a pattern could take for its own.
fn contains(column: Column, words: &str) -> Expr {
    column.into_expr().like(LikeExpr::new(format!("%{words}%")))
}

/// The entries of rows of these kinds, to start from. The kinds stand in the text, so that the plan
/// knows how few rows are staff and products.
pub(super) fn entries(nouns: impl IntoIterator<Item = SearchNoun>) -> SelectStatement {
    Query::select().from(Entity).and_where(of_nouns(nouns)).take()
}

/// Each of these customers with its entry, to start from the customers. An outer join, since SQLite
/// would turn an inner one round; a customer without an entry has no rank, and so is not found.
pub(super) fn with_entries(mut visible: SelectStatement) -> SelectStatement {
    visible.left_join(Entity, of_nouns([SearchNoun::Customer]).and(of_customer()));
    visible
}

/// The entries of these customers, to start from the entries: each in turn is asked for its
/// customer. A scalar subquery, which neither back end turns round into a join: PostgreSQL would
/// read all of a unit's customers for a page, since it does not know how far the page is.
pub(super) fn entries_of(mut visible: SelectStatement) -> SelectStatement {
    visible.expr(Expr::Constant(1.into())).and_where(of_customer());
    let mut entries = Query::select().from(Entity).take();
    entries.and_where(Expr::from(visible).eq(Expr::Constant(1.into())));
    entries
}

/// Whether an entry is a customer's, said so that no index offers itself for it: nearly all are, and
/// SQLite, which has counted none, would take it for the choosier condition.
fn is_customer() -> Expr {
    Expr::cust("search_entry.noun || '' = 'CUSTOMER'")
}

fn of_customer() -> Expr {
    Column::RowId.into_expr().equals((customer::Entity, customer::Column::Id))
}

fn of_nouns(nouns: impl IntoIterator<Item = SearchNoun>) -> Expr {
    Column::Noun.into_expr().is_in(nouns.into_iter().map(|noun| Expr::Constant(noun.into())))
}
