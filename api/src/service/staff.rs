//! Reading members of staff, which everybody who is signed in may.

pub mod login;

use super::{
    contact_compliance::{self, ContactCompliance},
    error::ServiceError,
    op::Op,
    org_unit::{self, OrgUnitTree, OrgUnitWant},
    page::in_list,
};
use entity::{id::StaffId, staff, staff_role};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// How deep a member of staff is wanted.
#[derive(Clone, Debug, Default)]
pub struct StaffWant {
    /// Whether their roles are.
    pub roles: bool,
    /// Their unit, if it is.
    pub unit: Option<Box<OrgUnitWant>>,
    /// Whether it is how many customers they contact in time.
    pub contact_compliance: bool,
}

/// A member of staff and what was wanted below them.
#[derive(Clone, Debug)]
pub struct StaffTree {
    /// The row.
    pub staff: staff::Model,
    /// Their roles; `None` where they were not wanted.
    pub roles: Option<Vec<staff_role::Role>>,
    /// Their unit; `None` where it was not wanted.
    pub unit: Option<Arc<OrgUnitTree>>,
    /// How many customers they contact in time; `None` where it was not wanted, and where the actor
    /// may not know it.
    pub contact_compliance: Option<ContactCompliance>,
}

/// One member of staff.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn by_id(
    op: &Op,
    id: StaffId,
    want: &StaffWant,
) -> Result<Option<Arc<StaffTree>>, ServiceError> {
    Ok(by_ids(op, &[id], want).await?.remove(&id))
}

/// Those of these members of staff that exist, in one statement and one for each noun below.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn by_ids(
    op: &Op,
    ids: &[StaffId],
    want: &StaffWant,
) -> Result<HashMap<StaffId, Arc<StaffTree>>, ServiceError> {
    op.actor()?;
    let ids: Vec<_> = ids.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = staff::Entity::find().filter(staff::Column::Id.is_in(in_list(&ids)));
    let trees = grow(op, rows.all(op.reader().await?).await?, want).await?;
    Ok(trees.into_iter().map(|tree| (tree.staff.id, tree)).collect())
}

/// Fetches what is wanted below members of staff, each noun once for all of them.
pub(super) async fn grow(
    op: &Op,
    rows: Vec<staff::Model>,
    want: &StaffWant,
) -> Result<Vec<Arc<StaffTree>>, ServiceError> {
    let ids: Vec<_> = rows.iter().map(|staff| staff.id).collect();
    let mut roles = if want.roles { Some(roles_of(op, &ids).await?) } else { None };
    let units = match &want.unit {
        Some(want) => {
            let units: Vec<_> = rows.iter().map(|staff| staff.org_unit_id).collect();
            // Staff may list units that list staff, as deep as the guard lets a document go.
            Some(Box::pin(org_unit::by_ids(op, &units, want)).await?)
        }
        None => None,
    };
    let compliance = if want.contact_compliance {
        contact_compliance::of_staff(op, &rows).await?
    } else {
        HashMap::new()
    };
    let tree = |staff: staff::Model| {
        let contact_compliance = compliance.get(&staff.id).copied();
        let roles = roles.as_mut().map(|roles| roles.remove(&staff.id).unwrap_or_default());
        let unit = units.as_ref().and_then(|units| units.get(&staff.org_unit_id).cloned());
        Arc::new(StaffTree { staff, roles, unit, contact_compliance })
    };
    Ok(rows.into_iter().map(tree).collect())
}

async fn roles_of(
    op: &Op,
    ids: &[StaffId],
) -> Result<HashMap<StaffId, Vec<staff_role::Role>>, ServiceError> {
    let mut by_staff = HashMap::<_, Vec<_>>::new();
    if ids.is_empty() {
        return Ok(by_staff);
    }
    let rows = staff_role::Entity::find()
        .filter(staff_role::Column::StaffId.is_in(in_list(ids)))
        .order_by_asc(staff_role::Column::Role);
    for row in rows.all(op.reader().await?).await? {
        by_staff.entry(row.staff_id).or_default().push(row.role);
    }
    Ok(by_staff)
}
