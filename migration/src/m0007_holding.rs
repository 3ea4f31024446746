//! What the bank sells, and who holds it.

use crate::schema::{bytes, create, drop, index, name_of, unique};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, boolean, date, date_null, string, string_null, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let product = [
            uuid("id"),
            crate::schema::sort_key(manager, "code"),
            string("name"),
            name_of("category"),
            boolean("is_sticky"),
        ];
        create(manager, "product", product, &["id"], &[]).await?;
        unique(manager, "product", &["code"]).await?;
        holding(manager).await?;
        let holder = [uuid("customer_id"), uuid("holding_id"), name_of("role")];
        let references = [("customer_id", "customer", "id"), ("holding_id", "holding", "id")];
        create(manager, "holding_holder", holder, &["customer_id", "holding_id"], &references)
            .await?;
        index(manager, "holding_holder", &["holding_id"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["holding_holder", "holding", "product"]).await
    }
}

async fn holding(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let holding = [
        uuid("id"),
        uuid("customer_id"),
        uuid("product_id"),
        bytes("account_cipher"),
        bytes("account_hash"),
        string("account_mask"),
        string("currency"),
        date("opened_on"),
        date_null("matures_on"),
        date_null("closed_on"),
        string_null("close_reason"),
        big_integer_null("rate_millionths"),
        name_of("status"),
        string("source"),
        string("external_id"),
    ];
    let references = [("customer_id", "customer", "id"), ("product_id", "product", "id")];
    create(manager, "holding", holding, &["id"], &references).await?;
    index(manager, "holding", &["customer_id"]).await?;
    index(manager, "holding", &["account_hash"]).await?;
    unique(manager, "holding", &["customer_id", "source", "external_id"]).await
}
