//! Searching customers, staff and products by what people type: a name or its beginning, pinyin,
//! initials, the tail of a mobile or identity number, a number in a source system.
//!
//! Answers with where the rows are; whoever wants more of them reads them as always. What rows are
//! searched by is a copy, written by `entry` in the transaction that writes the row.

pub mod entry;
pub mod heal;
mod phrase;
mod place;
mod statement;
mod words;

pub use phrase::{MAX_TEXT, Phrase};
pub use place::{Match, Place};

use super::{
    error::ServiceError,
    identifier::Identifier,
    op::Op,
    page::{First, MAX_TOTAL, Page, Total},
    rank,
};
use crate::auth::policy::Right;
use entity::{actor::Grant, customer, search_entry::SearchNoun};
use sea_orm::{
    ConnectionTrait, FromQueryResult, QuerySelect, QueryTrait, sea_query::SelectStatement,
};
use statement::{Sought, entries, entries_of, first, with_entries};
use uuid::Uuid;

/// Customers up to which it is best to look at them all. From an index as many are looked at as it
/// takes to find a page of one's own, which is the fewer the more of all are one's own: for a page
/// of 20 out of 200,000 the two meet about here.
const FEW: u64 = 2_000;

/// What is searched for.
#[derive(Clone, Debug)]
pub struct SearchAsk {
    /// By what.
    pub phrase: Phrase,
    /// Among which rows.
    pub nouns: Vec<SearchNoun>,
    /// How many rows.
    pub first: First,
    /// The place after which the page begins.
    pub beyond: Option<Place>,
    /// Whether the length of the whole list is wanted.
    pub total: bool,
}

/// A row that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What kind of row.
    pub noun: SearchNoun,
    /// Which one.
    pub row_id: Uuid,
    /// Where it stands, and by what it was found.
    pub place: Place,
}

/// A page of the rows that fit and that the actor may see, the best first.
///
/// # Errors
/// Nobody is signed in, the actor may not search, or the database does not answer.
pub async fn search(op: &Op, ask: &SearchAsk) -> Result<Page<Hit>, ServiceError> {
    op.allowed(Right::Search)?;
    let (mut hits, mut total) = (Vec::new(), 0);
    if ask.nouns.contains(&SearchNoun::Customer) {
        let (found, number) = customers(op, ask).await?;
        hits.extend(found);
        total += number;
    }
    if ask.nouns.iter().any(|noun| *noun != SearchNoun::Customer) {
        let (found, number) = of_the_bank(op, ask).await?;
        hits.extend(found);
        total += number;
    }
    hits.sort_by(|one, other| one.place.cmp(&other.place));
    let mut page = Page::cut(hits, ask.first);
    page.has_previous = ask.beyond.is_some();
    page.total = ask.total.then(|| Total::whole(total));
    Ok(page)
}

/// The customers that fit, each statement from `visible`.
async fn customers(op: &Op, ask: &SearchAsk) -> Result<(Vec<Hit>, u64), ServiceError> {
    let keyring = op.instance().keyring();
    let tails = [Identifier::Mobile, Identifier::IdNumber]
        .map(|number| number.tails(keyring, &ask.phrase.typed));
    let sought = Sought { phrase: &ask.phrase, tails, of_customers: true };
    let rows = ask.first.rows_and_next();
    let visible = customer::Entity::visible(op.actor()?, op.now()).select_only().into_query();
    if are_few(op, &visible).await? {
        let ranked = sought.ranked(with_entries(visible));
        let total = counted(op, ask.total, || ranked.clone()).await?;
        return Ok((found(op, first(ranked, ask.beyond.as_ref(), rows)).await?, total));
    }
    let (base, beyond) = (entries_of(visible), ask.beyond.as_ref());
    let backend = op.reader().await?.get_database_backend();
    let mut hits = found(op, sought.first_indexed(&base, beyond, rows)).await?;
    if u64::try_from(hits.len()).is_ok_and(|found| found < rows) {
        // All that stands inside ranks behind, so it is looked for only where the page has room.
        hits.extend(found(op, first(sought.inside(&base, backend), beyond, rows)).await?);
    }
    let total = counted(op, ask.total, || sought.all_indexed(&base, backend)).await?;
    Ok((hits, total))
}

/// Whether the actor's customers are few, so that it is best to start from them: a relationship
/// manager's always, a unit's up to [`FEW`].
async fn are_few(op: &Op, visible: &SelectStatement) -> Result<bool, ServiceError> {
    let grants = op.actor()?.grants();
    if grants.contains(&Grant::Audit) {
        return Ok(false);
    }
    if grants.iter().all(|grant| *grant == Grant::Assigned) {
        return Ok(true);
    }
    Ok(rank::counted(op, visible.clone(), FEW + 1).await? <= FEW)
}

/// Staff and products, which everybody may read; they are thousands, and all are looked at.
async fn of_the_bank(op: &Op, ask: &SearchAsk) -> Result<(Vec<Hit>, u64), ServiceError> {
    let sought = Sought { phrase: &ask.phrase, tails: Default::default(), of_customers: false };
    let nouns = ask.nouns.iter().copied().filter(|noun| *noun != SearchNoun::Customer);
    let ranked = sought.ranked(entries(nouns));
    let total = counted(op, ask.total, || ranked.clone()).await?;
    let page = first(ranked, ask.beyond.as_ref(), ask.first.rows_and_next());
    Ok((found(op, page).await?, total))
}

async fn counted(
    op: &Op,
    is_wanted: bool,
    rows: impl FnOnce() -> SelectStatement,
) -> Result<u64, ServiceError> {
    if !is_wanted {
        return Ok(0);
    }
    rank::counted(op, rows(), MAX_TOTAL + 1).await
}

#[derive(FromQueryResult)]
struct Found {
    noun: SearchNoun,
    row_id: Uuid,
    place: i32,
    key: String,
}

async fn found(op: &Op, page: SelectStatement) -> Result<Vec<Hit>, ServiceError> {
    let rows = op.reader().await?.query_all(&page).await?;
    let hit = |row: &sea_orm::QueryResult| {
        let Found { noun, row_id, place, key } = Found::from_query_result(row, "")?;
        Ok(Hit { noun, row_id, place: Place { rank: place, key, id: row_id } })
    };
    rows.iter().map(hit).collect()
}
