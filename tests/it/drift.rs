//! Entities and migrations say the same: a schema made from the entities has the tables, columns,
//! types and keys of the migrated one, and the other way round.

use crate::support::{Backend, Database, catalogue};
use migration::{Migrator, MigratorTrait};
use sea_orm::sea_query::TableCreateStatement;
use sea_orm::{ConnectionTrait, DatabaseConnection, EntityTrait, Schema};
use std::path::Path;

#[tokio::test]
async fn entities_are_the_migrated_tables_on_sqlite() {
    same(Backend::Sqlite).await;
}

#[tokio::test]
async fn entities_are_the_migrated_tables_on_postgres() {
    same(Backend::Postgres).await;
}

/// The tables of all entities.
macro_rules! tables_of {
    ($schema:expr, $($table:ident)*) => {
        vec![$((stringify!($table), table($schema, entity::$table::Entity))),*]
    };
}

fn table<Table: EntityTrait>(schema: &Schema, table: Table) -> TableCreateStatement {
    schema.create_table_from_entity(table)
}

fn entities(schema: &Schema) -> Vec<(&'static str, TableCreateStatement)> {
    tables_of! { schema,
        access_record assignment audit_entry audit_head audit_pending audit_seal balance_day bank
        change_log company_profile customer customer_number customer_standing data_issue device
        field_observation follow_up fx_rate holding holding_holder idempotency import_run
        interaction interaction_memo interaction_participant job key_person machine_key movement
        org_unit outbox person_profile policy preference product relation reveal_quota search_entry
        session staff staff_role unit_closure
    }
}

async fn same(backend: Backend) {
    let (migrated, made) = (Database::empty(backend).await, Database::empty(backend).await);
    let (migrated_rows, made_rows) = (migrated.connect().await, made.connect().await);
    Migrator::up(&migrated_rows, None).await.unwrap();
    make(&made_rows).await;

    let migrated_tables = catalogue::tables(&migrated_rows).await;
    let made_tables = catalogue::tables(&made_rows).await;

    let mut drift = Vec::new();
    for name in migrated_tables.keys().chain(made_tables.keys()) {
        let (by_migration, by_entity) = (migrated_tables.get(name), made_tables.get(name));
        if by_migration != by_entity {
            drift.push(format!("{name}:\n  migration {by_migration:?}\n  entity    {by_entity:?}"));
        }
    }
    drift.dedup();
    assert!(drift.is_empty(), "{}", drift.join("\n"));
    migrated_rows.close().await.unwrap();
    made_rows.close().await.unwrap();
}

/// A table that refers to another is made once that one is there.
async fn make(database: &DatabaseConnection) {
    let backend = database.get_database_backend();
    let mut waiting = entities(&Schema::new(backend));
    while !waiting.is_empty() {
        let before = waiting.len();
        let mut later = Vec::new();
        for (name, table) in waiting {
            if let Err(error) = database.execute(&table).await {
                later.push((name, table, error));
            }
        }
        assert!(later.len() < before, "{:?}", later.first().map(|(name, _, error)| (name, error)));
        waiting = later.into_iter().map(|(name, table, _)| (name, table)).collect();
    }
}

/// A new entity cannot be forgotten above.
#[test]
fn every_entity_is_compared() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../entity/src");
    let known: Vec<_> = entities(&Schema::new(sea_orm::DbBackend::Sqlite))
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if std::fs::read_to_string(&path).unwrap().contains("table_name = ") {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            assert!(known.contains(&name.as_str()), "{name} is not compared");
        }
    }
}
