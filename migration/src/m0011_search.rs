//! What rows are searched by, and the indexes of its words.

use crate::schema::{bytes_null, create, drop, index, name_of, run, sort_key, unique};
use sea_orm_migration::{
    prelude::*,
    schema::{integer, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// `pg_trgm` finds a word by its beginning, of one Chinese character or two letters; it is
/// trusted, so the owner of the database may install it. The expression is the one that
/// `backend::holds_words` asks for. Numbers are looked up by their beginning or as a whole.
const ON_POSTGRES: &str = "\
    CREATE EXTENSION IF NOT EXISTS pg_trgm; \
    CREATE INDEX idx_search_entry_words ON search_entry \
    USING gin ((name || pinyin || initials || code) gin_trgm_ops); \
    CREATE INDEX idx_customer_number_number ON customer_number (number);";

/// The same as a full-text index beside the table, kept by triggers.
const ON_SQLITE: &str = "\
    CREATE VIRTUAL TABLE search_words USING fts5(name, pinyin, initials, code, \
    content = 'search_entry', content_rowid = 'seq', \
    tokenize = 'unicode61 remove_diacritics 0', prefix = '1 2 3'); \
    CREATE TRIGGER search_entry_insert AFTER INSERT ON search_entry BEGIN \
    INSERT INTO search_words (rowid, name, pinyin, initials, code) \
    VALUES (NEW.seq, NEW.name, NEW.pinyin, NEW.initials, NEW.code); END; \
    CREATE TRIGGER search_entry_delete AFTER DELETE ON search_entry BEGIN \
    INSERT INTO search_words (search_words, rowid, name, pinyin, initials, code) \
    VALUES ('delete', OLD.seq, OLD.name, OLD.pinyin, OLD.initials, OLD.code); END; \
    CREATE TRIGGER search_entry_update AFTER UPDATE ON search_entry BEGIN \
    INSERT INTO search_words (search_words, rowid, name, pinyin, initials, code) \
    VALUES ('delete', OLD.seq, OLD.name, OLD.pinyin, OLD.initials, OLD.code); \
    INSERT INTO search_words (rowid, name, pinyin, initials, code) \
    VALUES (NEW.seq, NEW.name, NEW.pinyin, NEW.initials, NEW.code); END; \
    CREATE INDEX idx_customer_number_number ON customer_number (number);";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let seq =
            ColumnDef::new("seq").big_integer().not_null().auto_increment().primary_key().take();
        let entry = [
            seq,
            name_of("noun"),
            uuid("row_id"),
            sort_key(manager, "name"),
            sort_key(manager, "pinyin"),
            sort_key(manager, "initials"),
            sort_key(manager, "code"),
            bytes_null("mobile_tail"),
            bytes_null("id_number_tail"),
            integer("form"),
        ];
        create(manager, "search_entry", entry, &[], &[]).await?;
        unique(manager, "search_entry", &["noun", "row_id"]).await?;
        // What begins with some text, in order: these give the first rows without reading all.
        for column in ["name", "pinyin", "initials"] {
            index(manager, "search_entry", &["noun", column, "row_id"]).await?;
        }
        index(manager, "search_entry", &["mobile_tail"]).await?;
        index(manager, "search_entry", &["id_number_tail"]).await?;
        run(manager, ON_POSTGRES, ON_SQLITE).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            "DROP INDEX idx_customer_number_number",
            "DROP INDEX idx_customer_number_number; DROP TABLE search_words",
        )
        .await?;
        drop(manager, &["search_entry"]).await
    }
}
