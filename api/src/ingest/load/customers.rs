//! Customers with their profiles, numbers and empty standings, and who covers them.

use super::{
    making::Making,
    run::{Counts, LoadError},
};
use crate::{
    ingest::stage::{Assignment, Batch, Company, Customer, Person, Profile},
    service::{
        customer::name_key,
        identifier::{Identifier, Sealed},
        search::entry,
        standing,
    },
};
use entity::{
    assignment, company_profile,
    customer::{self, CustomerKind, LifeCycleStage, RelationType},
    customer_number,
    id::{AssignmentId, CustomerId, CustomerNumberId, OrgUnitId, StaffId},
    person_profile,
};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, QuerySelect,
};
use std::collections::HashSet;
use uuid::Uuid;

/// Ids that are asked for at once.
const ASKED: usize = 256;

#[derive(FromQueryResult)]
struct Known {
    id: Uuid,
}

impl Making<'_> {
    /// Writes the customers that are not there; answers with them.
    pub(super) async fn customers<'b>(
        &self,
        batch: &'b Batch,
        counts: &mut Counts,
    ) -> Result<Vec<&'b Customer>, LoadError> {
        let ids = batch.customers.iter().map(|customer| customer.id).collect();
        let known = self.known::<customer::Entity>(customer::Column::Id, ids).await?;
        let new: Vec<_> = batch.customers.iter().filter(|row| !known.contains(&row.id)).collect();
        counts.note("customers", known.len(), 0);
        let rows = new.iter().map(|customer| self.customer(customer)).collect();
        self.insert(counts, "customers", rows).await?;
        let aside = &mut Counts::default();
        let (mut persons, mut companies) = (Vec::new(), Vec::new());
        for customer in &new {
            match &customer.profile {
                Profile::Person(person) => persons.push(self.person(customer, person)?),
                Profile::Company(company) => companies.push(self.company(customer, company)?),
            }
        }
        self.insert(aside, "persons", persons).await?;
        self.insert(aside, "companies", companies).await?;
        let numbers = new.iter().flat_map(|customer| numbers(customer)).collect();
        self.insert(aside, "numbers", numbers).await?;
        let standings = new.iter().map(|customer| {
            let (id, unit) = (CustomerId(customer.id), OrgUnitId(customer.home_unit));
            standing::of_new_customer(id, unit, &self.run.base_currency, self.run.bank_date)
        });
        self.insert(aside, "standings", standings.collect()).await?;
        let ids: Vec<_> = new.iter().map(|customer| CustomerId(customer.id)).collect();
        entry::customers(self.transaction, self.keyring, &ids).await?;
        Ok(new)
    }

    /// Writes the assignments that are not there; answers with them. One that is there may have
    /// ended since, and another LEAD begun: it is not offered again.
    pub(super) async fn assignments<'b>(
        &self,
        batch: &'b Batch,
        counts: &mut Counts,
    ) -> Result<Vec<&'b Assignment>, LoadError> {
        let ids = batch.assignments.iter().map(|row| row.id).collect();
        let known = self.known::<assignment::Entity>(assignment::Column::Id, ids).await?;
        let new: Vec<_> = batch.assignments.iter().filter(|row| !known.contains(&row.id)).collect();
        counts.note("assignments", known.len(), 0);
        let rows = new.iter().map(|assignment| self.assignment(assignment)).collect();
        self.insert(counts, "assignments", rows).await?;
        Ok(new)
    }

    /// Which of these ids the table has.
    pub(super) async fn known<E: EntityTrait>(
        &self,
        column: E::Column,
        ids: Vec<Uuid>,
    ) -> Result<HashSet<Uuid>, DbErr> {
        let mut known = HashSet::new();
        for some in ids.chunks(ASKED) {
            // Always as many, the last one again and again: one text, planned and prepared once.
            let last = some.last().copied().unwrap_or_default();
            let padded = some.iter().copied().chain(std::iter::repeat(last)).take(ASKED);
            let rows = E::find().select_only().column_as(column, "id").filter(column.is_in(padded));
            let rows = rows.into_model::<Known>().all(self.transaction).await?;
            known.extend(rows.into_iter().map(|row| row.id));
        }
        Ok(known)
    }

    fn customer(&self, customer: &Customer) -> customer::ActiveModel {
        customer::Model {
            id: CustomerId(customer.id),
            kind: match customer.profile {
                Profile::Person(_) => CustomerKind::Person,
                Profile::Company(_) => CustomerKind::Company,
            },
            name: customer.name.clone(),
            name_key: name_key(&customer.name),
            is_generated: customer.generated,
            relation_type: RelationType::Ordinary,
            need_types: String::new(),
            // Whom a source of accounts knows holds something.
            stage: LifeCycleStage::Growing,
            stage_since: customer.since,
            region_code: customer.region.clone(),
            home_unit_id: OrgUnitId(customer.home_unit),
            lead_staff_id: customer.lead.map(StaffId),
            merged_into_id: None,
            merged_at: None,
            merged_count: 0,
            version: 1,
            revision: 1,
            created_at: self.now,
            updated_at: self.now,
            deleted_at: None,
        }
        .into_active_model()
    }

    fn person(
        &self,
        customer: &Customer,
        person: &Person,
    ) -> Result<person_profile::ActiveModel, LoadError> {
        let mobile = self.seal(Identifier::Mobile, person.mobile.as_deref())?;
        let id_number = self.seal(Identifier::IdNumber, person.id_number.as_deref())?;
        let (mobile_cipher, mobile_hash, mobile_mask) = parts(mobile);
        let (id_number_cipher, id_number_hash, id_number_mask) = parts(id_number);
        let row = person_profile::Model {
            customer_id: CustomerId(customer.id),
            gender: person.gender,
            birth_date: person.birth_date,
            occupation: person.occupation.clone(),
            education: person.education.clone(),
            income_minor: person.income_minor,
            income_currency: person.income_minor.map(|_| self.run.base_currency.clone()),
            mobile_cipher,
            mobile_hash,
            mobile_mask,
            id_number_cipher,
            id_number_hash,
            id_number_mask,
        };
        Ok(row.into_active_model())
    }

    fn company(
        &self,
        customer: &Customer,
        company: &Company,
    ) -> Result<company_profile::ActiveModel, LoadError> {
        let code = self.seal(Identifier::CreditCode, company.credit_code.as_deref())?;
        let (credit_code_cipher, credit_code_hash, credit_code_mask) = parts(code);
        let row = company_profile::Model {
            customer_id: CustomerId(customer.id),
            credit_code_cipher,
            credit_code_hash,
            credit_code_mask,
            ownership: company.ownership.clone(),
            industry: company.industry.clone(),
            system_industry: None,
            legal_representative: company.legal_representative.clone(),
            sales_minor: company.sales_minor,
            sales_currency: company.sales_minor.map(|_| self.run.base_currency.clone()),
            is_foreign_trade: false,
        };
        Ok(row.into_active_model())
    }

    fn assignment(&self, assignment: &Assignment) -> assignment::ActiveModel {
        assignment::Model {
            id: AssignmentId(assignment.id),
            customer_id: CustomerId(assignment.customer),
            staff_id: StaffId(assignment.staff),
            role: assignment.role,
            valid_from: assignment.from,
            valid_to: assignment.to,
            reason: assignment.reason.clone(),
            is_generated: assignment.generated,
            created_at: self.now,
        }
        .into_active_model()
    }

    fn seal(&self, kind: Identifier, text: Option<&str>) -> Result<Option<Sealed>, LoadError> {
        Ok(text.map(|text| kind.seal(self.keyring, text)).transpose()?)
    }
}

type Parts = (Option<Vec<u8>>, Option<Vec<u8>>, Option<String>);

fn parts(sealed: Option<Sealed>) -> Parts {
    sealed.map_or((None, None, None), |sealed| {
        (Some(sealed.cipher), Some(sealed.hash), Some(sealed.mask))
    })
}

fn numbers(customer: &Customer) -> Vec<customer_number::ActiveModel> {
    let number = |(at, number): (usize, &crate::ingest::stage::Number)| {
        // The customer's own id, counted on: unique, and the same in every run.
        let at = u128::try_from(at).unwrap_or(0);
        let row = customer_number::Model {
            id: CustomerNumberId(Uuid::from_u128(customer.id.as_u128().wrapping_add(at))),
            customer_id: CustomerId(customer.id),
            system: number.system.clone(),
            number: number.number.clone(),
            deleted_at: None,
        };
        row.into_active_model()
    };
    customer.numbers.iter().enumerate().map(number).collect()
}
