//! Enums of assignments.

use crate::graphql::label::labelled;

labelled! {
    /// As what somebody looks after a customer.
    AssignmentRole of "entity::assignment::AssignmentRole" {
        /// The one who answers for the customer; one at any instant.
        Lead = "LEAD", "主办", "Lead";
        /// Second relationship manager.
        CoRm = "CO_RM", "协办", "Second manager";
        /// Lead for treasury products.
        TreasuryLead = "TREASURY_LEAD", "资金产品主管", "Treasury lead";
        /// Lead for credit products.
        CreditLead = "CREDIT_LEAD", "信贷产品主管", "Credit lead";
        /// Solution expert.
        Solution = "SOLUTION", "产品专家", "Solution expert";
        /// Support.
        Support = "SUPPORT", "辅助人员", "Support";
    }
}
