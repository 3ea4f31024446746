//! What stands in customers' files, and when it was last seen.

use super::rule::{COMPANY, Freshness, PERSON, completeness};
use crate::service::{change::Change, error::ServiceError, op::Op, refusal::Stop, write::Write};
use chrono::{DateTime, Months, NaiveDate, Utc};
use chrono_tz::Tz;
use entity::{
    company_profile,
    customer::{self, CustomerKind},
    customer_standing, field_observation,
    id::CustomerId,
    person_profile,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Statement,
    sea_query::{Expr, OnConflict},
};
use std::collections::HashMap;
use uuid::Uuid;

/// Months for which what was seen is fresh.
const FRESH: u32 = 12;

/// The last day on which a preference of each customer was seen, those of the ones merged into it
/// counted in.
const PREFERENCES: &str = "\
    SELECT COALESCE(c.merged_into_id, c.id) AS id, MAX(p.last_seen_on) AS seen_on \
    FROM preference p JOIN customer c ON c.id = p.customer_id \
    WHERE p.deleted_at IS NULL AND COALESCE(c.merged_into_id, c.id) > $1 \
    AND COALESCE(c.merged_into_id, c.id) <= $2 GROUP BY COALESCE(c.merged_into_id, c.id)";

/// The same of key persons who have a mobile number.
const KEY_PERSONS: &str = "\
    SELECT COALESCE(c.merged_into_id, c.id) AS id, MAX(k.updated_at) AS seen_at \
    FROM key_person k JOIN customer c ON c.id = k.customer_id \
    WHERE k.deleted_at IS NULL AND k.mobile_hash IS NOT NULL \
    AND COALESCE(c.merged_into_id, c.id) > $1 AND COALESCE(c.merged_into_id, c.id) <= $2 \
    GROUP BY COALESCE(c.merged_into_id, c.id)";

#[derive(FromQueryResult)]
struct Preferences {
    id: CustomerId,
    seen_on: NaiveDate,
}

#[derive(FromQueryResult)]
struct KeyPersons {
    id: CustomerId,
    seen_at: DateTime<Utc>,
}

/// What stands beside the customers' own rows.
struct Beside {
    preferences: HashMap<CustomerId, NaiveDate>,
    key_persons: HashMap<CustomerId, NaiveDate>,
    observed: HashMap<(CustomerId, String), NaiveDate>,
    zone: Tz,
    /// What was seen on this day or later is fresh.
    fresh_from: NaiveDate,
}

/// The range of ids that holds this one alone.
pub(in crate::service) fn only(id: CustomerId) -> (CustomerId, CustomerId) {
    (CustomerId(Uuid::from_u128(id.0.as_u128().saturating_sub(1))), id)
}

/// Completeness in millionths of the customers after the first of these ids, up to the second.
pub(in crate::service) async fn load(
    connection: &impl ConnectionTrait,
    ids: (CustomerId, CustomerId),
    (as_of, zone): (NaiveDate, Tz),
) -> Result<HashMap<CustomerId, i32>, ServiceError> {
    let beside = beside(connection, ids, (as_of, zone)).await?;
    let rows = customer::Entity::find()
        .filter(customer::Column::Id.gt(ids.0))
        .filter(customer::Column::Id.lte(ids.1))
        .find_also_related(person_profile::Entity)
        .find_also_related(company_profile::Entity);
    let rows = rows.all(connection).await?;
    let of_row = |(row, person, company): (customer::Model, Option<_>, Option<_>)| {
        (row.id, beside.of(&row, person.as_ref(), company.as_ref()))
    };
    Ok(rows.into_iter().map(of_row).collect())
}

async fn beside(
    connection: &impl ConnectionTrait,
    (after, last): (CustomerId, CustomerId),
    (as_of, zone): (NaiveDate, Tz),
) -> Result<Beside, ServiceError> {
    let asked = |text: &str| {
        let backend = connection.get_database_backend();
        Statement::from_sql_and_values(backend, text, [after.0.into(), last.0.into()])
    };
    let day = |instant: DateTime<Utc>| instant.with_timezone(&zone).date_naive();
    let preferences = Preferences::find_by_statement(asked(PREFERENCES)).all(connection).await?;
    let key_persons = KeyPersons::find_by_statement(asked(KEY_PERSONS)).all(connection).await?;
    let observed = field_observation::Entity::find()
        .filter(field_observation::Column::CustomerId.gt(after))
        .filter(field_observation::Column::CustomerId.lte(last))
        .all(connection)
        .await?;
    Ok(Beside {
        preferences: preferences.into_iter().map(|row| (row.id, row.seen_on)).collect(),
        key_persons: key_persons.into_iter().map(|row| (row.id, day(row.seen_at))).collect(),
        observed: observed
            .into_iter()
            .map(|row| ((row.customer_id, row.field), day(row.observed_at)))
            .collect(),
        zone,
        fresh_from: as_of.checked_sub_months(Months::new(FRESH)).unwrap_or(as_of),
    })
}

impl Beside {
    fn of(
        &self,
        row: &customer::Model,
        person: Option<&person_profile::Model>,
        company: Option<&company_profile::Model>,
    ) -> i32 {
        let fields = match row.kind {
            CustomerKind::Person => PERSON,
            CustomerKind::Company => COMPANY,
        };
        completeness(fields.map(|(field, weight)| {
            let there = is_there(field, row)
                || is_in_person(field, person)
                || is_in_company(field, company);
            (weight, self.freshness(row, field, there))
        }))
    }

    fn freshness(&self, row: &customer::Model, field: &str, is_there: bool) -> Freshness {
        let seen_on = match field {
            "preferences" => self.preferences.get(&row.id).copied(),
            "keyPersons" => self.key_persons.get(&row.id).copied(),
            _ if !is_there => None,
            _ => {
                let stated = self.observed.get(&(row.id, field.to_owned())).copied();
                Some(stated.unwrap_or(row.created_at.with_timezone(&self.zone).date_naive()))
            }
        };
        match seen_on {
            Some(day) if day >= self.fresh_from => Freshness::Fresh,
            Some(_) => Freshness::Stale,
            None => Freshness::Absent,
        }
    }
}

/// Whether the customer's own row has it. A name that was made up is none.
fn is_there(field: &str, row: &customer::Model) -> bool {
    match field {
        "name" => !row.is_generated,
        "region" => row.region_code.is_some(),
        _ => false,
    }
}

fn is_in_person(field: &str, person: Option<&person_profile::Model>) -> bool {
    person.is_some_and(|row| match field {
        "idNumber" => row.id_number_hash.is_some(),
        "mobile" => row.mobile_hash.is_some(),
        "gender" => row.gender.is_some(),
        "occupation" => row.occupation.is_some(),
        "yearlyIncome" => row.income_minor.is_some(),
        "education" => row.education.is_some(),
        "birthDate" => row.birth_date.is_some(),
        _ => false,
    })
}

fn is_in_company(field: &str, company: Option<&company_profile::Model>) -> bool {
    company.is_some_and(|row| match field {
        "creditCode" => row.credit_code_hash.is_some(),
        "ownership" => row.ownership.is_some(),
        "industry" => row.industry.is_some(),
        "systemIndustry" => row.system_industry.is_some(),
        "yearlySales" => row.sales_minor.is_some(),
        "legalRepresentative" => row.legal_representative.is_some(),
        _ => false,
    })
}

/// Notes that these fields have just been stated.
pub(in crate::service) async fn observe(
    op: &Op,
    write: &Write,
    customer_id: CustomerId,
    fields: &[&str],
) -> Result<(), Stop> {
    let of_file = |field: &&&str| PERSON.iter().chain(&COMPANY).any(|(name, _)| name == *field);
    let rows = fields.iter().filter(of_file).map(|field| field_observation::ActiveModel {
        customer_id: Set(customer_id),
        field: Set((*field).to_owned()),
        observed_at: Set(op.now()),
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return Ok(());
    }
    let key = [field_observation::Column::CustomerId, field_observation::Column::Field];
    let anew =
        OnConflict::columns(key).update_column(field_observation::Column::ObservedAt).to_owned();
    field_observation::Entity::insert_many(rows)
        .on_conflict(anew)
        .exec_without_returning(write.connection())
        .await?;
    Ok(())
}

/// Keeps the completeness of one customer, whose row is locked, after a part has changed.
pub(in crate::service) async fn keep(
    op: &Op,
    write: &mut Write,
    customer: CustomerId,
) -> Result<(), Stop> {
    use customer_standing::Column;
    let bank = op.bank();
    let of = (bank.bank_date, bank.time_zone);
    let found = load(write.connection(), only(customer), of).await?;
    let Some(&new) = found.get(&customer) else { return Ok(()) };
    let changed = customer_standing::Entity::update_many()
        .col_expr(Column::Completeness, Expr::value(new))
        .col_expr(Column::Revision, sea_orm::ExprTrait::add(Expr::col(Column::Revision), 1))
        .filter(Column::CustomerId.eq(customer))
        .filter(Column::Completeness.ne(new))
        .exec_with_returning(write.connection())
        .await?;
    if let Some(row) = changed.first() {
        write.tell(Change::of_standing(row));
    }
    Ok(())
}
