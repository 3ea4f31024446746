//! Units with their closure, staff with its roles, products, rates.

use super::{making::Making, run::Counts};
use crate::{
    backend::Bulk,
    ingest::stage::{self, Batch, Product, Rate, Unit},
    service::{change::Change, search::entry},
};
use entity::{
    fx_rate,
    id::{OrgUnitId, ProductId, StaffId},
    org_unit,
    outbox::{self, Noun, Operation},
    product,
    staff::{self, StaffStatus},
    staff_role, unit_closure,
};
use sea_orm::{DbErr, IntoActiveModel};
use std::collections::HashMap;
use uuid::Uuid;

/// Which unit is below which, as far as batches have told.
#[derive(Debug, Default)]
pub(super) struct Tree(HashMap<Uuid, Option<Uuid>>);

impl Tree {
    pub(super) fn learn(&mut self, units: &[Unit]) {
        self.0.extend(units.iter().map(|unit| (unit.id, unit.parent)));
    }

    /// The unit itself and every unit above it. A source whose units are in a ring ends at the
    /// first repetition.
    fn line(&self, unit: Uuid) -> Vec<Uuid> {
        let mut line = vec![unit];
        let mut parent = self.0.get(&unit).copied().flatten();
        while let Some(above) = parent.filter(|above| !line.contains(above)) {
            line.push(above);
            parent = self.0.get(&above).copied().flatten();
        }
        line
    }
}

impl Making<'_> {
    pub(super) async fn organisation(
        &self,
        batch: &Batch,
        tree: &Tree,
        counts: &mut Counts,
    ) -> Result<(), DbErr> {
        let units = batch.units.iter().map(unit).collect();
        self.insert(counts, "units", units).await?;
        let closure = batch.units.iter().flat_map(|unit| {
            let pair = |above| unit_closure::Model {
                ancestor_id: OrgUnitId(above),
                descendant_id: OrgUnitId(unit.id),
            };
            tree.line(unit.id).into_iter().map(move |above| pair(above).into_active_model())
        });
        self.insert(&mut Counts::default(), "closure", closure.collect()).await?;
        let staff = batch.staff.iter().map(|staff| self.staff(staff)).collect();
        self.insert(counts, "staff", staff).await?;
        let roles = batch.staff.iter().flat_map(|staff| {
            let role = |role| staff_role::Model { staff_id: StaffId(staff.id), role };
            staff.roles.iter().map(move |of| role(*of).into_active_model())
        });
        self.insert(&mut Counts::default(), "roles", roles.collect()).await?;
        self.products(batch, counts).await?;
        // Those that were there already may be of before there was a search.
        let ids: Vec<_> = batch.staff.iter().map(|staff| StaffId(staff.id)).collect();
        entry::staff(self.transaction, &ids).await?;
        let ids: Vec<_> = batch.products.iter().map(|product| ProductId(product.id)).collect();
        entry::products(self.transaction, &ids).await?;
        self.insert(counts, "rates", batch.rates.iter().map(rate).collect()).await
    }

    /// Writes the products that are not there, and tells of them where clients know the bank.
    async fn products(&self, batch: &Batch, counts: &mut Counts) -> Result<(), DbErr> {
        let asked = !self.run.is_first;
        let ids = batch.products.iter().filter(|_| asked).map(|row| row.id).collect();
        let known = self.known::<product::Entity>(product::Column::Id, ids).await?;
        let new = batch.products.iter().filter(|row| asked && !known.contains(&row.id));
        let told: Vec<_> = new.map(|row| of_product(row.id).into()).collect();
        self.insert(counts, "products", batch.products.iter().map(product).collect()).await?;
        self.transaction.insert_new::<outbox::ActiveModel>(told).await?;
        Ok(())
    }

    fn staff(&self, staff: &stage::Staff) -> staff::ActiveModel {
        staff::Model {
            id: StaffId(staff.id),
            employee_no: staff.employee_no.clone(),
            name: staff.name.clone(),
            is_generated: staff.generated,
            org_unit_id: OrgUnitId(staff.unit),
            grade: staff.grade,
            grade_since: None,
            status: StaffStatus::Active,
            password_hash: None,
            rights_version: 1,
            created_at: self.now,
            updated_at: self.now,
        }
        .into_active_model()
    }
}

fn unit(unit: &Unit) -> org_unit::ActiveModel {
    org_unit::Model {
        id: OrgUnitId(unit.id),
        code: unit.code.clone(),
        name: unit.name.clone(),
        kind: unit.kind,
        parent_id: unit.parent.map(OrgUnitId),
    }
    .into_active_model()
}

fn of_product(row_id: Uuid) -> Change {
    Change {
        noun: Noun::Product,
        row_id,
        operation: Operation::Create,
        customer_id: None,
        home_unit_id: None,
        staff_id: None,
        revision: 1,
        payload: serde_json::json!({ "v": 1 }),
    }
}

fn product(product: &Product) -> product::ActiveModel {
    product::Model {
        id: ProductId(product.id),
        code: product.code.clone(),
        name: product.name.clone(),
        category: product.category,
        is_sticky: product.sticky,
    }
    .into_active_model()
}

fn rate(rate: &Rate) -> fx_rate::ActiveModel {
    fx_rate::Model {
        currency: rate.currency.clone(),
        on_date: rate.on,
        rate_millionths: rate.rate_millionths,
    }
    .into_active_model()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::stage::UnitKind;

    fn unit(id: u128, parent: Option<u128>) -> Unit {
        let (code, name) = (id.to_string(), String::new());
        let parent = parent.map(Uuid::from_u128);
        Unit { id: Uuid::from_u128(id), code, name, kind: UnitKind::Branch, parent }
    }

    #[test]
    fn a_line_ends_at_the_head_and_never_runs_in_a_ring() {
        let mut tree = Tree::default();
        tree.learn(&[unit(1, None), unit(2, Some(1)), unit(3, Some(2)), unit(4, Some(5))]);
        tree.learn(&[unit(5, Some(4))]);
        let line =
            |id| tree.line(Uuid::from_u128(id)).iter().map(Uuid::as_u128).collect::<Vec<_>>();
        assert_eq!(line(3), [3, 2, 1]);
        assert_eq!(line(4), [4, 5]);
    }
}
