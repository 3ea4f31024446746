//! The bank itself: its row, its units, its people, its rates and rules, its jobs.

use crate::schema::{create, drop, index, name_of, name_of_null, sort_key, unique};
use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, boolean, date, date_null, integer, string, string_null, text,
        timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
    },
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let bank = [
            integer("id"),
            string("name"),
            string("base_currency"),
            string("time_zone"),
            string("locale"),
            date("bank_date"),
            name_of("clock"),
            timestamp_with_time_zone("bank_date_set_at"),
            uuid("epoch"),
        ];
        create(manager, "bank", bank, &["id"], &[]).await?;
        units(manager).await?;
        staff(manager).await?;
        rules(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables =
            ["job", "policy", "fx_rate", "staff_role", "staff", "unit_closure", "org_unit", "bank"];
        drop(manager, &tables).await
    }
}

async fn units(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let unit = [
        uuid("id"),
        sort_key(manager, "code"),
        string("name"),
        name_of("kind"),
        uuid_null("parent_id"),
    ];
    create(manager, "org_unit", unit, &["id"], &[("parent_id", "org_unit", "id")]).await?;
    unique(manager, "org_unit", &["code"]).await?;
    index(manager, "org_unit", &["parent_id"]).await?;
    let closure = [uuid("ancestor_id"), uuid("descendant_id")];
    let references = [("ancestor_id", "org_unit", "id"), ("descendant_id", "org_unit", "id")];
    create(manager, "unit_closure", closure, &["ancestor_id", "descendant_id"], &references)
        .await?;
    index(manager, "unit_closure", &["descendant_id"]).await
}

async fn staff(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let staff = [
        uuid("id"),
        sort_key(manager, "employee_no"),
        string("name"),
        boolean("is_generated"),
        uuid("org_unit_id"),
        name_of_null("grade"),
        date_null("grade_since"),
        name_of("status"),
        string_null("password_hash"),
        integer("rights_version"),
        timestamp_with_time_zone("created_at"),
        timestamp_with_time_zone("updated_at"),
    ];
    create(manager, "staff", staff, &["id"], &[("org_unit_id", "org_unit", "id")]).await?;
    unique(manager, "staff", &["employee_no"]).await?;
    index(manager, "staff", &["org_unit_id"]).await?;
    let role = [uuid("staff_id"), name_of("role")];
    create(manager, "staff_role", role, &["staff_id", "role"], &[("staff_id", "staff", "id")]).await
}

async fn rules(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let rate = [string("currency"), date("on_date"), big_integer("rate_millionths")];
    create(manager, "fx_rate", rate, &["currency", "on_date"], &[]).await?;
    let policy = [
        uuid("id"),
        name_of("kind"),
        integer("version"),
        text("document"),
        date("effective_on"),
        uuid_null("first_approver_id"),
        uuid_null("second_approver_id"),
        timestamp_with_time_zone("created_at"),
    ];
    let references = [("first_approver_id", "staff", "id"), ("second_approver_id", "staff", "id")];
    create(manager, "policy", policy, &["id"], &references).await?;
    unique(manager, "policy", &["kind", "version"]).await?;
    let job = [
        uuid("id"),
        string("kind"),
        string("slot"),
        name_of("state"),
        integer("attempts"),
        timestamp_with_time_zone_null("leased_until"),
        timestamp_with_time_zone("created_at"),
        timestamp_with_time_zone_null("ended_at"),
    ];
    create(manager, "job", job, &["id"], &[]).await?;
    unique(manager, "job", &["kind", "slot"]).await
}
