//! Occasions to care for a customer.

use crate::{
    graphql::{label::labelled, scalar::Date},
    service::{
        customer::{Care, MAX_WITHIN},
        error::ServiceError,
    },
};
use async_graphql::{ID, Object};

labelled! {
    /// What kind of occasion it is.
    CareKind of "crate::service::customer::CareKind" {
        /// The person's birthday; a 29 February has its day on the 28th where there is no 29th.
        Birthday = "BIRTHDAY", "生日", "Birthday";
        /// So many years since the first holding was opened or somebody first looked after the
        /// customer.
        Anniversary = "ANNIVERSARY", "建立关系周年", "Anniversary";
        /// A holding falls due.
        Maturity = "MATURITY", "到期", "Maturity";
        /// No contact and no movement for 365 days or more.
        LongAbsence = "LONG_ABSENCE", "长期未往来", "Long absence";
    }
}

/// The occasion.
#[derive(Clone, Copy, Debug)]
pub struct CareOccasion {
    /// The occasion.
    pub care: Care,
}

/// An occasion to care for a customer (客户关怀).
#[Object]
impl CareOccasion {
    /// What kind it is.
    async fn kind(&self) -> CareKind {
        self.care.kind.into()
    }

    /// The day on which it is, in the bank's calendar; of a long absence the day on which a year
    /// was full, which may be over.
    async fn on(&self) -> Date {
        Date(self.care.on)
    }

    /// How many years it then is: of age, or as a customer; null of other kinds.
    async fn years(&self) -> Option<i32> {
        self.care.years
    }

    /// The holding that falls due, `hld_…`; null of other kinds.
    async fn holding_id(&self) -> Option<ID> {
        self.care.holding.map(|id| id.to_string().into())
    }
}

/// How many days one looks ahead.
///
/// # Errors
/// They are too few or too many.
pub fn within(days: i32) -> Result<u64, ServiceError> {
    let days = u64::try_from(days).ok().filter(|days| (1..=MAX_WITHIN).contains(days));
    days.ok_or_else(|| ServiceError::BadInput(format!("`within` must be from 1 to {MAX_WITHIN}")))
}
