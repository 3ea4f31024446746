//! What is wrong with the data, and customers that were merged.

use crate::schema::{create, drop, index, name_of, unique};
use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, integer, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
        uuid_null,
    },
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let count = integer("merged_count").default(0).take();
        for column in [count, timestamp_with_time_zone_null("merged_at")] {
            manager.alter_table(Table::alter().table("customer").add_column(column).take()).await?;
        }
        let issue = [
            uuid("id"),
            name_of("kind"),
            name_of("certainty"),
            name_of("state"),
            uuid("customer_id"),
            uuid("other_id"),
            uuid_null("merged_id"),
            uuid_null("decided_by_id"),
            timestamp_with_time_zone_null("decided_at"),
            big_integer("revision"),
            timestamp_with_time_zone("created_at"),
        ];
        let references = [
            ("customer_id", "customer", "id"),
            ("other_id", "customer", "id"),
            ("merged_id", "customer", "id"),
            ("decided_by_id", "staff", "id"),
        ];
        create(manager, "data_issue", issue, &["id"], &references).await?;
        // What was found once, and maybe rejected, is not found again.
        unique(manager, "data_issue", &["kind", "customer_id", "other_id"]).await?;
        index(manager, "data_issue", &["customer_id", "state"]).await?;
        index(manager, "data_issue", &["other_id", "state"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["data_issue"]).await?;
        for column in ["merged_at", "merged_count"] {
            let table = Table::alter().table("customer").drop_column(column).take();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}
