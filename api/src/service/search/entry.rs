//! Writing what rows are searched by, always from the rows themselves, so that it cannot say
//! anything else than they do. Whoever writes a name or an identifier calls this in the same
//! transaction.

use super::words::{Words, phrase, split};
use crate::{auth::keyring::Keyring, backend::Bulk, service::identifier::Identifier};
use entity::{
    customer,
    id::{CustomerId, ProductId, StaffId},
    person_profile, product,
    search_entry::{self, Column, SearchNoun},
    staff,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use std::{collections::HashMap, iter::repeat_n};
use uuid::Uuid;

/// Form of the words that this version writes. Another form needs a greater number; the job
/// `search` then writes every row anew.
pub const FORM: i32 = 1;

/// Rows that are read at once.
const AT_ONCE: usize = 256;

/// Writes what these customers are searched by. They are locked, so that nobody changes a name
/// between the reading and the writing.
///
/// # Errors
/// The database does not answer.
pub async fn customers(
    transaction: &DatabaseTransaction,
    keyring: &Keyring,
    ids: &[CustomerId],
) -> Result<(), DbErr> {
    for some in ids.chunks(AT_ONCE) {
        let ids = padded(some);
        let rows = customer::Entity::find().filter(customer::Column::Id.is_in(ids.clone()));
        let rows = rows.lock_exclusive().all(transaction).await?;
        let persons = person_profile::Entity::find()
            .filter(person_profile::Column::CustomerId.is_in(ids))
            .all(transaction)
            .await?;
        let mut persons: HashMap<_, _> =
            persons.into_iter().map(|person| (person.customer_id, person)).collect();
        let entry = |row: customer::Model| {
            let person = persons.remove(&row.id);
            let (mobile, id_number) =
                person.map_or((None, None), |row| (row.mobile_cipher, row.id_number_cipher));
            search_entry::ActiveModel {
                mobile_tail: Set(tail(keyring, Identifier::Mobile, mobile)),
                id_number_tail: Set(tail(keyring, Identifier::IdNumber, id_number)),
                ..named(SearchNoun::Customer, row.id.0, &row.name, "")
            }
        };
        write(transaction, rows.into_iter().map(entry).collect()).await?;
    }
    Ok(())
}

/// Writes what these members of staff are searched by.
///
/// # Errors
/// The database does not answer.
pub async fn staff(transaction: &DatabaseTransaction, ids: &[StaffId]) -> Result<(), DbErr> {
    for some in ids.chunks(AT_ONCE) {
        let rows = staff::Entity::find().filter(staff::Column::Id.is_in(padded(some)));
        let rows = rows.lock_exclusive().all(transaction).await?;
        let entry =
            |row: staff::Model| named(SearchNoun::Staff, row.id.0, &row.name, &row.employee_no);
        write(transaction, rows.into_iter().map(entry).collect()).await?;
    }
    Ok(())
}

/// Writes what these products are searched by.
///
/// # Errors
/// The database does not answer.
pub async fn products(transaction: &DatabaseTransaction, ids: &[ProductId]) -> Result<(), DbErr> {
    for some in ids.chunks(AT_ONCE) {
        let rows = product::Entity::find().filter(product::Column::Id.is_in(padded(some)));
        let rows = rows.lock_exclusive().all(transaction).await?;
        let entry =
            |row: product::Model| named(SearchNoun::Product, row.id.0, &row.name, &row.code);
        write(transaction, rows.into_iter().map(entry).collect()).await?;
    }
    Ok(())
}

/// Gives a customer that is locked another name. One that has no entry yet gets it by the job.
pub(in crate::service) async fn rename(
    transaction: &DatabaseTransaction,
    id: CustomerId,
    name: &str,
) -> Result<(), DbErr> {
    let Words { name, pinyin, initials } = Words::of(name);
    search_entry::Entity::update_many()
        .col_expr(Column::Name, Expr::value(name))
        .col_expr(Column::Pinyin, Expr::value(pinyin))
        .col_expr(Column::Initials, Expr::value(initials))
        .filter(Column::Noun.eq(SearchNoun::Customer))
        .filter(Column::RowId.eq(id.0))
        .exec(transaction)
        .await?;
    Ok(())
}

async fn write(
    transaction: &DatabaseTransaction,
    entries: Vec<search_entry::ActiveModel>,
) -> Result<(), DbErr> {
    let again = OnConflict::columns([Column::Noun, Column::RowId])
        .update_columns([
            Column::Name,
            Column::Pinyin,
            Column::Initials,
            Column::Code,
            Column::MobileTail,
            Column::IdNumberTail,
            Column::Form,
        ])
        .to_owned();
    transaction.upsert(entries, again).await?;
    Ok(())
}

fn named(noun: SearchNoun, row_id: Uuid, name: &str, code: &str) -> search_entry::ActiveModel {
    let Words { name, pinyin, initials } = Words::of(name);
    search_entry::ActiveModel {
        noun: Set(noun),
        row_id: Set(row_id),
        name: Set(name),
        pinyin: Set(pinyin),
        initials: Set(initials),
        code: Set(phrase(&split(code))),
        mobile_tail: Set(None),
        id_number_tail: Set(None),
        form: Set(FORM),
        ..Default::default()
    }
}

/// Of an identifier whose key is gone nobody knows the tail.
fn tail(keyring: &Keyring, number: Identifier, sealed: Option<Vec<u8>>) -> Option<Vec<u8>> {
    number.tail(keyring, &keyring.open_identifier(&sealed?)?)
}

/// Always as many, the last one again and again: one text, planned and prepared once.
fn padded<Id: Copy>(ids: &[Id]) -> Vec<Id> {
    let last = ids.last().copied();
    let padding = last.into_iter().flat_map(|last| repeat_n(last, AT_ONCE - ids.len()));
    ids.iter().copied().chain(padding).collect()
}
