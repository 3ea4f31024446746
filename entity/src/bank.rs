//! The one legal bank of this database, and its two clocks.

use sea_orm::entity::prelude::*;

/// The only row of `bank`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bank")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// Name of the bank.
    pub name: String,
    /// ISO 4217 code of the currency that totals are kept in.
    pub base_currency: String,
    /// IANA time zone; a booking day is a day in it.
    pub time_zone: String,
    /// BCP 47 tag of the language that labels fall back to.
    pub locale: String,
    /// Last closed day of the core feed: everything computed from accounts is as of it.
    pub bank_date: Date,
    /// Which clock business time follows.
    pub clock: Clock,
    /// Real instant at which `bank_date` was set; business time of a REPLAY bank runs from here.
    pub bank_date_set_at: DateTimeUtc,
    /// Drawn anew when the database is restored, so that positions of before are refused.
    pub epoch: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which clock business time follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Clock {
    /// The wall clock.
    Live,
    /// The morning after the bank date, whenever that was: imported history.
    Replay,
}
