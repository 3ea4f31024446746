//! Short forms for what every step writes: columns, tables, indexes, keys.

use sea_orm_migration::{
    prelude::*,
    schema::{string, string_null, text},
};

/// A column of an enum, kept as its name.
pub(crate) fn name_of(column: &'static str) -> ColumnDef {
    text(column)
}

/// The same, where there may be none.
pub(crate) fn name_of_null(column: &'static str) -> ColumnDef {
    ColumnDef::new(column).text().null().take()
}

/// Text that lists are sorted by: byte by byte on both back ends, whatever the database's language.
pub(crate) fn sort_key(manager: &SchemaManager<'_>, column: &'static str) -> ColumnDef {
    let mut column = string(column);
    if manager.get_database_backend() == sea_orm_migration::sea_orm::DbBackend::Postgres {
        column.extra("COLLATE \"C\"");
    }
    column
}

/// Ciphertext, keyed hash and mask of an identifier that need not be there.
pub(crate) fn identifier_null(names: [&'static str; 3]) -> [ColumnDef; 3] {
    let [cipher, hash, mask] = names;
    [bytes_null(cipher), bytes_null(hash), string_null(mask)]
}

/// Bytes.
pub(crate) fn bytes(column: &'static str) -> ColumnDef {
    ColumnDef::new_with_type(column, BYTES).not_null().take()
}

/// The same, where there may be none.
pub(crate) fn bytes_null(column: &'static str) -> ColumnDef {
    ColumnDef::new_with_type(column, BYTES).null().take()
}

const BYTES: ColumnType = ColumnType::VarBinary(StringLen::None);

/// Makes a table.
pub(crate) async fn create<const N: usize>(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: [ColumnDef; N],
    key: &[&'static str],
    references: &[(&'static str, &'static str, &'static str)],
) -> Result<(), DbErr> {
    let mut create = Table::create().table(table).take();
    for column in columns {
        create.col(column);
    }
    if !key.is_empty() {
        let mut primary = Index::create();
        for column in key {
            primary.col(*column);
        }
        create.primary_key(&mut primary);
    }
    for &(column, other, other_column) in references {
        create.foreign_key(ForeignKey::create().from(table, column).to(other, other_column));
    }
    manager.create_table(create).await
}

/// Makes an index named after its table and columns.
pub(crate) async fn index(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: &[&'static str],
) -> Result<(), DbErr> {
    let mut index = named_index(table, columns);
    manager.create_index(index.take()).await
}

/// Makes a unique index.
pub(crate) async fn unique(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: &[&'static str],
) -> Result<(), DbErr> {
    let mut index = named_index(table, columns);
    manager.create_index(index.unique().take()).await
}

fn named_index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create().name(format!("idx_{table}_{}", columns.join("_"))).take();
    index.table(table);
    for column in columns {
        index.col(*column);
    }
    index
}

/// Drops tables, in this order.
pub(crate) async fn drop(
    manager: &SchemaManager<'_>,
    tables: &[&'static str],
) -> Result<(), DbErr> {
    for table in tables {
        manager.drop_table(Table::drop().table(*table).take()).await?;
    }
    Ok(())
}

/// Runs what only one of the back ends needs.
pub(crate) async fn run(
    manager: &SchemaManager<'_>,
    postgres: &str,
    sqlite: &str,
) -> Result<(), DbErr> {
    let text = match manager.get_database_backend() {
        sea_orm_migration::sea_orm::DbBackend::Postgres => postgres,
        _ => sqlite,
    };
    if text.is_empty() {
        return Ok(());
    }
    manager.get_connection().execute_unprepared(text).await.map(|_| ())
}
