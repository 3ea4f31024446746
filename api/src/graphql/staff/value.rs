//! Enums of members of staff.

use crate::graphql::label::labelled;

labelled! {
    /// What somebody is in the bank. Several roles add up, except the three that stand alone.
    Role of "entity::staff_role::Role" {
        /// Relationship manager: sees the customers that an assignment in force gives them.
        Rm = "RM", "客户经理", "Relationship manager";
        /// Team lead: sees the customers of the unit and those below it.
        TeamLead = "TEAM_LEAD", "团队负责人", "Team lead";
        /// Branch manager: sees the customers of the branch and the units below it.
        BranchManager = "BRANCH_MANAGER", "支行行长", "Branch manager";
        /// Leader or general manager: reads aggregates, no customer.
        Leader = "LEADER", "行领导", "Leader";
        /// Analyst at head office: reads pseudonyms; stands alone.
        HqAnalyst = "HQ_ANALYST", "总行分析员", "Analyst";
        /// Administrator at head office: reads no customer; stands alone.
        HqAdmin = "HQ_ADMIN", "系统管理员", "Administrator";
        /// Auditor: reads everything masked; stands alone.
        Auditor = "AUDITOR", "审计员", "Auditor";
    }
}

labelled! {
    /// Grade of a relationship manager.
    StaffGrade of "entity::staff::StaffGrade" {
        /// Senior.
        Senior = "SENIOR", "高级客户经理", "Senior";
        /// First level.
        Level1 = "LEVEL1", "一级客户经理", "Level 1";
        /// Second level.
        Level2 = "LEVEL2", "二级客户经理", "Level 2";
        /// Trainee.
        Trainee = "TRAINEE", "见习客户经理", "Trainee";
    }
}

labelled! {
    /// Whether somebody works here now.
    StaffStatus of "entity::staff::StaffStatus" {
        /// At work.
        Active = "ACTIVE", "在岗", "At work";
        /// Away for a time.
        OnLeave = "ON_LEAVE", "休假", "On leave";
        /// Has handed in notice.
        Leaving = "LEAVING", "待离职", "Leaving";
        /// Works here no more.
        Left = "LEFT", "已离职", "Left";
    }
}
