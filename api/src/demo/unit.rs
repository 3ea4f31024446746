//! A city's bank: head office, branches, sub-branches, teams.

use super::plan::{Plan, id};
use crate::ingest::stage::{Unit, UnitKind};
use chrono::NaiveDate;
use uuid::Uuid;

/// Where branches are.
const DISTRICTS: &[&str] =
    &["城东", "城西", "城南", "城北", "滨江", "高新", "开发区", "临港", "湖滨", "新城"];
/// Where sub-branches are.
const STREETS: &[&str] = &[
    "人民路",
    "解放路",
    "中山路",
    "建设路",
    "和平路",
    "文化路",
    "长江路",
    "学院路",
    "科技园",
    "新华街",
    "光明路",
    "青年路",
    "南湖",
    "东门",
    "西桥",
    "北站",
    "会展中心",
    "大学城",
    "世纪广场",
    "钟楼",
];

/// The day that the bank was founded, from which its units and products have their ids.
pub(super) fn founded() -> NaiveDate {
    NaiveDate::from_ymd_opt(2001, 6, 18).unwrap_or_default()
}

/// The id of the unit with a code.
fn unit_id(code: &str) -> Uuid {
    id("unit", code, founded())
}

/// The id of the head office.
pub(super) fn head_office() -> Uuid {
    unit_id("0000")
}

/// The id of a branch.
pub(super) fn branch(row: usize) -> Uuid {
    unit_id(&branch_code(row))
}

/// The id of a sub-branch.
pub(super) fn sub_branch(row: usize) -> Uuid {
    unit_id(&sub_branch_code(row))
}

/// The id of a team.
pub(super) fn team(row: usize) -> Uuid {
    unit_id(&team_code(row))
}

fn branch_code(row: usize) -> String {
    format!("B{:02}", row + 1)
}

fn sub_branch_code(row: usize) -> String {
    format!("S{:03}", row + 1)
}

fn team_code(row: usize) -> String {
    format!("T{:04}", row + 1)
}

/// The name at `row`, with a number once the list has been gone through.
fn placed(names: &[&str], row: usize) -> String {
    let name = names[row % names.len()];
    if row < names.len() { name.to_owned() } else { format!("{name}第{}", row / names.len() + 1) }
}

/// All units, a parent before its children.
pub(super) fn units(plan: &Plan) -> Vec<Unit> {
    let unit = |code: String, name: String, kind, parent| Unit {
        id: unit_id(&code),
        code,
        name,
        kind,
        parent,
    };
    let mut units = vec![unit("0000".into(), "江澜银行总行".into(), UnitKind::Hq, None)];
    units.extend((0..plan.branches()).map(|row| {
        let name = format!("{}分行", placed(DISTRICTS, row));
        unit(branch_code(row), name, UnitKind::Branch, Some(head_office()))
    }));
    units.extend((0..plan.sub_branches()).map(|row| {
        let name = format!("{}支行", placed(STREETS, row));
        unit(sub_branch_code(row), name, UnitKind::SubBranch, Some(branch(row / 2)))
    }));
    units.extend((0..plan.teams()).map(|row| {
        let place = placed(STREETS, row / 2);
        let name = format!("{place}支行{}团队", if row % 2 == 0 { "一" } else { "二" });
        unit(team_code(row), name, UnitKind::Team, Some(sub_branch(row / 2)))
    }));
    units
}
