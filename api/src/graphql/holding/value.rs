//! Enums of holdings.

use crate::{graphql::label::labelled, service::holding::balance};
use async_graphql::Enum;

labelled! {
    /// What a customer is to a holding.
    HolderRole of "entity::holding_holder::HolderRole" {
        /// The primary holder: assets count it here.
        Owner = "OWNER", "户主", "Owner";
        /// Holds it jointly: it counts for the owner.
        Joint = "JOINT", "联名人", "Joint holder";
        /// May act on it: it counts for the owner.
        Authorised = "AUTHORISED", "授权人", "Authorised person";
    }
}

labelled! {
    /// Whether a holding is in use.
    HoldingStatus of "entity::holding::HoldingStatus" {
        /// In use.
        Active = "ACTIVE", "正常", "Active";
        /// Not moved for long.
        Dormant = "DORMANT", "睡眠", "Dormant";
        /// Closed.
        Closed = "CLOSED", "已销户", "Closed";
    }
}

/// A window that ends on the bank date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "balance::Window")]
pub enum Window {
    /// The bank date alone.
    Day,
    /// Seven days.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// Twelve months.
    Year,
}
