//! What happened between the bank and its customers, and what is to be done for them.

use crate::schema::{create, drop, index, name_of, name_of_null, run};
use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, boolean, date, integer, string, string_null, text,
        timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
    },
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const OF_CUSTOMER: (&str, &str, &str) = ("customer_id", "customer", "id");
const OF_INTERACTION: (&str, &str, &str) = ("interaction_id", "interaction", "id");

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Box::pin(interaction(manager)).await?;
        Box::pin(follow_up(manager)).await?;
        cadence(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for due in ["touch_due_on", "visit_due_on"] {
            let name = format!("idx_customer_standing_home_unit_id_{due}_customer_id");
            let mut index = Index::drop();
            index.name(name).table("customer_standing");
            manager.drop_index(index).await?;
        }
        for column in ["touch_due_on", "visit_due_on", "cadence_from", "last_visit_at"] {
            let mut table = Table::alter().table("customer_standing").take();
            manager.alter_table(table.drop_column(column).take()).await?;
        }
        let tables = ["follow_up", "interaction_memo", "interaction_participant", "interaction"];
        drop(manager, &tables).await
    }
}

async fn interaction(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let interaction = [
        uuid("id"),
        uuid("customer_id"),
        uuid("author_id"),
        name_of("channel"),
        name_of("direction"),
        timestamp_with_time_zone_null("planned_at"),
        timestamp_with_time_zone_null("started_at"),
        timestamp_with_time_zone_null("ended_at"),
        timestamp_with_time_zone("happens_at"),
        string_null("place"),
        string_null("goal"),
        name_of_null("maintenance_form"),
        name_of_null("outcome"),
        string_null("summary"),
        text("competitors"),
        big_integer_null("rate_asked_millionths"),
        string_null("next_step"),
        integer("version"),
        big_integer("revision"),
        timestamp_with_time_zone("created_at"),
        timestamp_with_time_zone("updated_at"),
    ];
    let references = [OF_CUSTOMER, ("author_id", "staff", "id")];
    Box::pin(create(manager, "interaction", interaction, &["id"], &references)).await?;
    index(manager, "interaction", &["customer_id", "happens_at", "id"]).await?;
    index(manager, "interaction", &["author_id", "happens_at", "id"]).await?;
    let participant = [uuid("interaction_id"), uuid("staff_id"), uuid("customer_id")];
    let references = [OF_INTERACTION, ("staff_id", "staff", "id")];
    let key = ["interaction_id", "staff_id"];
    create(manager, "interaction_participant", participant, &key, &references).await?;
    let memo = [
        uuid("interaction_id"),
        uuid("customer_id"),
        uuid("author_id"),
        string("text"),
        boolean("is_confidential"),
        integer("version"),
        big_integer("revision"),
        timestamp_with_time_zone("created_at"),
        timestamp_with_time_zone("updated_at"),
    ];
    create(manager, "interaction_memo", memo, &["interaction_id"], &[OF_INTERACTION]).await
}

async fn follow_up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let follow_up = [
        uuid("id"),
        uuid_null("customer_id"),
        uuid_null("holding_id"),
        name_of("kind"),
        string("title"),
        uuid("assignee_id"),
        uuid("author_id"),
        name_of("origin"),
        uuid_null("origin_id"),
        timestamp_with_time_zone("due_at"),
        timestamp_with_time_zone_null("remind_at"),
        timestamp_with_time_zone_null("reminded_at"),
        name_of("priority"),
        name_of("state"),
        string_null("result"),
        timestamp_with_time_zone_null("closed_at"),
        integer("version"),
        big_integer("revision"),
        timestamp_with_time_zone("created_at"),
        timestamp_with_time_zone("updated_at"),
    ];
    let references = [
        OF_CUSTOMER,
        ("holding_id", "holding", "id"),
        ("assignee_id", "staff", "id"),
        ("author_id", "staff", "id"),
    ];
    create(manager, "follow_up", follow_up, &["id"], &references).await?;
    index(manager, "follow_up", &["customer_id", "due_at", "id"]).await?;
    index(manager, "follow_up", &["assignee_id", "due_at", "id"]).await?;
    index(manager, "follow_up", &["author_id"]).await?;
    // For the minute job: most follow-ups have no reminder that is still to come.
    let waiting = "CREATE INDEX idx_follow_up_remind_at ON follow_up (remind_at) \
        WHERE remind_at IS NOT NULL AND reminded_at IS NULL";
    run(manager, waiting, waiting).await
}

/// The days are those of a customer who was never reached, until the standing is computed anew.
async fn cadence(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        timestamp_with_time_zone("last_visit_at").default("1970-01-01T00:00:00+00:00").take(),
        date("cadence_from").default("1970-01-01").take(),
        date("visit_due_on").default("1970-01-01").take(),
        date("touch_due_on").default("1970-01-01").take(),
    ];
    for column in columns {
        let mut table = Table::alter().table("customer_standing").take();
        manager.alter_table(table.add_column(column).take()).await?;
    }
    for due in ["visit_due_on", "touch_due_on"] {
        index(manager, "customer_standing", &["home_unit_id", due, "customer_id"]).await?;
    }
    Ok(())
}
