//! What a member of staff is in the bank; several roles add up, except the three that stand alone.

use crate::id::StaffId;
use sea_orm::entity::prelude::*;

/// A row of `staff_role`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staff_role")]
pub struct Model {
    /// The member of staff.
    #[sea_orm(primary_key, auto_increment = false)]
    pub staff_id: StaffId,
    /// What they are.
    #[sea_orm(primary_key, auto_increment = false)]
    pub role: Role,
}

impl ActiveModelBehavior for ActiveModel {}

/// What somebody is in the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    /// Relationship manager (客户经理).
    Rm,
    /// Team lead (团队负责人).
    TeamLead,
    /// Branch manager (支行行长).
    BranchManager,
    /// Leader or general manager (行领导): aggregates only.
    Leader,
    /// Analyst at head office (总行分析员): pseudonyms only; stands alone.
    HqAnalyst,
    /// Administrator at head office (系统管理员): no customer data; stands alone.
    HqAdmin,
    /// Auditor (审计员): everything, masked; stands alone.
    Auditor,
}

impl Role {
    /// Whether the role may not be held beside another.
    #[must_use]
    pub fn stands_alone(self) -> bool {
        matches!(self, Self::HqAnalyst | Self::HqAdmin | Self::Auditor)
    }
}
