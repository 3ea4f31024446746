//! Many rows at once. The statement is the same on both back ends, one INSERT of many rows; how
//! many it may take is not.

use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    EntityTrait, IntoActiveModel, Iterable, sea_query::OnConflict,
};

/// The way in for many rows.
pub(crate) trait Bulk {
    /// Parameters that one statement may have.
    fn most_parameters(&self) -> usize;

    /// Inserts rows; one whose key is taken, whichever key that is, stays out. Says how many are
    /// in.
    async fn insert_new<A>(&self, rows: Vec<A>) -> Result<u64, DbErr>
    where
        A: ActiveModelTrait + Send,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>;

    /// Inserts rows, or does to the one that has the key what `conflict` says. Says how many were
    /// inserted or changed.
    async fn upsert<A>(&self, rows: Vec<A>, conflict: OnConflict) -> Result<u64, DbErr>
    where
        A: ActiveModelTrait + Send,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>;
}

impl Bulk for DatabaseTransaction {
    fn most_parameters(&self) -> usize {
        match self.get_database_backend() {
            DbBackend::Postgres => 65_535,
            _ => 32_766,
        }
    }

    async fn insert_new<A>(&self, rows: Vec<A>) -> Result<u64, DbErr>
    where
        A: ActiveModelTrait + Send,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        // Without a target it is about every key, the natural ones and the exclusion too.
        self.upsert(rows, OnConflict::new().do_nothing().to_owned()).await
    }

    async fn upsert<A>(&self, rows: Vec<A>, conflict: OnConflict) -> Result<u64, DbErr>
    where
        A: ActiveModelTrait + Send,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        let columns = <A::Entity as EntityTrait>::Column::iter().count().max(1);
        let most = (self.most_parameters() / columns).max(1);
        let (mut rows, mut done) = (rows, 0);
        while !rows.is_empty() {
            let rest = rows.split_off(at_once(rows.len()).min(most));
            let insert = <A::Entity as EntityTrait>::insert_many(rows);
            let sent = insert.on_conflict(conflict.clone()).exec_without_returning(self).await;
            done += match sent {
                Err(DbErr::RecordNotInserted) => 0,
                sent => sent?,
            };
            rows = rest;
        }
        Ok(done)
    }
}

/// Makes a pool of writers ready for many rows in random places of its indexes.
///
/// SQLite copies pages from its log into the file once the log has grown to 4 MB, and many of them
/// again soon after. With a log of 64 MB and a cache to match it copies fewer: for a million
/// movements it wrote 30 GB instead of 36.
pub(crate) async fn expect_many(pool: &DatabaseConnection) -> Result<(), DbErr> {
    if pool.get_database_backend() == DbBackend::Sqlite {
        let pragmas = "PRAGMA wal_autocheckpoint = 16384; PRAGMA cache_size = -16384";
        pool.execute_unprepared(pragmas).await?;
    }
    Ok(())
}

/// How many of so many rows go into the next statement: a power of four. So a table has five texts
/// and no more, which stay prepared; longer ones are hardly faster, and each that is kept costs
/// megabytes.
fn at_once(rows: usize) -> usize {
    [256, 64, 16, 4].into_iter().find(|size| *size <= rows).unwrap_or(1)
}
