//! What the change log is asked for beside its order.

use crate::schema::index;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// What concerns a customer, whose access, and what has changed of one row since a version.
const COLUMNS: [&[&str]; 3] =
    [&["customer_id", "position"], &["staff_id", "position"], &["row_id", "position"]];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for columns in COLUMNS {
            index(manager, "change_log", columns).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for columns in COLUMNS {
            let mut index = Index::drop();
            index.name(format!("idx_change_log_{}", columns.join("_"))).table("change_log");
            manager.drop_index(index).await?;
        }
        Ok(())
    }
}
