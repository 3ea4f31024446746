//! What a write leaves beside its rows: its key, and what it tells of.

use crate::schema::{bytes, create, drop, index, name_of};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, string, text, timestamp_with_time_zone, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let idempotency = [
            uuid("actor_id"),
            string("mutation"),
            string("key"),
            bytes("input_hash"),
            uuid("outcome"),
            timestamp_with_time_zone("created_at"),
        ];
        create(manager, "idempotency", idempotency, &["actor_id", "mutation", "key"], &[]).await?;
        index(manager, "idempotency", &["created_at"]).await?;
        let [noun, row, operation, customer, unit, staff, revision, payload] = told();
        let outbox =
            [counter("seq"), noun, row, operation, customer, unit, staff, revision, payload];
        create(manager, "outbox", outbox, &[], &[]).await?;
        let [noun, row, operation, customer, unit, staff, revision, payload] = told();
        let at = timestamp_with_time_zone("sequenced_at");
        let log = [
            counter("position"),
            noun,
            row,
            operation,
            customer,
            unit,
            staff,
            revision,
            payload,
            at,
        ];
        create(manager, "change_log", log, &[], &[]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["change_log", "outbox", "idempotency"]).await
    }
}

/// Drawn by the database; never drawn twice, even after the row is gone.
fn counter(column: &'static str) -> ColumnDef {
    ColumnDef::new(column).big_integer().not_null().auto_increment().primary_key().take()
}

fn told() -> [ColumnDef; 8] {
    [
        name_of("noun"),
        uuid("row_id"),
        name_of("operation"),
        uuid_null("customer_id"),
        uuid_null("home_unit_id"),
        uuid_null("staff_id"),
        big_integer("revision"),
        text("payload"),
    ]
}
