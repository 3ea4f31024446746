//! What is wrong with the data of customers (数据问题), and what became of it.

use crate::id::{CustomerId, DataIssueId, StaffId};
use sea_orm::entity::prelude::*;

/// A row of `data_issue`. (`kind`, `customer_id`, `other_id`) is unique, whatever the state.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "data_issue")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DataIssueId,
    /// What is wrong.
    pub kind: DataIssueKind,
    /// How sure that is.
    pub certainty: Certainty,
    /// What became of it.
    pub state: DataIssueState,
    /// The customer concerned; of two the one with the lesser id.
    pub customer_id: CustomerId,
    /// The other one.
    pub other_id: CustomerId,
    /// Which of the customers was merged into another on account of it; null where none is.
    pub merged_id: Option<CustomerId>,
    /// Who decided last.
    pub decided_by_id: Option<StaffId>,
    /// When.
    pub decided_at: Option<DateTimeUtc>,
    /// Counts every change, for consumers of the change log.
    pub revision: i64,
    /// When it was found.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DataIssueKind {
    /// Two customers are one (重复客户).
    Duplicate,
}

/// How sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Certainty {
    /// One identity number (确定).
    Certain,
    /// Name, day of birth and mobile number, or a company's credit code (疑似).
    Likely,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DataIssueState {
    /// Found, and not judged (待确认).
    Open,
    /// Somebody says that it is so (已确认).
    Confirmed,
    /// The two were merged (已合并).
    Merged,
    /// It is not so (已驳回).
    Rejected,
}
