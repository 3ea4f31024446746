//! What is known of customers beside their own rows: profiles, and numbers in source systems.

use crate::service::{error::ServiceError, op::Op, page::in_list};
use entity::{company_profile, customer, customer_number, id::CustomerId, person_profile};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;

/// The profile of a customer; all of it may be unknown.
#[derive(Clone, Debug)]
pub enum Profile {
    /// Of a person.
    Person(Box<person_profile::Model>),
    /// Of a company.
    Company(Box<company_profile::Model>),
}

/// The profiles of these customers, in one statement for both kinds. A customer whose feed has
/// sent none has an empty one.
pub(super) async fn of_customers(
    op: &Op,
    rows: &[&customer::Model],
) -> Result<HashMap<CustomerId, Profile>, ServiceError> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let both = customer::Entity::find()
        .filter(customer::Column::Id.is_in(in_list(&ids)))
        .find_also_related(person_profile::Entity)
        .find_also_related(company_profile::Entity);
    let profile = |(row, person, company): (customer::Model, Option<_>, Option<_>)| {
        let profile = match row.kind {
            customer::CustomerKind::Person => {
                Profile::Person(Box::new(person.unwrap_or_else(|| empty_person(row.id))))
            }
            customer::CustomerKind::Company => {
                Profile::Company(Box::new(company.unwrap_or_else(|| empty_company(row.id))))
            }
        };
        (row.id, profile)
    };
    Ok(both.all(op.reader().await?).await?.into_iter().map(profile).collect())
}

/// The numbers of these customers, by system.
pub(super) async fn numbers(
    op: &Op,
    ids: &[CustomerId],
) -> Result<HashMap<CustomerId, Vec<customer_number::Model>>, ServiceError> {
    let mut by_customer = HashMap::<_, Vec<_>>::new();
    if ids.is_empty() {
        return Ok(by_customer);
    }
    let rows = customer_number::Entity::find()
        .filter(customer_number::Column::CustomerId.is_in(in_list(ids)))
        .filter(customer_number::Column::DeletedAt.is_null())
        .order_by_asc(customer_number::Column::System)
        .order_by_asc(customer_number::Column::Id);
    for row in rows.all(op.reader().await?).await? {
        by_customer.entry(row.customer_id).or_default().push(row);
    }
    Ok(by_customer)
}

fn empty_person(customer_id: CustomerId) -> person_profile::Model {
    person_profile::Model {
        customer_id,
        gender: None,
        birth_date: None,
        occupation: None,
        education: None,
        income_minor: None,
        income_currency: None,
        mobile_cipher: None,
        mobile_hash: None,
        mobile_mask: None,
        id_number_cipher: None,
        id_number_hash: None,
        id_number_mask: None,
    }
}

fn empty_company(customer_id: CustomerId) -> company_profile::Model {
    company_profile::Model {
        customer_id,
        credit_code_cipher: None,
        credit_code_hash: None,
        credit_code_mask: None,
        ownership: None,
        industry: None,
        system_industry: None,
        legal_representative: None,
        sales_minor: None,
        sales_currency: None,
        is_foreign_trade: false,
    }
}
