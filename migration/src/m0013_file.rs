//! What a customer needs, how complete its file is, and when what stands there was last seen to be
//! so.

use crate::schema::{create, drop};
use sea_orm_migration::{
    prelude::*,
    schema::{integer, string, timestamp_with_time_zone, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let needs = string("need_types").default("").take();
        let completeness = integer("completeness").default(0).take();
        for (table, column) in [("customer", needs), ("customer_standing", completeness)] {
            manager.alter_table(Table::alter().table(table).add_column(column).take()).await?;
        }
        let observation =
            [uuid("customer_id"), string("field"), timestamp_with_time_zone("observed_at")];
        let key = ["customer_id", "field"];
        let of_customer = [("customer_id", "customer", "id")];
        create(manager, "field_observation", observation, &key, &of_customer).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["field_observation"]).await?;
        for (table, column) in [("customer_standing", "completeness"), ("customer", "need_types")] {
            manager.alter_table(Table::alter().table(table).drop_column(column).take()).await?;
        }
        Ok(())
    }
}
