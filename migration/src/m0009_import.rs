//! How far the import of a source has come.

use crate::schema::{create, drop};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, boolean, date, string, timestamp_with_time_zone},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let run = [
            string("source"),
            boolean("is_done"),
            boolean("is_first"),
            big_integer("rows_read"),
            date("bank_date"),
            timestamp_with_time_zone("updated_at"),
        ];
        create(manager, "import_run", run, &["source"], &[]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["import_run"]).await
    }
}
