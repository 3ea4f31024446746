//! What the bank sells: at least one product of every category.

use super::plan::id;
use super::unit::founded;
use crate::ingest::stage::{Category, Product};
use uuid::Uuid;

/// Demand deposit of a person.
pub(super) const DEMAND: &str = "D01";
/// Term deposit of a person.
pub(super) const TERM: &str = "D02";
/// Certificate of deposit, for larger sums.
pub(super) const CERTIFICATE: &str = "D03";
/// Deposit in dollars.
pub(super) const DOLLARS: &str = "D04";
/// Demand deposit of a company.
pub(super) const COMPANY_DEMAND: &str = "D11";
/// Term deposit of a company.
pub(super) const COMPANY_TERM: &str = "D12";
/// Mortgage.
pub(super) const MORTGAGE: &str = "L01";
/// Consumer loan.
pub(super) const CONSUMER_LOAN: &str = "L02";
/// Working capital loan.
pub(super) const WORKING_CAPITAL: &str = "L11";
/// Wealth management for three months.
pub(super) const WEALTH_SHORT: &str = "W01";
/// Wealth management for six months.
pub(super) const WEALTH_LONG: &str = "W02";
/// Bond fund.
pub(super) const BOND_FUND: &str = "F01";
/// Equity fund.
pub(super) const EQUITY_FUND: &str = "F02";
/// Endowment insurance.
pub(super) const INSURANCE: &str = "I01";
/// Debit card.
pub(super) const DEBIT_CARD: &str = "C01";
/// Credit card.
pub(super) const CREDIT_CARD: &str = "C02";
/// Settlement package of a company.
pub(super) const SETTLEMENT: &str = "S01";
/// Cash management of a company.
pub(super) const CASH_MANAGEMENT: &str = "M01";
/// Buying and selling foreign exchange.
pub(super) const EXCHANGE: &str = "X01";
/// Payroll service.
pub(super) const PAYROLL: &str = "P01";

const PRODUCTS: [(&str, &str, Category); 20] = [
    (DEMAND, "个人活期存款", Category::Deposit),
    (TERM, "个人定期存款", Category::Deposit),
    (CERTIFICATE, "个人大额存单", Category::Deposit),
    (DOLLARS, "美元存款", Category::Deposit),
    (COMPANY_DEMAND, "单位活期存款", Category::Deposit),
    (COMPANY_TERM, "单位定期存款", Category::Deposit),
    (MORTGAGE, "个人住房贷款", Category::Loan),
    (CONSUMER_LOAN, "个人消费贷款", Category::Loan),
    (WORKING_CAPITAL, "流动资金贷款", Category::Loan),
    (WEALTH_SHORT, "稳盈理财三个月", Category::Wealth),
    (WEALTH_LONG, "稳盈理财六个月", Category::Wealth),
    (BOND_FUND, "江澜纯债债券基金", Category::Fund),
    (EQUITY_FUND, "江澜成长混合基金", Category::Fund),
    (INSURANCE, "福享年金保险", Category::Insurance),
    (DEBIT_CARD, "江澜借记卡", Category::Card),
    (CREDIT_CARD, "江澜信用卡", Category::Card),
    (SETTLEMENT, "企业结算套餐", Category::Settlement),
    (CASH_MANAGEMENT, "现金管理平台", Category::CashMgmt),
    (EXCHANGE, "结售汇", Category::Fx),
    (PAYROLL, "代发工资", Category::Payroll),
];

/// The id of the product with a code.
pub(super) fn product_id(code: &str) -> Uuid {
    id("product", code, founded())
}

/// All products.
pub(super) fn products() -> Vec<Product> {
    let product = |(code, name, category): (&str, &str, Category)| Product {
        id: product_id(code),
        code: code.to_owned(),
        name: name.to_owned(),
        category,
        sticky: matches!(category, Category::CashMgmt | Category::Payroll),
    };
    PRODUCTS.into_iter().map(product).collect()
}
