//! Who looks after whom. Two LEADs at one instant are refused by the database itself.

use crate::schema::{create, drop, index, name_of, run};
use sea_orm_migration::{
    prelude::*,
    schema::{boolean, string, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// `btree_gist` compares ids in an index of ranges; it is trusted, so the owner of the database
/// may install it. Rows that are empty in time exclude nobody.
const EXCLUDE: &str = "\
    CREATE EXTENSION IF NOT EXISTS btree_gist; \
    ALTER TABLE assignment ADD CONSTRAINT one_lead EXCLUDE USING gist \
    (customer_id WITH =, tstzrange(valid_from, valid_to) WITH &&) \
    WHERE (role = 'LEAD' AND (valid_to IS NULL OR valid_from < valid_to));";

/// The same by triggers. Instants are texts of one form, so they compare as they stand.
fn triggers() -> String {
    ["INSERT", "UPDATE"]
        .map(|event| {
            format!(
                "CREATE TRIGGER one_lead_{event} BEFORE {event} ON assignment \
                 WHEN NEW.role = 'LEAD' AND (NEW.valid_to IS NULL OR NEW.valid_from < NEW.valid_to) \
                 BEGIN SELECT RAISE(ABORT, 'one_lead') FROM assignment \
                 WHERE customer_id = NEW.customer_id AND role = 'LEAD' AND id <> NEW.id \
                 AND (valid_to IS NULL OR valid_from < valid_to) \
                 AND (valid_to IS NULL OR valid_to > NEW.valid_from) \
                 AND (NEW.valid_to IS NULL OR valid_from < NEW.valid_to); END;"
            )
        })
        .concat()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let assignment = [
            uuid("id"),
            uuid("customer_id"),
            uuid("staff_id"),
            name_of("role"),
            timestamp_with_time_zone("valid_from"),
            timestamp_with_time_zone_null("valid_to"),
            string("reason"),
            boolean("is_generated"),
            timestamp_with_time_zone("created_at"),
        ];
        let references = [("customer_id", "customer", "id"), ("staff_id", "staff", "id")];
        create(manager, "assignment", assignment, &["id"], &references).await?;
        index(manager, "assignment", &["staff_id", "customer_id"]).await?;
        index(manager, "assignment", &["customer_id", "valid_from"]).await?;
        // For the minute job that tells of what begins and ends by time alone.
        index(manager, "assignment", &["valid_from"]).await?;
        index(manager, "assignment", &["valid_to"]).await?;
        run(manager, EXCLUDE, &triggers()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["assignment"]).await
    }
}
