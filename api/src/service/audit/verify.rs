//! Shows that the audit is as it was written: reads the whole chain, in pages, in one snapshot.

use super::{
    form::{self, Hash},
    head::{self, SavedHead},
    seal,
};
use crate::{auth::keyring::Keyring, backend, service::error::ServiceError};
use entity::{audit_entry, audit_head, audit_pending, audit_seal, id::AuditId};
use sea_orm::{
    ColumnTrait, DatabaseConnection, DatabaseTransaction, EntityTrait, ExprTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, TransactionTrait,
    sea_query::{Expr, IntoColumnRef},
};
use serde::Serialize;
use std::collections::HashMap;

/// Seals read at once.
const PAGE: usize = 1_000;

/// What was done to the audit. The sentences of these are the operator's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Fault {
    /// The entry is not what was sealed: a column has changed, or a seal before it was taken out
    /// and the others moved up.
    Edited,
    /// The seal or its entry is gone.
    Deleted,
    /// The entry was never sealed, or its seal was put between two others.
    Inserted,
    /// The entry stands in the place of another one near by.
    Swapped,
    /// A head that was signed does not fit the chain: everything up to it was written anew.
    Rewritten,
    /// The signature of a head is none of ours.
    Unsigned,
    /// The chain ends before a head that was saved: its tail was cut off.
    Cut,
}

/// The first fault, from the start of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// What was done.
    pub fault: Fault,
    /// Place in the chain; none for an entry outside of it.
    pub seq: Option<i64>,
    /// The entry; none where only a head is concerned, or nothing is left.
    #[serde(serialize_with = "as_text")]
    pub entry: Option<AuditId>,
}

/// What was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Seals that were checked and are good.
    pub sealed: i64,
    /// Place up to which the chain is signed; 0 where it never was.
    pub signed: i64,
    /// Entries that are not sealed yet.
    pub pending: u64,
    /// The first fault; none in a sound audit.
    pub finding: Option<Finding>,
}

/// Reads the audit from its start. With a head that was saved earlier it also finds a tail that
/// was cut off, and a chain that was written anew together with its signed heads.
///
/// # Errors
/// The database does not answer, or `saved` is damaged.
pub async fn verify(
    connection: &DatabaseConnection,
    keyring: &Keyring,
    saved: Option<&SavedHead>,
) -> Result<Report, ServiceError> {
    let saved = saved.map(SavedHead::row).transpose()?;
    let transaction = connection.begin().await?;
    backend::without_limit(&transaction).await?;
    let mut report = Report {
        pending: audit_pending::Entity::find().count(&transaction).await?,
        ..Report::default()
    };
    let signed = |head: &audit_head::Model| head::is_signed(keyring, head);
    report.finding = match saved.as_ref().filter(|head| !signed(head)) {
        Some(head) => Some(of_head(Fault::Unsigned, head.seq)),
        None => walk(&transaction, saved.as_ref(), &signed, &mut report).await?,
    };
    if report.finding.is_none() {
        report.finding = outside(&transaction).await?;
    }
    Ok(report)
}

/// Follows the chain to its end or to the first fault.
async fn walk(
    transaction: &DatabaseTransaction,
    saved: Option<&audit_head::Model>,
    signed: &impl Fn(&audit_head::Model) -> bool,
    report: &mut Report,
) -> Result<Option<Finding>, ServiceError> {
    let mut hash = form::GENESIS;
    loop {
        let page = page_after(transaction, report.sealed).await?;
        let ids: Vec<AuditId> = page.iter().map(|seal| seal.entry_id).collect();
        let entries = seal::entries(transaction, &ids).await?;
        let mut heads = heads_after(transaction, report.sealed).await?;
        if let Some(saved) = saved {
            heads.entry(saved.seq).or_default().push(saved.clone());
        }
        for (place, seal) in page.iter().take(PAGE).enumerate() {
            let expected = report.sealed + 1;
            if let Some(finding) = check(expected, &hash, (&page, place), &entries) {
                return Ok(Some(finding));
            }
            hash.copy_from_slice(&seal.hash);
            for head in heads.get(&expected).into_iter().flatten() {
                if !signed(head) {
                    return Ok(Some(of_head(Fault::Unsigned, expected)));
                }
                if head.hash != seal.hash {
                    return Ok(Some(of_head(Fault::Rewritten, expected)));
                }
                report.signed = expected;
            }
            report.sealed = expected;
        }
        if page.len() <= PAGE {
            return Ok(beyond(&heads, report.sealed));
        }
    }
}

/// The seal at `place` of a page: in its place, over its entry, behind the one before it.
fn check(
    expected: i64,
    previous: &Hash,
    (page, place): (&[audit_seal::Model], usize),
    entries: &HashMap<AuditId, audit_entry::Model>,
) -> Option<Finding> {
    let seal = page.get(place)?;
    let found = |fault| Some(Finding { fault, seq: Some(expected), entry: Some(seal.entry_id) });
    if seal.seq != expected {
        return Some(Finding { fault: Fault::Deleted, seq: Some(expected), entry: None });
    }
    let fits = |before: &[u8], id: AuditId, seal: &audit_seal::Model| {
        let entry = entries.get(&id);
        entry.is_some() && form::link(before, id, entry).as_slice() == seal.hash
    };
    if !entries.contains_key(&seal.entry_id) {
        return found(Fault::Deleted);
    }
    if fits(previous, seal.entry_id, seal) {
        return None;
    }
    let another_entry = entries.keys().any(|&other| fits(previous, other, seal));
    let another_place = page.iter().any(|other| fits(&other.hash, seal.entry_id, seal));
    let belongs_here = |later: &audit_seal::Model| fits(previous, later.entry_id, later);
    found(if another_entry || another_place {
        Fault::Swapped
    } else if page.iter().skip(place + 1).any(belongs_here) {
        Fault::Inserted
    } else {
        Fault::Edited
    })
}

/// A head that was signed for a place which the chain does not reach any more.
fn beyond(heads: &HashMap<i64, Vec<audit_head::Model>>, end: i64) -> Option<Finding> {
    let furthest = heads.keys().copied().max().filter(|&seq| seq > end)?;
    Some(of_head(Fault::Cut, furthest))
}

fn of_head(fault: Fault, seq: i64) -> Finding {
    Finding { fault, seq: Some(seq), entry: None }
}

/// An entry that neither the chain nor the sealer knows of: written past the trigger.
async fn outside(transaction: &DatabaseTransaction) -> Result<Option<Finding>, ServiceError> {
    let id = || (audit_entry::Entity, audit_entry::Column::Id).into_column_ref();
    let seal = (audit_seal::Entity, audit_seal::Column::EntryId);
    let sealed = audit_seal::Entity::find().filter(Expr::col(seal).eq(Expr::col(id())));
    let waiting = (audit_pending::Entity, audit_pending::Column::EntryId);
    let pending = audit_pending::Entity::find().filter(Expr::col(waiting).eq(Expr::col(id())));
    // `NOT EXISTS`, because PostgreSQL compares each row with every other for a long `NOT IN`.
    let entry = audit_entry::Entity::find()
        .filter(Expr::exists(sealed.into_query()).not())
        .filter(Expr::exists(pending.into_query()).not())
        .order_by_asc(audit_entry::Column::Id)
        .one(transaction)
        .await?;
    Ok(entry.map(|row| Finding { fault: Fault::Inserted, seq: None, entry: Some(row.id) }))
}

/// A page of seals, and the one after it.
async fn page_after(
    transaction: &DatabaseTransaction,
    seq: i64,
) -> Result<Vec<audit_seal::Model>, ServiceError> {
    let page = audit_seal::Entity::find()
        .filter(audit_seal::Column::Seq.gt(seq))
        .order_by_asc(audit_seal::Column::Seq)
        .limit(u64::try_from(PAGE + 1).ok());
    Ok(page.all(transaction).await?)
}

/// The heads that were signed from here on, by their places: a page has few of them.
async fn heads_after(
    transaction: &DatabaseTransaction,
    seq: i64,
) -> Result<HashMap<i64, Vec<audit_head::Model>>, ServiceError> {
    let heads = audit_head::Entity::find()
        .filter(audit_head::Column::Seq.gt(seq))
        .order_by_asc(audit_head::Column::Seq)
        .limit(u64::try_from(PAGE + 1).ok())
        .all(transaction)
        .await?;
    let mut places: HashMap<i64, Vec<audit_head::Model>> = HashMap::new();
    for head in heads {
        places.entry(head.seq).or_default().push(head);
    }
    Ok(places)
}

#[expect(clippy::ref_option, reason = "the shape that serde asks for")]
fn as_text<S: serde::Serializer>(id: &Option<AuditId>, out: S) -> Result<S::Ok, S::Error> {
    match id {
        Some(id) => out.collect_str(id),
        None => out.serialize_none(),
    }
}
