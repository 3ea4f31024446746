//! What moves on holdings, and what stands on them at the end of a day.

use crate::schema::{create, drop, index, name_of, unique};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, date, string, string_null, timestamp_with_time_zone_null, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const OF_HOLDING: (&str, &str, &str) = ("holding_id", "holding", "id");

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let movement = [
            uuid("id"),
            uuid("customer_id"),
            uuid("holding_id"),
            string("source"),
            string("external_id"),
            date("booked_on"),
            timestamp_with_time_zone_null("booked_at"),
            name_of("direction"),
            big_integer("amount_minor"),
            string("currency"),
            name_of("kind"),
            name_of("initiator"),
            string_null("counterparty_name"),
            string_null("counterparty_bank"),
            string_null("counterparty_mask"),
        ];
        create(manager, "movement", movement, &["id"], &[OF_HOLDING]).await?;
        unique(manager, "movement", &["customer_id", "source", "external_id"]).await?;
        index(manager, "movement", &["customer_id", "booked_on", "id"]).await?;
        index(manager, "movement", &["holding_id", "booked_on", "id"]).await?;
        let balance = [
            uuid("customer_id"),
            uuid("holding_id"),
            date("booked_on"),
            big_integer("amount_minor"),
        ];
        let key = ["customer_id", "holding_id", "booked_on"];
        create(manager, "balance_day", balance, &key, &[OF_HOLDING]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["balance_day", "movement"]).await
    }
}
