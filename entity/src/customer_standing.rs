//! What jobs compute of a customer. No version: a nightly run must not make a phone's edit fail.

use crate::id::{CustomerId, OrgUnitId};
use sea_orm::entity::prelude::*;

/// A row of `customer_standing`, made with its customer and never missing.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customer_standing")]
pub struct Model {
    /// The customer that this is computed of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    /// Repeated from the customer for the index (`home_unit_id`, `aum_minor` desc, `customer_id`).
    pub home_unit_id: OrgUnitId,
    /// Assets under management in minor units; NOT NULL because books are sorted by it.
    pub aum_minor: i64,
    /// Balances of deposits, in minor units.
    pub deposits_minor: i64,
    /// What is owed on loans, in minor units.
    pub loans_minor: i64,
    /// Currency of these amounts: the bank's base currency.
    pub currency: String,
    /// Whether a balance was left out because no rate of the last seven days was to be had.
    pub is_rate_missing: bool,
    /// Tier by month-average assets.
    pub tier: Tier,
    /// Whether the tier is about to fall.
    pub tier_state: TierState,
    /// Months in a row whose average lay below the tier's line.
    pub tier_months_below: i32,
    /// Last contact in which the customer was reached; the epoch stands for none, because books
    /// are sorted by it.
    pub last_contact_at: DateTimeUtc,
    /// Last visit at which the customer was reached, kept in the same way.
    pub last_visit_at: DateTimeUtc,
    /// Day from which the first contact is counted: that on which the customer was first known.
    pub cadence_from: Date,
    /// Day by which the next visit is due.
    pub visit_due_on: Date,
    /// Day by which the next contact of any kind is due.
    pub touch_due_on: Date,
    /// How complete the file is (F10), in millionths.
    pub completeness: i32,
    /// Bank date that this was computed for.
    pub as_of: Date,
    /// Counts changes that clients sort or alert by.
    pub revision: i64,
    /// The customer.
    #[sea_orm(belongs_to, from = "customer_id", to = "id")]
    pub customer: BelongsTo<super::customer::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Tier by month-average assets; the lines are a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Tier {
    /// Below the first line (大众客户).
    T0,
    /// From the first line on (优质客户).
    T1,
    /// From the second line on (财富客户).
    T2,
    /// From the third line on (私人银行客户).
    T3,
}

/// Whether a tier is about to fall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TierState {
    /// Held (正常).
    Normal,
    /// Three months below the line: it falls in the seventh (关注客户).
    Watch,
}
