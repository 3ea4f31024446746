//! Enums of customers.

use crate::graphql::label::labelled;
use async_graphql::Enum;

labelled! {
    /// Person or company.
    CustomerKind of "entity::customer::CustomerKind" {
        /// A person.
        Person = "PERSON", "个人客户", "Person";
        /// A company or institution.
        Company = "COMPANY", "公司客户", "Company";
    }
}

labelled! {
    /// How close the relation is.
    RelationType of "entity::customer::RelationType" {
        /// Not yet a customer in earnest.
        Potential = "POTENTIAL", "潜在客户", "Potential";
        /// An ordinary customer.
        Ordinary = "ORDINARY", "普通客户", "Ordinary";
        /// A high-end customer.
        HighEnd = "HIGH_END", "高端客户", "High-end";
    }
}

labelled! {
    /// What a customer needs of a bank.
    NeedType of "entity::need_type::NeedType" {
        /// To keep money.
        Deposit = "DEPOSIT", "存款类", "Deposits";
        /// To borrow money.
        Loan = "LOAN", "贷款类", "Loans";
        /// In the bank's own currency.
        LocalCurrency = "LOCAL_CURRENCY", "本币", "Local currency";
        /// In other currencies.
        ForeignCurrency = "FOREIGN_CURRENCY", "外币", "Foreign currency";
    }
}

labelled! {
    /// Where a relation stands in its life.
    LifeCycleStage of "entity::customer::LifeCycleStage" {
        /// Known, nothing tried.
        Potential = "POTENTIAL", "潜在期", "Potential";
        /// Being won.
        Developing = "DEVELOPING", "开发期", "Developing";
        /// Holds something, and more to come.
        Growing = "GROWING", "成长期", "Growing";
        /// Steady.
        Mature = "MATURE", "成熟期", "Mature";
        /// Falling away.
        Declining = "DECLINING", "衰退期", "Declining";
        /// Over.
        Ended = "ENDED", "终止期", "Ended";
    }
}

labelled! {
    /// Gender as the identity document states it.
    Gender of "entity::person_profile::Gender" {
        /// Female.
        Female = "FEMALE", "女", "Female";
        /// Male.
        Male = "MALE", "男", "Male";
        /// Neither of the two, or not stated.
        Other = "OTHER", "其他", "Other";
    }
}

labelled! {
    /// Tier by month-average assets; the lines are a policy of the bank.
    Tier of "entity::customer_standing::Tier" {
        /// Below the first line.
        T0 = "T0", "大众客户", "T0";
        /// From the first line on.
        T1 = "T1", "优质客户", "T1";
        /// From the second line on.
        T2 = "T2", "财富客户", "T2";
        /// From the third line on.
        T3 = "T3", "私人银行客户", "T3";
    }
}

labelled! {
    /// Whether a tier is about to fall.
    TierState of "entity::customer_standing::TierState" {
        /// Held.
        Normal = "NORMAL", "正常", "Normal";
        /// Three months below the line: it falls in the seventh.
        Watch = "WATCH", "关注客户", "Watch";
    }
}

/// What the viewer may do to a customer now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum CustomerAction {
    /// Change what people state of it, by `customerUpdate`.
    Edit,
    /// See its identifiers in full, by `customerReveal`.
    Reveal,
    /// Change who looks after it, by `assignmentChange`.
    ChangeLead,
}
