//! People who work in the bank. Colleagues may see each other's name, unit and roles.

use crate::id::{OrgUnitId, StaffId};
use sea_orm::entity::prelude::*;

/// A row of `staff`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staff")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StaffId,
    /// Number on the badge, with which they sign in.
    #[sea_orm(unique)]
    pub employee_no: String,
    /// Name.
    pub name: String,
    /// Whether the name was made up because the source of the rows has none.
    pub is_generated: bool,
    /// The unit that they work in.
    #[sea_orm(indexed)]
    pub org_unit_id: OrgUnitId,
    /// Grade of a relationship manager; null for everybody else.
    pub grade: Option<StaffGrade>,
    /// Day from which the grade holds.
    pub grade_since: Option<Date>,
    /// Whether they work here now.
    pub status: StaffStatus,
    /// Argon2id hash in PHC form; null for who cannot sign in.
    pub password_hash: Option<String>,
    /// Rises whenever roles, unit or status change; sessions of before are read anew.
    pub rights_version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

/// Grade of a relationship manager.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum StaffGrade {
    /// Senior (高级客户经理).
    Senior,
    /// First level (一级客户经理).
    #[sea_orm(string_value = "LEVEL1")]
    Level1,
    /// Second level (二级客户经理).
    #[sea_orm(string_value = "LEVEL2")]
    Level2,
    /// Trainee (见习客户经理).
    Trainee,
}

/// Whether somebody works here now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum StaffStatus {
    /// At work (在岗).
    Active,
    /// Away for a time (休假).
    OnLeave,
    /// Has handed in notice (待离职).
    Leaving,
    /// Works here no more (已离职).
    Left,
}
