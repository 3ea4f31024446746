//! What every noun of a batch is written with: the transaction, and the rows that are not there yet.

use super::run::{Counts, Run};
use crate::{auth::keyring::Keyring, backend::Bulk};
use chrono::{DateTime, Utc};
use entity::import_run;
use sea_orm::{ActiveValue::Set, DatabaseTransaction, DbErr, EntityTrait};

/// What a batch's rows are made with.
pub(super) struct Making<'a> {
    pub(super) transaction: &'a DatabaseTransaction,
    pub(super) keyring: &'a Keyring,
    pub(super) run: &'a Run,
    pub(super) now: DateTime<Utc>,
}

impl Making<'_> {
    /// Notes how far the source was read.
    pub(super) async fn checkpoint(&self, read: u64) -> Result<(), DbErr> {
        let row = import_run::ActiveModel {
            source: Set(self.run.source.to_owned()),
            rows_read: Set(i64::try_from(read).unwrap_or(i64::MAX)),
            updated_at: Set(self.now),
            ..Default::default()
        };
        import_run::Entity::update(row).exec(self.transaction).await?;
        Ok(())
    }

    /// Writes those of `rows` that are not there yet, and counts them under `noun`.
    pub(super) async fn insert<A>(
        &self,
        counts: &mut Counts,
        noun: &'static str,
        rows: Vec<A>,
    ) -> Result<(), DbErr>
    where
        A: sea_orm::ActiveModelTrait + Send,
        <A::Entity as EntityTrait>::Model: sea_orm::IntoActiveModel<A>,
    {
        let all = rows.len();
        counts.note(noun, all, self.transaction.insert_new(rows).await?);
        Ok(())
    }
}
