//! People who count at a customer (核心人物): whom to talk to, and who decides.

use crate::id::{CustomerId, KeyPersonId};
use sea_orm::entity::prelude::*;

/// A row of `key_person`. The mobile number is kept as a customer's is: sealed, hashed, masked.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "key_person")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: KeyPersonId,
    /// The customer.
    #[sea_orm(indexed)]
    pub customer_id: CustomerId,
    /// Name.
    pub name: String,
    /// What the person is there, such as chief accountant.
    pub title: Option<String>,
    /// How much the person's word counts there, 1 to 5.
    pub influence: i32,
    /// Whether the person decides.
    pub is_decision_maker: bool,
    /// Mobile number, sealed.
    pub mobile_cipher: Option<Vec<u8>>,
    /// Keyed hash of the mobile number.
    pub mobile_hash: Option<Vec<u8>>,
    /// What may be shown of it.
    pub mobile_mask: Option<String>,
    /// What else there is to know.
    pub note: Option<String>,
    /// Counts what people write.
    pub version: i32,
    /// Counts every change, for consumers of the change log.
    pub revision: i64,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
    /// Set where it was removed; no read shows it any more.
    pub deleted_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
