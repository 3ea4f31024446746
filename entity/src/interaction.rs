//! A contact between the bank and a customer, planned or held. The memo is a row of its own.

use crate::{
    actor::Actor,
    customer,
    id::{CustomerId, InteractionId, StaffId},
};
use sea_orm::{UpdateMany, entity::prelude::*};

/// A row of `interaction`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "interaction")]
pub struct Model {
    /// Primary key; a client may have minted it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InteractionId,
    /// The customer.
    pub customer_id: CustomerId,
    /// Who planned or recorded it.
    pub author_id: StaffId,
    /// By which way.
    pub channel: Channel,
    /// From whom it went out.
    pub direction: ContactDirection,
    /// When it is planned for; null for one that was recorded without a plan.
    pub planned_at: Option<DateTimeUtc>,
    /// When it began; null while it is only planned.
    pub started_at: Option<DateTimeUtc>,
    /// When it ended, where that was told.
    pub ended_at: Option<DateTimeUtc>,
    /// The beginning, or else the plan: NOT NULL because lists are sorted by it.
    pub happens_at: DateTimeUtc,
    /// Where.
    pub place: Option<String>,
    /// What it was to achieve.
    pub goal: Option<String>,
    /// Which form of care it was.
    pub maintenance_form: Option<MaintenanceForm>,
    /// What became of it; null while it is only planned.
    pub outcome: Option<InteractionOutcome>,
    /// What was said, for everybody who sees the customer.
    pub summary: Option<String>,
    /// Competitors that the customer named: a JSON list of names.
    #[sea_orm(column_type = "Text")]
    pub competitors: String,
    /// Yearly rate that the customer asked for, in millionths.
    pub rate_asked_millionths: Option<i64>,
    /// What comes next.
    pub next_step: Option<String>,
    /// Goes out as `version`, comes back as `expectedVersion`; the memo has its own.
    pub version: i32,
    /// Counts every change; no consumer of the change log applies a lower one after a higher.
    pub revision: i64,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
    /// The customer.
    #[sea_orm(belongs_to, from = "customer_id", to = "id")]
    pub customer: BelongsTo<super::customer::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// By which way the bank and a customer met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Channel {
    /// At the customer's (上门拜访).
    Visit,
    /// In a branch (网点).
    Branch,
    /// By telephone (电话).
    Phone,
    /// By video (视频).
    Video,
    /// By Weixin (微信).
    Wechat,
    /// By e-mail (电子邮件).
    Email,
    /// By fax (传真).
    Fax,
    /// By letter (信函).
    Letter,
    /// In the bank's app (手机银行).
    App,
}

impl Channel {
    /// Channels in which the two sat face to face: they count as visits for the contact cadence.
    pub const FACE_TO_FACE: [Self; 2] = [Self::Visit, Self::Branch];
}

/// From whom a contact went out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ContactDirection {
    /// From the bank (银行发起).
    Outbound,
    /// From the customer (客户发起).
    Inbound,
}

/// The five forms of care for a customer (客户维护).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MaintenanceForm {
    /// By what the bank provides (硬件维护).
    Hardware,
    /// By how it serves (软件维护).
    Software,
    /// By what its products do (功能维护).
    Functional,
    /// By how the customer feels (心理维护).
    Psychological,
    /// By what is special to this customer (特色维护).
    Special,
}

/// What became of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum InteractionOutcome {
    /// The customer was reached (已联系上).
    Reached,
    /// Nobody answered (无人接听).
    NoAnswer,
    /// The customer did not want it (客户拒绝).
    Refused,
    /// It did not take place (已取消).
    Cancelled,
}

impl Entity {
    /// The interactions that `actor` may see at `now`: those of the customers that they see.
    #[must_use]
    pub fn visible(actor: &Actor, now: DateTimeUtc) -> Select<Self> {
        let customers = customer::Entity::visible_ids(actor, now);
        Self::find().filter(Column::CustomerId.in_subquery(customers))
    }

    /// A change to one interaction, if `actor` may see it at `now`. The scope is asked for again
    /// here, as `customer::Entity::change` does.
    #[must_use]
    pub fn change(actor: &Actor, now: DateTimeUtc, id: InteractionId) -> UpdateMany<Self> {
        let customers = customer::Entity::visible_ids(actor, now);
        Self::update_many()
            .filter(Column::Id.eq(id))
            .filter(Column::CustomerId.in_subquery(customers))
    }
}
