//! The audit: entries, their chain, its signed heads, and what was read. What is written once is
//! kept by triggers; the rights of the server's role come on top of them.

use crate::schema::{bytes, create, drop, index, run, unique};
use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, date, integer, string, string_null, text, timestamp_with_time_zone, uuid,
        uuid_null,
    },
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// What nobody may change.
const INSERT_ONLY: [&str; 3] = ["audit_entry", "audit_seal", "audit_head"];

/// An entry cannot be written without the sealer learning of it.
const PENDING_ON_POSTGRES: &str = "\
    CREATE FUNCTION audit_pending() RETURNS trigger LANGUAGE plpgsql AS \
    $$ BEGIN INSERT INTO audit_pending (entry_id) VALUES (NEW.id); RETURN NULL; END $$; \
    CREATE TRIGGER audit_entry_pending AFTER INSERT ON audit_entry \
    FOR EACH ROW EXECUTE FUNCTION audit_pending();";

const PENDING_ON_SQLITE: &str = "\
    CREATE TRIGGER audit_entry_pending AFTER INSERT ON audit_entry \
    BEGIN INSERT INTO audit_pending (entry_id) VALUES (NEW.id); END;";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        chain(manager).await?;
        let access = [
            uuid("id"),
            timestamp_with_time_zone("at"),
            uuid("actor_id"),
            text("customers"),
            text("fields"),
            string("request_id"),
        ];
        create(manager, "access_record", access, &["id"], &[]).await?;
        index(manager, "access_record", &["actor_id"]).await?;
        let quota = [uuid("staff_id"), date("on_date"), integer("used")];
        create(manager, "reveal_quota", quota, &["staff_id", "on_date"], &[]).await?;
        let function = "CREATE FUNCTION insert_only() RETURNS trigger LANGUAGE plpgsql AS \
            $$ BEGIN RAISE 'rows of % are written once', TG_TABLE_NAME; END $$";
        run(manager, function, "").await?;
        for table in INSERT_ONLY {
            protect(manager, table).await?;
        }
        run(manager, PENDING_ON_POSTGRES, PENDING_ON_SQLITE).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "reveal_quota",
            "access_record",
            "audit_head",
            "audit_seal",
            "audit_pending",
            "audit_entry",
        ];
        drop(manager, &tables).await?;
        run(manager, "DROP FUNCTION insert_only(), audit_pending()", "").await
    }
}

async fn chain(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let entry = [
        uuid("id"),
        timestamp_with_time_zone("at"),
        uuid_null("actor_id"),
        string("roles"),
        string("action"),
        string("subject_noun"),
        uuid_null("subject_id"),
        uuid_null("customer_id"),
        text("fields"),
        string_null("purpose"),
        string("request_id"),
    ];
    create(manager, "audit_entry", entry, &["id"], &[]).await?;
    index(manager, "audit_entry", &["actor_id"]).await?;
    index(manager, "audit_entry", &["customer_id"]).await?;
    let seq = ColumnDef::new("seq").big_integer().not_null().auto_increment().primary_key().take();
    create(manager, "audit_pending", [seq, uuid("entry_id")], &[], &[]).await?;
    let seal = [big_integer("seq"), uuid("entry_id"), bytes("hash")];
    create(manager, "audit_seal", seal, &["seq"], &[]).await?;
    unique(manager, "audit_seal", &["entry_id"]).await?;
    let head = [
        big_integer("seq"),
        bytes("hash"),
        string("key_id"),
        bytes("signature"),
        timestamp_with_time_zone("signed_at"),
    ];
    create(manager, "audit_head", head, &["seq"], &[]).await
}

async fn protect(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let postgres = format!(
        "CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} \
         FOR EACH STATEMENT EXECUTE FUNCTION insert_only()"
    );
    let sqlite: String = ["UPDATE", "DELETE"]
        .map(|event| {
            format!(
                "CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table} \
                 BEGIN SELECT RAISE(ABORT, 'rows of {table} are written once'); END;"
            )
        })
        .concat();
    run(manager, &postgres, &sqlite).await
}
