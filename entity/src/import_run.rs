//! How far the import of a source has come, so that one that was killed is taken up again.

use sea_orm::entity::prelude::*;

/// A row of `import_run`: the last import of a source.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_run")]
pub struct Model {
    /// The source.
    #[sea_orm(primary_key, auto_increment = false)]
    pub source: String,
    /// Whether it has come to its end.
    pub is_done: bool,
    /// Whether the bank was empty before: then nobody is told of single rows, and at the end
    /// everybody reads everything anew.
    pub is_first: bool,
    /// Rows of the source whose records are in.
    pub rows_read: i64,
    /// The bank date that it leads to.
    pub bank_date: Date,
    /// When the last batch came in.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
