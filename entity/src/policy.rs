//! Versions of the rules that the bank sets itself, such as the lines of the tiers. A version takes
//! effect on its day and once two people have approved it.

use crate::id::{PolicyId, StaffId};
use sea_orm::entity::prelude::*;

/// A row of `policy`. (`kind`, `version`) is unique.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "policy")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PolicyId,
    /// What it rules.
    pub kind: PolicyKind,
    /// Rises by one for each kind.
    pub version: i32,
    /// The rule itself as JSON; its form depends on `kind`.
    #[sea_orm(column_type = "Text")]
    pub document: String,
    /// First day on which it holds.
    pub effective_on: Date,
    /// First approver; null for the version that the product ships with.
    pub first_approver_id: Option<StaffId>,
    /// Second approver, another person than the first.
    pub second_approver_id: Option<StaffId>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

/// What a policy rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PolicyKind {
    /// Lines of month-average assets between the tiers, in minor units of the base currency.
    TierLines,
    /// Days within which customers of each value are to be visited and contacted.
    ContactCadence,
}
