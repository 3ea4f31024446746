//! Enums of units.

use crate::graphql::label::labelled;

labelled! {
    /// Level of a unit.
    OrgUnitKind of "entity::org_unit::OrgUnitKind" {
        /// Head office.
        Hq = "HQ", "总行", "Head office";
        /// Branch.
        Branch = "BRANCH", "分行", "Branch";
        /// Sub-branch.
        SubBranch = "SUB_BRANCH", "支行", "Sub-branch";
        /// Team.
        Team = "TEAM", "团队", "Team";
    }
}
