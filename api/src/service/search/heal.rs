//! Rows of before there was a search, or of an older form of it: they get their entries in small
//! transactions, beside a running server.

use super::entry;
use crate::{
    auth::keyring::Keyring,
    service::{error::ServiceError, op::Op, write::Writer},
};
use entity::{
    customer,
    id::{CustomerId, ProductId, StaffId},
    product,
    search_entry::{Column, Entity, SearchNoun},
    staff,
};
use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, sea_query::JoinType,
};
use uuid::Uuid;

/// Rows of one transaction.
const BATCH: u64 = 512;

/// Writes what is missing, and answers with how many rows that were.
///
/// # Errors
/// The database does not answer; what was written until then stays.
pub async fn heal(op: &Op) -> Result<u64, ServiceError> {
    let (writer, keyring) = (op.instance().writer(), op.instance().keyring());
    let mut healed = 0;
    for noun in [SearchNoun::Customer, SearchNoun::Staff, SearchNoun::Product] {
        let mut last = Uuid::nil();
        loop {
            let ids = missing(writer, noun, last).await?;
            let Some(&end) = ids.last() else { break };
            last = end;
            let transaction = writer.begin().await?;
            write(&transaction, keyring, noun, &ids).await?;
            transaction.commit().await?;
            healed += u64::try_from(ids.len()).unwrap_or(u64::MAX);
        }
    }
    Ok(healed)
}

async fn write(
    transaction: &DatabaseTransaction,
    keyring: &Keyring,
    noun: SearchNoun,
    ids: &[Uuid],
) -> Result<(), DbErr> {
    let ids = ids.iter().copied();
    match noun {
        SearchNoun::Customer => {
            let ids: Vec<_> = ids.map(CustomerId).collect();
            entry::customers(transaction, keyring, &ids).await
        }
        SearchNoun::Staff => entry::staff(transaction, &ids.map(StaffId).collect::<Vec<_>>()).await,
        SearchNoun::Product => {
            entry::products(transaction, &ids.map(ProductId).collect::<Vec<_>>()).await
        }
    }
}

/// The next rows after `last` without an entry of this form: one walk over the ids.
async fn missing(writer: &Writer, noun: SearchNoun, last: Uuid) -> Result<Vec<Uuid>, DbErr> {
    match noun {
        SearchNoun::Customer => {
            walk::<customer::Entity>(writer, noun, customer::Column::Id, last).await
        }
        SearchNoun::Staff => walk::<staff::Entity>(writer, noun, staff::Column::Id, last).await,
        SearchNoun::Product => {
            walk::<product::Entity>(writer, noun, product::Column::Id, last).await
        }
    }
}

async fn walk<E: EntityTrait>(
    writer: &Writer,
    noun: SearchNoun,
    id: E::Column,
    last: Uuid,
) -> Result<Vec<Uuid>, DbErr> {
    let mut rows = E::find().select_only().column(id).filter(id.gt(last)).order_by_asc(id);
    let of_row = Condition::all()
        .add(Column::Noun.eq(noun))
        .add(Column::RowId.into_expr().eq(id.into_expr()))
        .add(Column::Form.gte(entry::FORM));
    QueryTrait::query(&mut rows).join(JoinType::LeftJoin, Entity, of_row);
    let rows = rows.filter(Column::Seq.is_null()).limit(BATCH);
    rows.into_tuple().all(writer.pool()).await
}
