//! What the bank sells. Every member of staff may see all of it.

use crate::id::ProductId;
use sea_orm::entity::prelude::*;

/// A row of `product`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProductId,
    /// The bank's own code; lists are sorted by it.
    #[sea_orm(unique)]
    pub code: String,
    /// Name as customers know it.
    pub name: String,
    /// What kind of product it is.
    pub category: ProductCategory,
    /// Whether holding it makes leaving hard, such as payroll or cash management.
    pub is_sticky: bool,
}

impl ActiveModelBehavior for ActiveModel {}

/// What kind of product it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ProductCategory {
    /// Money on account (存款).
    Deposit,
    /// Money lent (贷款).
    Loan,
    /// Wealth management product (理财).
    Wealth,
    /// Fund (基金).
    Fund,
    /// Insurance (保险).
    Insurance,
    /// Card (银行卡).
    Card,
    /// Payments and standing orders (结算).
    Settlement,
    /// Cash management (现金管理).
    CashMgmt,
    /// Foreign exchange (外汇).
    Fx,
    /// Payroll (代发工资).
    Payroll,
}

impl ProductCategory {
    /// The categories whose balances are assets under management.
    pub const ASSETS: [Self; 4] = [Self::Deposit, Self::Wealth, Self::Fund, Self::Insurance];
}
