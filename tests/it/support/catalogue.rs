//! What a database says of itself: its tables, and what stands on them.

use super::Backend;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, QueryResult, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// A table as its catalogue shows it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    /// The type of each column, with `?` where it may be null.
    pub(crate) columns: BTreeMap<String, String>,
    /// The columns of the primary key.
    pub(crate) key: BTreeSet<String>,
}

const COLUMNS_ON_POSTGRES: &str = "\
    SELECT c.table_name::text, c.column_name::text, c.data_type::text, c.is_nullable = 'YES', \
    EXISTS (SELECT 1 FROM information_schema.table_constraints t \
    JOIN information_schema.key_column_usage k USING (constraint_schema, constraint_name) \
    WHERE t.constraint_type = 'PRIMARY KEY' AND t.table_schema = 'public' \
    AND k.table_name = c.table_name AND k.column_name = c.column_name) \
    FROM information_schema.columns c WHERE c.table_schema = 'public'";

const COLUMNS_ON_SQLITE: &str = "\
    SELECT m.name, c.name, lower(c.type), c.\"notnull\" = 0 AND c.pk = 0, c.pk > 0 \
    FROM sqlite_master m JOIN pragma_table_info(m.name) c \
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' \
    AND m.name NOT LIKE 'search_words%'";

const OBJECTS_ON_POSTGRES: &str = "\
    SELECT indexdef::text FROM pg_indexes WHERE schemaname = 'public' \
    UNION ALL SELECT pg_get_triggerdef(oid)::text FROM pg_trigger WHERE NOT tgisinternal \
    UNION ALL SELECT conrelid::regclass::text || ' ' || pg_get_constraintdef(oid)::text \
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0 \
    UNION ALL SELECT pg_get_functiondef(oid)::text FROM pg_proc \
    WHERE pronamespace = 'public'::regnamespace AND prolang <> 13";

const OBJECTS_ON_SQLITE: &str = "\
    SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'";

/// All tables, but not those of the migrator.
pub(crate) async fn tables(database: &DatabaseConnection) -> BTreeMap<String, Table> {
    let statement = match kind(database) {
        Backend::Postgres => COLUMNS_ON_POSTGRES,
        Backend::Sqlite => COLUMNS_ON_SQLITE,
    };
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for row in rows(database, statement).await {
        let text = |place| row.try_get_by_index::<String>(place).unwrap();
        let flag = |place| row.try_get_by_index::<bool>(place).unwrap();
        if text(0) == "seaql_migrations" {
            continue;
        }
        let table = tables.entry(text(0)).or_default();
        let null = if flag(3) { "?" } else { "" };
        table.columns.insert(text(1), format!("{}{null}", text(2)));
        if flag(4) {
            table.key.insert(text(1));
        }
    }
    tables
}

/// Indexes, triggers, constraints and functions, as their definitions.
pub(crate) async fn objects(database: &DatabaseConnection) -> BTreeSet<String> {
    let statement = match kind(database) {
        Backend::Postgres => OBJECTS_ON_POSTGRES,
        Backend::Sqlite => OBJECTS_ON_SQLITE,
    };
    let definition = |row: QueryResult| row.try_get_by_index::<String>(0).unwrap();
    let all = rows(database, statement).await.into_iter().map(definition);
    all.filter(|definition| !definition.contains("seaql_migrations")).collect()
}

fn kind(database: &DatabaseConnection) -> Backend {
    match database.get_database_backend() {
        DbBackend::Postgres => Backend::Postgres,
        _ => Backend::Sqlite,
    }
}

async fn rows(database: &DatabaseConnection, statement: &str) -> Vec<QueryResult> {
    let statement = Statement::from_string(database.get_database_backend(), statement);
    database.query_all_raw(statement).await.unwrap()
}
