//! What clients are told of a batch that adds to a bank that they know.

use super::{making::Making, run::LoadError};
use crate::{
    backend::Bulk,
    ingest::stage::{Assignment, Customer},
    service::change::Change,
};
use entity::{
    customer,
    id::{CustomerId, OrgUnitId, StaffId},
    outbox::{self, Noun, Operation},
};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

#[derive(FromQueryResult)]
struct Shown {
    id: CustomerId,
    home_unit_id: OrgUnitId,
    merged_into_id: Option<CustomerId>,
}

impl Making<'_> {
    /// New customers and assignments each; movements one row for a customer.
    pub(super) async fn tell(
        &self,
        customers: &[&Customer],
        assignments: &[&Assignment],
        moved: &HashSet<Uuid>,
    ) -> Result<(), LoadError> {
        let covered = assignments.iter().map(|assignment| assignment.customer);
        let homes = self.homes(covered.chain(moved.iter().copied()).collect()).await?;
        let home = |customer: Uuid| homes.get(&customer).map(|(_, unit)| *unit);
        let mut told: Vec<outbox::ActiveModel> = Vec::new();
        for row in customers {
            let unit = Some(OrgUnitId(row.home_unit));
            told.push(change(Noun::Customer, row.id, row.id, unit, None, 1).into());
        }
        for row in assignments {
            let (unit, staff) = (home(row.customer), Some(StaffId(row.staff)));
            told.push(change(Noun::Assignment, row.id, row.customer, unit, staff, 1).into());
        }
        // Later movements of a customer are a later revision.
        let revision = self.now.timestamp_micros();
        for id in moved {
            // What moves for a merged customer is shown under its survivor.
            let shown = homes.get(id).map_or(*id, |(shown, _)| *shown);
            told.push(change(Noun::Movement, shown, shown, home(*id), None, revision).into());
        }
        self.transaction.insert_new(told).await?;
        Ok(())
    }

    /// For each of these customers the one under whom it is shown, and that one's home unit.
    async fn homes(
        &self,
        ids: HashSet<Uuid>,
    ) -> Result<HashMap<Uuid, (Uuid, OrgUnitId)>, LoadError> {
        let rows = self.known_homes(ids).await?;
        let survivors = rows.iter().filter_map(|row| row.merged_into_id).map(|id| id.0);
        let survivors = self.known_homes(survivors.collect()).await?;
        let shown = |row: Shown| {
            let survivor = survivors.iter().find(|other| Some(other.id) == row.merged_into_id);
            let shown = survivor.unwrap_or(&row);
            (row.id.0, (shown.id.0, shown.home_unit_id))
        };
        Ok(rows.into_iter().map(shown).collect())
    }

    async fn known_homes(&self, ids: HashSet<Uuid>) -> Result<Vec<Shown>, LoadError> {
        use customer::Column;
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let rows = customer::Entity::find()
            .select_only()
            .columns([Column::Id, Column::HomeUnitId, Column::MergedIntoId])
            .filter(Column::Id.is_in(ids))
            .into_model::<Shown>()
            .all(self.transaction)
            .await?;
        Ok(rows)
    }
}

fn change(
    noun: Noun,
    row_id: Uuid,
    customer: Uuid,
    home_unit_id: Option<OrgUnitId>,
    staff_id: Option<StaffId>,
    revision: i64,
) -> Change {
    Change {
        noun,
        row_id,
        operation: Operation::Create,
        customer_id: Some(CustomerId(customer)),
        home_unit_id,
        staff_id,
        revision,
        payload: serde_json::json!({ "v": 1 }),
    }
}
