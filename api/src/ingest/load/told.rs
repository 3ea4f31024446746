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
struct Home {
    id: CustomerId,
    home_unit_id: OrgUnitId,
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
        let home = |customer: Uuid| homes.get(&customer).copied();
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
            told.push(change(Noun::Movement, *id, *id, home(*id), None, revision).into());
        }
        self.transaction.insert_new(told).await?;
        Ok(())
    }

    async fn homes(&self, ids: HashSet<Uuid>) -> Result<HashMap<Uuid, OrgUnitId>, LoadError> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let rows = customer::Entity::find()
            .select_only()
            .columns([customer::Column::Id, customer::Column::HomeUnitId])
            .filter(customer::Column::Id.is_in(ids))
            .into_model::<Home>()
            .all(self.transaction)
            .await?;
        Ok(rows.into_iter().map(|row| (row.id.0, row.home_unit_id)).collect())
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
