//! Units of the bank: head office, branches, sub-branches, teams. Every member of staff sees them.

use crate::id::OrgUnitId;
use sea_orm::entity::prelude::*;

/// A row of `org_unit`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "org_unit")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrgUnitId,
    /// The bank's own code.
    #[sea_orm(unique)]
    pub code: String,
    /// Name as it stands on the door.
    pub name: String,
    /// Its level.
    pub kind: OrgUnitKind,
    /// The unit above; null for head office.
    #[sea_orm(indexed)]
    pub parent_id: Option<OrgUnitId>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Level of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OrgUnitKind {
    /// Head office (总行).
    Hq,
    /// Branch (分行).
    Branch,
    /// Sub-branch (支行).
    SubBranch,
    /// Team (团队).
    Team,
}
