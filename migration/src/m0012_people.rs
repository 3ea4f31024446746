//! People of a customer, and what is remembered of it.

use crate::schema::{create, drop, identifier_null, index, name_of, run};
use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, boolean, date, integer, string, string_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null, uuid,
    },
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const OF_CUSTOMER: (&str, &str, &str) = ("customer_id", "customer", "id");

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Rows of a merged customer are shown under the one that it was merged into.
        let shown = "CREATE INDEX idx_customer_shown ON customer (COALESCE(merged_into_id, id))";
        run(manager, shown, shown).await?;
        key_person(manager).await?;
        preference(manager).await?;
        relation(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["relation", "preference", "key_person"]).await?;
        run(manager, "DROP INDEX idx_customer_shown", "DROP INDEX idx_customer_shown").await
    }
}

async fn key_person(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let [mobile_cipher, mobile_hash, mobile_mask] =
        identifier_null(["mobile_cipher", "mobile_hash", "mobile_mask"]);
    let key_person = [
        uuid("id"),
        uuid("customer_id"),
        string("name"),
        string_null("title"),
        integer("influence"),
        boolean("is_decision_maker"),
        mobile_cipher,
        mobile_hash,
        mobile_mask,
        string_null("note"),
        integer("version"),
        big_integer("revision"),
        timestamp_with_time_zone("created_at"),
        timestamp_with_time_zone("updated_at"),
        timestamp_with_time_zone_null("deleted_at"),
    ];
    create(manager, "key_person", key_person, &["id"], &[OF_CUSTOMER]).await?;
    index(manager, "key_person", &["customer_id", "influence", "id"]).await
}

async fn preference(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let preference = [
        uuid("id"),
        uuid("customer_id"),
        string("key"),
        string("value"),
        string("source"),
        date("last_seen_on"),
        boolean("is_sensitive"),
        uuid("author_id"),
        integer("version"),
        big_integer("revision"),
        timestamp_with_time_zone("created_at"),
        timestamp_with_time_zone("updated_at"),
        timestamp_with_time_zone_null("deleted_at"),
    ];
    let references = [OF_CUSTOMER, ("author_id", "staff", "id")];
    create(manager, "preference", preference, &["id"], &references).await?;
    index(manager, "preference", &["customer_id", "last_seen_on", "id"]).await?;
    // Partial, so that what was removed never blocks a new row.
    let alive = "CREATE UNIQUE INDEX idx_preference_alive \
        ON preference (customer_id, \"key\") WHERE deleted_at IS NULL";
    run(manager, alive, alive).await
}

async fn relation(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let relation = [
        uuid("id"),
        uuid("from_id"),
        uuid("to_id"),
        name_of("kind"),
        integer("version"),
        big_integer("revision"),
        timestamp_with_time_zone("created_at"),
        timestamp_with_time_zone("updated_at"),
        timestamp_with_time_zone_null("deleted_at"),
    ];
    let references = [("from_id", "customer", "id"), ("to_id", "customer", "id")];
    create(manager, "relation", relation, &["id"], &references).await?;
    index(manager, "relation", &["to_id", "kind"]).await?;
    let alive = "CREATE UNIQUE INDEX idx_relation_alive \
        ON relation (from_id, kind, to_id) WHERE deleted_at IS NULL";
    run(manager, alive, alive).await
}
