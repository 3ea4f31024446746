//! Enums of products.

use crate::graphql::label::labelled;

labelled! {
    /// What kind of product it is.
    ProductCategory of "entity::product::ProductCategory" {
        /// Money on account.
        Deposit = "DEPOSIT", "存款", "Deposit";
        /// Money lent.
        Loan = "LOAN", "贷款", "Loan";
        /// Wealth management product.
        Wealth = "WEALTH", "理财", "Wealth";
        /// Fund.
        Fund = "FUND", "基金", "Fund";
        /// Insurance.
        Insurance = "INSURANCE", "保险", "Insurance";
        /// Card.
        Card = "CARD", "银行卡", "Card";
        /// Payments and standing orders.
        Settlement = "SETTLEMENT", "结算", "Settlement";
        /// Cash management.
        CashMgmt = "CASH_MGMT", "现金管理", "Cash management";
        /// Foreign exchange.
        Fx = "FX", "外汇", "Foreign exchange";
        /// Payroll.
        Payroll = "PAYROLL", "代发工资", "Payroll";
    }
}
