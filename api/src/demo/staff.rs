//! Who works where, as what.

use super::name;
use super::plan::{Plan, id};
use super::unit;
use crate::ingest::stage::{Grade, Role, Staff};
use uuid::Uuid;

/// The number of the first person of each kind; the others follow.
const HEAD_OFFICE: usize = 100_001;
const BRANCH_MANAGERS: usize = 200_001;
const SUB_BRANCH_MANAGERS: usize = 210_001;
const TEAM_LEADS: usize = 300_001;
const MANAGERS: usize = 400_001;

/// Who works at the head office.
const AT_HEAD_OFFICE: [Role; 4] = [Role::Leader, Role::HqAnalyst, Role::HqAdmin, Role::Auditor];

/// One person for each role, by employee number: those whom a demo is signed in as.
pub const LOGINS: [(Role, &str); 7] = [
    (Role::Rm, "400001"),
    (Role::TeamLead, "300001"),
    (Role::BranchManager, "200001"),
    (Role::Leader, "100001"),
    (Role::HqAnalyst, "100002"),
    (Role::HqAdmin, "100003"),
    (Role::Auditor, "100004"),
];

/// The id of the relationship manager at `row`.
pub(super) fn manager(row: usize) -> Uuid {
    staff_id(MANAGERS + row)
}

fn staff_id(number: usize) -> Uuid {
    id("staff", &number.to_string(), unit::founded())
}

/// The team of the relationship manager at `row`.
pub(super) fn team_of(row: usize) -> usize {
    row / 4
}

/// All members of staff.
pub(super) fn staff(plan: &Plan) -> Vec<Staff> {
    let person = |number: usize, unit: Uuid, role: Role| {
        let mut stream = plan.stream("staff", number);
        let grade = (role == Role::Rm).then(|| {
            stream.weighted(&[
                (Grade::Senior, 15),
                (Grade::Level1, 30),
                (Grade::Level2, 40),
                (Grade::Trainee, 15),
            ])
        });
        Staff {
            id: staff_id(number),
            employee_no: number.to_string(),
            name: name::anyone(&mut stream),
            unit,
            roles: vec![role],
            grade,
            generated: true,
        }
    };
    let head = AT_HEAD_OFFICE.into_iter().enumerate();
    let mut all: Vec<Staff> =
        head.map(|(row, role)| person(HEAD_OFFICE + row, unit::head_office(), role)).collect();
    let manager = Role::BranchManager;
    all.extend(
        (0..plan.branches()).map(|row| person(BRANCH_MANAGERS + row, unit::branch(row), manager)),
    );
    all.extend(
        (0..plan.sub_branches())
            .map(|row| person(SUB_BRANCH_MANAGERS + row, unit::sub_branch(row), manager)),
    );
    all.extend(
        (0..plan.teams()).map(|row| person(TEAM_LEADS + row, unit::team(row), Role::TeamLead)),
    );
    all.extend(
        (0..plan.managers()).map(|row| person(MANAGERS + row, unit::team(team_of(row)), Role::Rm)),
    );
    all
}

#[cfg(test)]
mod tests {
    use super::{LOGINS, Plan, staff};
    use chrono::NaiveDate;

    #[test]
    fn there_is_a_person_behind_each_login() {
        let bank_date = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();
        let staff = staff(&Plan { customers: 1, seed: 1, bank_date });
        for (role, number) in LOGINS {
            assert!(staff.iter().any(|one| one.employee_no == number && one.roles == [role]));
        }
    }
}
