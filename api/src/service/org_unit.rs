//! Reading units of the bank, which everybody who is signed in may.

use super::{
    contact_compliance::{self, ContactCompliance},
    error::ServiceError,
    list::{Asked, Asks, Listed, Lists},
    op::Op,
    page::in_list,
    rank,
    staff::{self, StaffTree, StaffWant},
};
use entity::{
    id::{OrgUnitId, StaffId},
    org_unit, staff as staff_row,
};
use sea_orm::{ColumnTrait, EntityTrait, Order, QueryFilter};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// A way of asking for the units right below one: by code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChildrenAsk {
    /// The code after which the page begins.
    pub after: Option<String>,
}

/// A way of asking for who works in a unit: by employee number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StaffAsk {
    /// The number after which the page begins.
    pub after: Option<String>,
}

/// How deep a unit is wanted.
#[derive(Clone, Debug, Default)]
pub struct OrgUnitWant {
    /// The unit above, if it is.
    pub parent: Option<Box<OrgUnitWant>>,
    /// The units right below.
    pub children: Asks<ChildrenAsk, OrgUnitWant>,
    /// Who works there.
    pub staff: Asks<StaffAsk, StaffWant>,
    /// Whether it is how many customers are contacted in time.
    pub contact_compliance: bool,
}

/// A unit and what was wanted below it.
#[derive(Clone, Debug)]
pub struct OrgUnitTree {
    /// The row.
    pub unit: org_unit::Model,
    /// The unit above; `None` where it was not wanted or there is none.
    pub parent: Option<Arc<OrgUnitTree>>,
    /// The units right below.
    pub children: Lists<ChildrenAsk, Arc<OrgUnitTree>>,
    /// Who works there.
    pub staff: Lists<StaffAsk, Arc<StaffTree>>,
    /// How many customers are contacted in time; `None` where it was not wanted, and where the
    /// actor may not know it.
    pub contact_compliance: Option<ContactCompliance>,
}

/// One unit.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn by_id(
    op: &Op,
    id: OrgUnitId,
    want: &OrgUnitWant,
) -> Result<Option<Arc<OrgUnitTree>>, ServiceError> {
    Ok(by_ids(op, &[id], want).await?.remove(&id))
}

/// Those of these units that exist, in one statement and one for each noun below.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn by_ids(
    op: &Op,
    ids: &[OrgUnitId],
    want: &OrgUnitWant,
) -> Result<HashMap<OrgUnitId, Arc<OrgUnitTree>>, ServiceError> {
    op.actor()?;
    let ids: Vec<_> = ids.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = org_unit::Entity::find().filter(org_unit::Column::Id.is_in(in_list(&ids)));
    let trees = grow(op, rows.all(op.reader().await?).await?, want).await?;
    Ok(trees.into_iter().map(|tree| (tree.unit.id, tree)).collect())
}

async fn grow(
    op: &Op,
    rows: Vec<org_unit::Model>,
    want: &OrgUnitWant,
) -> Result<Vec<Arc<OrgUnitTree>>, ServiceError> {
    let ids: Vec<_> = rows.iter().map(|unit| unit.id).collect();
    let parents = match &want.parent {
        Some(want) => {
            let parents: Vec<_> = rows.iter().filter_map(|unit| unit.parent_id).collect();
            Some(Box::pin(by_ids(op, &parents, want)).await?)
        }
        None => None,
    };
    let compliance = if want.contact_compliance {
        contact_compliance::of_units(op, &ids).await?
    } else {
        HashMap::new()
    };
    let mut trees: Vec<OrgUnitTree> = Vec::with_capacity(rows.len());
    for unit in rows {
        let above = |parents: &HashMap<_, Arc<OrgUnitTree>>| {
            unit.parent_id.and_then(|parent| parents.get(&parent).cloned())
        };
        let parent = parents.as_ref().and_then(above);
        let (children, staff) = (Lists::default(), Lists::default());
        let contact_compliance = compliance.get(&unit.id).copied();
        trees.push(OrgUnitTree { unit, parent, children, staff, contact_compliance });
    }
    for asked in &want.children.0 {
        let mut found = Box::pin(children_of(op, &ids, asked)).await?;
        for tree in &mut trees {
            let listed = found.remove(&tree.unit.id).unwrap_or_else(|| Listed::empty(asked.total));
            tree.children.push(asked.ask.clone(), listed);
        }
    }
    for asked in &want.staff.0 {
        let mut found = staff_of(op, &ids, asked).await?;
        for tree in &mut trees {
            let listed = found.remove(&tree.unit.id).unwrap_or_else(|| Listed::empty(asked.total));
            tree.staff.push(asked.ask.clone(), listed);
        }
    }
    Ok(trees.into_iter().map(Arc::new).collect())
}

async fn children_of(
    op: &Op,
    parents: &[OrgUnitId],
    asked: &Asked<ChildrenAsk, OrgUnitWant>,
) -> Result<HashMap<OrgUnitId, Listed<Arc<OrgUnitTree>>>, ServiceError> {
    use org_unit::{Column, Entity};
    let mut base = Entity::find().filter(Column::ParentId.is_in(in_list(parents)));
    let totals = rank::totals(op, asked.total, &base, Column::ParentId, Column::Id).await?;
    if let Some(after) = &asked.ask.after {
        base = base.filter(Column::Code.gt(after));
    }
    let order = [(Column::Code, Order::Asc)];
    let rows = rank::of_each(base, Column::ParentId, Column::Id, &order, asked.first);
    let trees = grow(op, rows.all(op.reader().await?).await?, &asked.want).await?;
    let parent = |tree: &Arc<OrgUnitTree>| tree.unit.parent_id;
    Ok(rank::grouped(trees, totals, parent))
}

async fn staff_of(
    op: &Op,
    units: &[OrgUnitId],
    asked: &Asked<StaffAsk, StaffWant>,
) -> Result<HashMap<OrgUnitId, Listed<Arc<StaffTree>>>, ServiceError> {
    use staff_row::{Column, Entity};
    let mut base = Entity::find().filter(Column::OrgUnitId.is_in(in_list(units)));
    let totals = rank::totals(op, asked.total, &base, Column::OrgUnitId, Column::Id).await?;
    if let Some(after) = &asked.ask.after {
        base = base.filter(Column::EmployeeNo.gt(after));
    }
    let order = [(Column::EmployeeNo, Order::Asc)];
    let rows = rank::of_each(base, Column::OrgUnitId, Column::Id, &order, asked.first);
    let rows = rows.all(op.reader().await?).await?;
    let units: HashMap<StaffId, OrgUnitId> =
        rows.iter().map(|staff| (staff.id, staff.org_unit_id)).collect();
    let trees = staff::grow(op, rows, &asked.want).await?;
    Ok(rank::grouped(trees, totals, |tree| units.get(&tree.staff.id).copied()))
}
