//! Who is signed in, on what; and the keys of machines.

use crate::schema::{bytes, bytes_null, create, drop, index, name_of, name_of_null, unique};
use sea_orm_migration::{
    prelude::*,
    schema::{
        integer, string, text, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
    },
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let device = [
            uuid("id"),
            uuid("staff_id"),
            bytes("secret_hash"),
            string("label"),
            timestamp_with_time_zone("created_at"),
            timestamp_with_time_zone("last_seen_at"),
            timestamp_with_time_zone_null("revoked_at"),
        ];
        create(manager, "device", device, &["id"], &[("staff_id", "staff", "id")]).await?;
        index(manager, "device", &["staff_id"]).await?;
        unique(manager, "device", &["secret_hash"]).await?;
        session(manager).await?;
        let key = [
            uuid("id"),
            name_of("kind"),
            string("name"),
            bytes("secret_hash"),
            text("addresses"),
            timestamp_with_time_zone("created_at"),
            timestamp_with_time_zone("expires_at"),
            timestamp_with_time_zone_null("last_used_at"),
            timestamp_with_time_zone_null("revoked_at"),
        ];
        create(manager, "machine_key", key, &["id"], &[]).await?;
        unique(manager, "machine_key", &["secret_hash"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["machine_key", "session", "device"]).await
    }
}

async fn session(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let session = [
        uuid("id"),
        uuid("staff_id"),
        uuid("device_id"),
        name_of("kind"),
        string("app"),
        timestamp_with_time_zone("started_at"),
        timestamp_with_time_zone("last_seen_at"),
        timestamp_with_time_zone("expires_at"),
        timestamp_with_time_zone_null("ended_at"),
        name_of_null("end_reason"),
        integer("generation"),
        bytes("refresh_hash"),
        bytes_null("parent_hash"),
        timestamp_with_time_zone_null("generation_used_at"),
    ];
    let references = [("staff_id", "staff", "id"), ("device_id", "device", "id")];
    create(manager, "session", session, &["id"], &references).await?;
    index(manager, "session", &["staff_id"]).await?;
    index(manager, "session", &["device_id"]).await?;
    index(manager, "session", &["ended_at"]).await
}
