//! The views of profiles and of numbers in source systems.

use super::value::Gender;
use crate::{
    auth::policy::Right,
    graphql::{
        directive::{DataClass, sensitive},
        scalar::{Date, MaskedText, Money},
    },
    service::op::Op,
};
use async_graphql::{Object, Union};
use entity::{company_profile, customer_number, person_profile};

/// What is known of a customer.
#[derive(Clone, Copy, Debug, Union)]
pub enum CustomerProfile<'row> {
    /// Of a person.
    Person(PersonProfile<'row>),
    /// Of a company.
    Company(CompanyProfile<'row>),
}

/// The row, and the operation that looks at it.
#[derive(Clone, Copy, Debug)]
pub struct PersonProfile<'row> {
    /// The row.
    pub row: &'row person_profile::Model,
    /// Who looks at it.
    pub op: &'row Op,
}

/// What is known of a person. Null means that the bank does not know it.
#[Object]
impl PersonProfile<'_> {
    /// Gender as the identity document states it.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn gender(&self) -> Option<Gender> {
        self.row.gender.map(Into::into)
    }

    /// Day of birth.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn birth_date(&self) -> Option<Date> {
        self.row.birth_date.map(Date)
    }

    /// What the person does for a living.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn occupation(&self) -> Option<&str> {
        self.row.occupation.as_deref()
    }

    /// Highest education.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn education(&self) -> Option<&str> {
        self.row.education.as_deref()
    }

    /// Yearly income.
    #[graphql(directive = sensitive::apply(DataClass::Financial))]
    async fn yearly_income(&self) -> Option<Money<'_>> {
        let currency = self.row.income_currency.as_deref()?;
        Some(Money { minor: self.row.income_minor?, currency, locale: self.op.locale() })
    }

    /// Mobile number, masked.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn mobile(&self) -> Option<MaskedText<'_>> {
        masked(self.op, self.row.mobile_mask.as_deref())
    }

    /// Number of the identity document, masked.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn id_number(&self) -> Option<MaskedText<'_>> {
        masked(self.op, self.row.id_number_mask.as_deref())
    }
}

/// The row, and the operation that looks at it.
#[derive(Clone, Copy, Debug)]
pub struct CompanyProfile<'row> {
    /// The row.
    pub row: &'row company_profile::Model,
    /// Who looks at it.
    pub op: &'row Op,
}

/// What is known of a company. Null means that the bank does not know it.
#[Object]
impl CompanyProfile<'_> {
    /// Unified social credit code (统一社会信用代码), masked.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn credit_code(&self) -> Option<MaskedText<'_>> {
        masked(self.op, self.row.credit_code_mask.as_deref())
    }

    /// Who owns it: state, private, foreign and so on.
    async fn ownership(&self) -> Option<&str> {
        self.row.ownership.as_deref()
    }

    /// Industry.
    async fn industry(&self) -> Option<&str> {
        self.row.industry.as_deref()
    }

    /// System that it belongs to, such as power or railways (系统行业).
    async fn system_industry(&self) -> Option<&str> {
        self.row.system_industry.as_deref()
    }

    /// Legal representative (法定代表人).
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn legal_representative(&self) -> Option<&str> {
        self.row.legal_representative.as_deref()
    }

    /// Yearly sales.
    #[graphql(directive = sensitive::apply(DataClass::Financial))]
    async fn yearly_sales(&self) -> Option<Money<'_>> {
        let currency = self.row.sales_currency.as_deref()?;
        Some(Money { minor: self.row.sales_minor?, currency, locale: self.op.locale() })
    }

    /// Whether it trades abroad.
    async fn is_foreign_trade(&self) -> bool {
        self.row.is_foreign_trade
    }
}

fn masked<'row>(op: &Op, mask: Option<&'row str>) -> Option<MaskedText<'row>> {
    Some(MaskedText { mask: mask?, is_revealable: op.may(Right::CustomerReveal) })
}

/// The row.
#[derive(Clone, Copy, Debug)]
pub struct CustomerNumber<'row>(pub &'row customer_number::Model);

/// Under which number a source system knows the customer.
#[Object]
impl CustomerNumber<'_> {
    /// The source system.
    async fn system(&self) -> &str {
        &self.0.system
    }

    /// The number there.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    async fn number(&self) -> &str {
        &self.0.number
    }
}
