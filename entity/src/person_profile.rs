//! What is known of a person. Identifiers are ciphertext, a keyed hash to find equals, and a mask.

use crate::id::CustomerId;
use sea_orm::entity::prelude::*;

/// A row of `person_profile`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person_profile")]
pub struct Model {
    /// The customer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    /// Gender.
    pub gender: Option<Gender>,
    /// Day of birth.
    pub birth_date: Option<Date>,
    /// What the person does for a living.
    pub occupation: Option<String>,
    /// Highest education.
    pub education: Option<String>,
    /// Yearly income in minor units.
    pub income_minor: Option<i64>,
    /// Currency of the income.
    pub income_currency: Option<String>,
    /// Mobile number, sealed.
    pub mobile_cipher: Option<Vec<u8>>,
    /// Keyed hash of the mobile number.
    #[sea_orm(indexed)]
    pub mobile_hash: Option<Vec<u8>>,
    /// What may be shown of the mobile number.
    pub mobile_mask: Option<String>,
    /// Number of the identity document, sealed.
    pub id_number_cipher: Option<Vec<u8>>,
    /// Keyed hash of that number.
    #[sea_orm(indexed)]
    pub id_number_hash: Option<Vec<u8>>,
    /// What may be shown of it.
    pub id_number_mask: Option<String>,
    /// The customer.
    #[sea_orm(belongs_to, from = "customer_id", to = "id")]
    pub customer: BelongsTo<super::customer::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Gender as the identity document states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Gender {
    /// Female (女).
    Female,
    /// Male (男).
    Male,
    /// Neither of the two, or not stated (其他).
    Other,
}
