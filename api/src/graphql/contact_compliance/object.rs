//! The view of contact compliance.

use crate::{
    graphql::scalar::{Date, Decimal},
    service::contact_compliance,
};
use async_graphql::Object;

/// The counts.
#[derive(Clone, Copy, Debug)]
pub struct ContactCompliance(pub contact_compliance::ContactCompliance);

fn count(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// How many customers are contacted in time (F09). Whoever may see it sees the same figures.
#[Object]
impl ContactCompliance {
    /// The customers concerned.
    async fn customers(&self) -> i32 {
        count(self.0.customers)
    }

    /// Those whose visit is overdue.
    async fn overdue_visits(&self) -> i32 {
        count(self.0.overdue_visits)
    }

    /// Those whose contact of any kind is overdue.
    async fn overdue_touches(&self) -> i32 {
        count(self.0.overdue_touches)
    }

    /// Customers of whom neither is overdue as a part of all, to four digits, such as `"0.85"`;
    /// null where there are none.
    async fn ratio(&self) -> Option<Decimal> {
        self.0.ratio().map(Decimal)
    }

    /// Day of business time on which it is so.
    async fn as_of(&self) -> Date {
        Date(self.0.as_of)
    }
}
