//! Who holds a holding, and as what.

use crate::id::{CustomerId, HoldingId};
use sea_orm::{QuerySelect, QueryTrait, entity::prelude::*, sea_query::SelectStatement};

/// A row of `holding_holder`. The primary holder has one too, so a customer's holdings are found
/// here whatever the customer is to them.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "holding_holder")]
pub struct Model {
    /// The customer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    /// The holding.
    #[sea_orm(primary_key, auto_increment = false, indexed)]
    pub holding_id: HoldingId,
    /// What the customer is to it.
    pub role: HolderRole,
    /// The holding.
    #[sea_orm(belongs_to, from = "holding_id", to = "id")]
    pub holding: BelongsTo<super::holding::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// What a customer is to a holding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HolderRole {
    /// The primary holder (户主): assets count it here.
    Owner,
    /// Holds it jointly (联名人): sees it, and it counts for the owner.
    Joint,
    /// May act on it (授权人): sees it, and it counts for the owner.
    Authorised,
}

impl Entity {
    /// Ids of the holdings that any of these customers holds, as a subquery.
    #[must_use]
    pub fn holdings_of(customers: SelectStatement) -> SelectStatement {
        Self::find()
            .select_only()
            .column(Column::HoldingId)
            .filter(Column::CustomerId.in_subquery(customers))
            .into_query()
    }
}
