//! Products, holdings, and what happens on them.

use chrono::{DateTime, NaiveDate, Utc};
pub use entity::{
    holding_holder::HolderRole,
    movement::{Direction, Initiator, MovementKind},
    product::ProductCategory as Category,
};
use uuid::Uuid;

/// What is sold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// Its id.
    pub id: Uuid,
    /// The bank's own code for it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its category.
    pub category: Category,
    /// Whether it holds customers: payroll, cash management.
    pub sticky: bool,
}

/// An account, a loan, a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Its id.
    pub id: Uuid,
    /// The source's own key; the primary holder's, for this source.
    pub external_id: String,
    /// The product that it is of.
    pub product: Uuid,
    /// Its number, in the clear here and encrypted by the loader.
    pub account_number: String,
    /// ISO code of its currency.
    pub currency: String,
    /// First day.
    pub opened_on: NaiveDate,
    /// Day of maturity.
    pub matures_on: Option<NaiveDate>,
    /// Last day.
    pub closed_on: Option<NaiveDate>,
    /// Why it was closed.
    pub close_reason: Option<String>,
    /// Yearly rate in millionths.
    pub rate_millionths: Option<i64>,
    /// Who holds it: exactly one `Owner`, for whom it counts.
    pub holders: Vec<Holder>,
}

/// A customer's part in a holding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The customer.
    pub customer: Uuid,
    /// As what.
    pub role: HolderRole,
}

/// Something booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// Its id.
    pub id: Uuid,
    /// The holding that it was booked on.
    pub holding: Uuid,
    /// Owner of the holding.
    pub customer: Uuid,
    /// The source's own key.
    pub external_id: String,
    /// Day of the booking, in the bank's time zone.
    pub booked_on: NaiveDate,
    /// Time of the booking, where the source has one.
    pub booked_at: Option<DateTime<Utc>>,
    /// Whether money came or went.
    pub direction: Direction,
    /// How much, not negative, in minor units.
    pub amount_minor: i64,
    /// ISO code of the currency.
    pub currency: String,
    /// What it was.
    pub kind: MovementKind,
    /// Who caused it.
    pub initiator: Initiator,
    /// Name of the other side.
    pub counterparty_name: Option<String>,
    /// Bank of the other side.
    pub counterparty_bank: Option<String>,
    /// Account of the other side, in the clear here; only its mask is stored.
    pub counterparty_account: Option<String>,
}

/// The balance of a holding at the end of a day: on each day on which it changes, and on the first
/// of every month up to the bank date, so that no reader looks back further than that. A holding
/// that is closed ends with a balance of 0. A batch has one for a holding and day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    /// The holding.
    pub holding: Uuid,
    /// Owner of the holding.
    pub customer: Uuid,
    /// The day.
    pub on: NaiveDate,
    /// Minor units of the holding's currency; of a loan it is what is owed.
    pub amount_minor: i64,
}

/// What one unit of a currency was worth in the base currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// ISO code of the currency.
    pub currency: String,
    /// The day.
    pub on: NaiveDate,
    /// Units of the base currency for one of the currency, in millionths.
    pub rate_millionths: i64,
}
