//! What is known of a company.

use crate::id::CustomerId;
use sea_orm::entity::prelude::*;

/// A row of `company_profile`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "company_profile")]
pub struct Model {
    /// The customer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    /// Unified social credit code (统一社会信用代码), sealed.
    pub credit_code_cipher: Option<Vec<u8>>,
    /// Keyed hash of the code.
    #[sea_orm(indexed)]
    pub credit_code_hash: Option<Vec<u8>>,
    /// What may be shown of it.
    pub credit_code_mask: Option<String>,
    /// Who owns it: state, private, foreign and so on.
    pub ownership: Option<String>,
    /// Industry.
    pub industry: Option<String>,
    /// System that the company belongs to, such as power or railways (系统行业).
    pub system_industry: Option<String>,
    /// Legal representative (法定代表人).
    pub legal_representative: Option<String>,
    /// Yearly sales in minor units.
    pub sales_minor: Option<i64>,
    /// Currency of the sales.
    pub sales_currency: Option<String>,
    /// Whether it trades abroad, which the exit test asks.
    pub is_foreign_trade: bool,
    /// The customer.
    #[sea_orm(belongs_to, from = "customer_id", to = "id")]
    pub customer: BelongsTo<super::customer::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
