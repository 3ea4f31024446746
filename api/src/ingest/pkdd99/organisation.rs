//! Districts become branches: head office, a branch for each region, a sub-branch for each
//! district. Its staff does not exist in the source and is generated.

use super::{
    book::{Book, District},
    name,
    row::Key,
    source::{FIRST_DAY, NAMER},
};
use crate::ingest::{
    error::ImportError,
    sink::Sink,
    stage::{Gender, Grade, Role, Staff, Unit, UnitKind},
};
use uuid::Uuid;

/// Sends units and the managers of the branches.
///
/// # Errors
/// The loader has stopped.
pub(super) fn send(book: &Book, sink: &mut Sink) -> Result<(), ImportError> {
    let head = Unit {
        id: id("head"),
        code: "HQ".into(),
        name: "Head office".into(),
        kind: UnitKind::Hq,
        parent: None,
    };
    sink.put(|batch| {
        batch.units.push(head);
        batch.units.extend(regions(&book.districts));
        batch.units.extend(book.districts.iter().map(branch));
        batch.staff.extend(book.districts.iter().map(manager));
        batch.len()
    })
}

/// The unit of a district.
pub(super) fn unit(district: Key) -> Uuid {
    id(&format!("district {district}"))
}

/// A relationship manager of a district: the first is number 1.
pub(super) fn rm(district: Key, number: usize) -> Staff {
    let employee_no = format!("D{district:03}-{number:02}");
    staff(district, employee_no, number, Role::Rm, Some(Grade::Level2))
}

/// The id of a district's relationship manager.
pub(super) fn rm_id(district: Key, number: usize) -> Uuid {
    NAMER.id("staff", &format!("D{district:03}-{number:02}"), FIRST_DAY)
}

fn manager(district: &District) -> Staff {
    let employee_no = format!("D{:03}-00", district.key);
    staff(district.key, employee_no, 0, Role::BranchManager, None)
}

fn staff(
    district: Key,
    employee_no: String,
    number: usize,
    role: Role,
    grade: Option<Grade>,
) -> Staff {
    let seed = district.saturating_mul(100).saturating_add(u32::try_from(number).unwrap_or(0));
    let gender = if seed % 2 == 0 { Gender::Female } else { Gender::Male };
    Staff {
        id: NAMER.id("staff", &employee_no, FIRST_DAY),
        employee_no,
        name: name::person("staff", seed, gender),
        unit: unit(district),
        roles: vec![role],
        grade,
        generated: true,
    }
}

fn regions(districts: &[District]) -> Vec<Unit> {
    let mut names: Vec<&str> = districts.iter().map(|district| district.region.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let unit = |name: &str| Unit {
        id: region(name),
        code: format!("R-{}", name.replace(' ', "-")),
        name: name.to_owned(),
        kind: UnitKind::Branch,
        parent: Some(id("head")),
    };
    names.into_iter().map(unit).collect()
}

fn branch(district: &District) -> Unit {
    Unit {
        id: unit(district.key),
        code: format!("D{:03}", district.key),
        name: district.name.clone(),
        kind: UnitKind::SubBranch,
        parent: Some(region(&district.region)),
    }
}

fn region(name: &str) -> Uuid {
    id(&format!("region {name}"))
}

fn id(key: &str) -> Uuid {
    NAMER.id("unit", key, FIRST_DAY)
}
