//! Enums of movements.

use crate::graphql::label::labelled;

labelled! {
    /// Whether money came or went.
    Direction of "entity::movement::Direction" {
        /// It came (贷, 收入).
        Credit = "CREDIT", "收入", "In";
        /// It went (借, 支出).
        Debit = "DEBIT", "支出", "Out";
    }
}

labelled! {
    /// Who caused a movement.
    Initiator of "entity::movement::Initiator" {
        /// The customer, or somebody on their behalf.
        Customer = "CUSTOMER", "客户发起", "Customer";
        /// The bank: interest, fees and the like.
        Bank = "BANK", "银行发起", "Bank";
    }
}

labelled! {
    /// What a movement was for.
    MovementKind of "entity::movement::MovementKind" {
        /// Salary or pension received.
        Salary = "SALARY", "工资", "Salary";
        /// Salaries paid out by a company.
        PayrollOut = "PAYROLL_OUT", "代发支出", "Payroll";
        /// To an account of one's own at another bank.
        OwnNameOut = "OWN_NAME_OUT", "转往本人他行", "To own account elsewhere";
        /// To or from somebody else.
        Transfer = "TRANSFER", "转账", "Transfer";
        /// Cash.
        Cash = "CASH", "现金", "Cash";
        /// Card.
        Card = "CARD", "刷卡", "Card";
        /// Standing order or direct debit.
        StandingOrder = "STANDING_ORDER", "定期代扣", "Standing order";
        /// Money that fell due.
        Maturity = "MATURITY", "到期", "Maturity";
        /// Fee.
        Fee = "FEE", "手续费", "Fee";
        /// Interest.
        Interest = "INTEREST", "利息", "Interest";
        /// Loan paid out or paid back.
        Loan = "LOAN", "贷款收付", "Loan";
    }
}
