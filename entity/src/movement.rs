//! Money that came or went on a holding.

use crate::id::{CustomerId, HoldingId, MovementId};
use sea_orm::entity::prelude::*;

/// A row of `movement`. (`customer_id`, `source`, `external_id`) is unique.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "movement")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MovementId,
    /// The primary holder of the holding.
    pub customer_id: CustomerId,
    /// The holding.
    pub holding_id: HoldingId,
    /// The system that it comes from.
    pub source: String,
    /// Its number there.
    pub external_id: String,
    /// Booking day.
    pub booked_on: Date,
    /// Booking instant; null where the source gives no time of day.
    pub booked_at: Option<DateTimeUtc>,
    /// Whether money came or went.
    pub direction: Direction,
    /// Amount in minor units of the holding's currency, never negative.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// What it was for.
    pub kind: MovementKind,
    /// Who caused it.
    pub initiator: Initiator,
    /// Name of the other side.
    pub counterparty_name: Option<String>,
    /// Bank of the other side.
    pub counterparty_bank: Option<String>,
    /// What may be shown of the other side's account.
    pub counterparty_mask: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Whether money came or went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Direction {
    /// It came (贷, 收入).
    Credit,
    /// It went (借, 支出).
    Debit,
}

/// Who caused a movement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Initiator {
    /// The customer, or somebody on their behalf (客户发起).
    Customer,
    /// The bank: interest, fees and the like (银行发起).
    Bank,
}

/// What a movement was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MovementKind {
    /// Salary or pension received (工资).
    Salary,
    /// Salaries paid out by a company (代发支出).
    PayrollOut,
    /// To an account of one's own at another bank (转往本人他行).
    OwnNameOut,
    /// To or from somebody else (转账).
    Transfer,
    /// Cash (现金).
    Cash,
    /// Card (刷卡).
    Card,
    /// Standing order or direct debit (定期代扣).
    StandingOrder,
    /// Money that fell due (到期).
    Maturity,
    /// Fee (手续费).
    Fee,
    /// Interest (利息).
    Interest,
    /// Loan paid out or paid back (贷款收付).
    Loan,
}
