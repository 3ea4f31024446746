//! Who has read balances and movements of whom: one record a request, outside the audit chain.

use crate::id::{AccessId, StaffId};
use sea_orm::entity::prelude::*;

/// A row of `access_record`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "access_record")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccessId,
    /// Real time.
    pub at: DateTimeUtc,
    /// Who read.
    #[sea_orm(indexed)]
    pub actor_id: StaffId,
    /// Ids of the customers, comma-separated.
    #[sea_orm(column_type = "Text")]
    pub customers: String,
    /// Names of the fields, comma-separated.
    #[sea_orm(column_type = "Text")]
    pub fields: String,
    /// The request, as in the logs.
    pub request_id: String,
}

impl ActiveModelBehavior for ActiveModel {}
