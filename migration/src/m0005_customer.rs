//! Customers: what people and feeds state, and what is computed.

use crate::schema::{
    bytes_null, create, drop, identifier_null, index, name_of, name_of_null, run, sort_key,
};
use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, boolean, date, date_null, integer, string, string_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
    },
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const OF_CUSTOMER: (&str, &str, &str) = ("customer_id", "customer", "id");

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        customer(manager).await?;
        person(manager).await?;
        company(manager).await?;
        let number = [
            uuid("id"),
            uuid("customer_id"),
            string("system"),
            string("number"),
            timestamp_with_time_zone_null("deleted_at"),
        ];
        create(manager, "customer_number", number, &["id"], &[OF_CUSTOMER]).await?;
        index(manager, "customer_number", &["customer_id"]).await?;
        // Partial, so that what was deleted never blocks a new row.
        let alive = "CREATE UNIQUE INDEX idx_customer_number_alive \
            ON customer_number (system, number) WHERE deleted_at IS NULL";
        run(manager, alive, alive).await?;
        standing(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "customer_standing",
            "customer_number",
            "company_profile",
            "person_profile",
            "customer",
        ];
        drop(manager, &tables).await
    }
}

async fn customer(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let customer = [
        uuid("id"),
        name_of("kind"),
        string("name"),
        sort_key(manager, "name_key"),
        boolean("is_generated"),
        name_of("relation_type"),
        name_of("stage"),
        date("stage_since"),
        string_null("region_code"),
        uuid("home_unit_id"),
        uuid_null("lead_staff_id"),
        uuid_null("merged_into_id"),
        integer("version"),
        big_integer("revision"),
        timestamp_with_time_zone("created_at"),
        timestamp_with_time_zone("updated_at"),
        timestamp_with_time_zone_null("deleted_at"),
    ];
    let references = [
        ("home_unit_id", "org_unit", "id"),
        ("lead_staff_id", "staff", "id"),
        ("merged_into_id", "customer", "id"),
    ];
    create(manager, "customer", customer, &["id"], &references).await?;
    index(manager, "customer", &["home_unit_id", "name_key", "id"]).await?;
    index(manager, "customer", &["home_unit_id", "updated_at", "id"]).await?;
    index(manager, "customer", &["lead_staff_id"]).await
}

async fn person(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let [mobile_cipher, mobile_hash, mobile_mask] =
        identifier_null(["mobile_cipher", "mobile_hash", "mobile_mask"]);
    let [id_cipher, id_hash, id_mask] =
        identifier_null(["id_number_cipher", "id_number_hash", "id_number_mask"]);
    let person = [
        uuid("customer_id"),
        name_of_null("gender"),
        date_null("birth_date"),
        string_null("occupation"),
        string_null("education"),
        big_integer_null("income_minor"),
        string_null("income_currency"),
        mobile_cipher,
        mobile_hash,
        mobile_mask,
        id_cipher,
        id_hash,
        id_mask,
    ];
    create(manager, "person_profile", person, &["customer_id"], &[OF_CUSTOMER]).await?;
    index(manager, "person_profile", &["mobile_hash"]).await?;
    index(manager, "person_profile", &["id_number_hash"]).await
}

async fn company(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let company = [
        uuid("customer_id"),
        bytes_null("credit_code_cipher"),
        bytes_null("credit_code_hash"),
        string_null("credit_code_mask"),
        string_null("ownership"),
        string_null("industry"),
        string_null("system_industry"),
        string_null("legal_representative"),
        big_integer_null("sales_minor"),
        string_null("sales_currency"),
        boolean("is_foreign_trade"),
    ];
    create(manager, "company_profile", company, &["customer_id"], &[OF_CUSTOMER]).await?;
    index(manager, "company_profile", &["credit_code_hash"]).await
}

async fn standing(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let standing = [
        uuid("customer_id"),
        uuid("home_unit_id"),
        big_integer("aum_minor"),
        big_integer("deposits_minor"),
        big_integer("loans_minor"),
        string("currency"),
        boolean("is_rate_missing"),
        name_of("tier"),
        name_of("tier_state"),
        integer("tier_months_below"),
        timestamp_with_time_zone("last_contact_at"),
        date("as_of"),
        big_integer("revision"),
    ];
    create(manager, "customer_standing", standing, &["customer_id"], &[OF_CUSTOMER]).await?;
    let by_assets = "CREATE INDEX idx_customer_standing_assets \
        ON customer_standing (home_unit_id, aum_minor DESC, customer_id)";
    run(manager, by_assets, by_assets).await?;
    index(manager, "customer_standing", &["home_unit_id", "last_contact_at", "customer_id"]).await
}
