//! The root that shows an identifier in full.

use crate::{
    auth::policy::Right,
    graphql::{
        context,
        directive::{DataClass, auth, sensitive},
        label::labelled,
        scalar::DateTime,
        user_error::UserError,
    },
    service::{
        error::ServiceError,
        reveal::{self, Bearer, Reveal},
    },
};
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};

labelled! {
    /// An identifier that is masked everywhere else.
    RevealableField of "reveal::Field" {
        /// A person's or key person's mobile number.
        Mobile = "MOBILE", "手机号", "Mobile number";
        /// A person's identity number.
        IdNumber = "ID_NUMBER", "证件号码", "Identity number";
        /// A holding's account number.
        AccountNumber = "ACCOUNT_NUMBER", "账号", "Account number";
        /// A company's unified social credit code.
        CreditCode = "CREDIT_CODE", "统一社会信用代码", "Credit code";
    }
}

labelled! {
    /// What an identifier is needed for.
    RevealPurpose of "reveal::Purpose" {
        /// To get in touch.
        ContactCustomer = "CONTACT_CUSTOMER", "联系客户", "Contact the customer";
        /// To make sure of who somebody is.
        VerifyIdentity = "VERIFY_IDENTITY", "核实身份", "Verify identity";
        /// To fill in a document.
        PrepareDocument = "PREPARE_DOCUMENT", "准备文件", "Prepare a document";
        /// To audit. Auditors have no other purpose, and nobody else has this one.
        Audit = "AUDIT", "审计", "Audit";
    }
}

/// Which identifier to show, and what for.
#[derive(Debug, InputObject)]
pub struct CustomerRevealInput {
    /// Id of what bears it: a customer's, `cus_…`, a key person's, `kpe_…`, or for an account number
    /// a holding's, `hld_…`.
    id: ID,
    /// Which identifier.
    field: RevealableField,
    /// What for; it stands in the audit.
    purpose: RevealPurpose,
    /// The reason in words, at most 200 characters; it stands in the audit. Team leads and branch
    /// managers must give one.
    note: Option<String>,
}

/// What became of it.
#[derive(Debug, SimpleObject)]
pub struct CustomerRevealPayload<'op> {
    /// Why nothing was shown; empty where it was.
    user_errors: Vec<UserError<'op>>,
    /// The identifier in full; null where nothing was shown.
    #[graphql(directive = sensitive::apply(DataClass::Pii))]
    value: Option<String>,
    /// When an app must have hidden it again.
    expires_at: Option<DateTime>,
}

/// Roots that show identifiers.
#[derive(Debug, Default)]
pub struct RevealMutation;

#[Object]
impl RevealMutation {
    /// Shows an identifier in full, for a minute. Each call is counted against a daily quota and
    /// audited with its purpose; a repeat counts again. For relationship managers, team leads,
    /// branch managers and auditors.
    #[graphql(directive = auth::apply(Right::CustomerReveal.into()))]
    async fn customer_reveal<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "What to show, and what for.")] input: CustomerRevealInput,
    ) -> Result<CustomerRevealPayload<'op>, ServiceError> {
        let op = context::op(ctx)?;
        let asked = Reveal {
            bearer: bearer(&input.id)?,
            field: input.field.into(),
            purpose: input.purpose.into(),
            note: input.note,
        };
        Ok(match reveal::reveal(op, &asked).await? {
            Ok(shown) => CustomerRevealPayload {
                user_errors: Vec::new(),
                value: Some(shown.value),
                expires_at: Some(DateTime(shown.expires_at)),
            },
            Err(refusal) => CustomerRevealPayload {
                user_errors: vec![UserError::plain(op, refusal)],
                value: None,
                expires_at: None,
            },
        })
    }
}

/// The one place where an id may be of one noun or of another.
fn bearer(id: &ID) -> Result<Bearer, ServiceError> {
    let wrong = |_| {
        let message = "`id` is neither a customer's nor a key person's nor a holding's";
        ServiceError::BadInput(message.into())
    };
    id.parse()
        .map(Bearer::Customer)
        .or_else(|_| id.parse().map(Bearer::KeyPerson))
        .or_else(|_| id.parse().map(Bearer::Holding))
        .map_err(wrong)
}
