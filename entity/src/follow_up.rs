//! Something that somebody is to do, most often for a customer (待办).

use crate::{
    actor::Actor,
    customer,
    id::{CustomerId, FollowUpId, HoldingId, StaffId},
};
use sea_orm::{
    QuerySelect, QueryTrait, UpdateMany,
    entity::prelude::*,
    sea_query::{SelectStatement, UnionType},
};

/// A row of `follow_up`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "follow_up")]
pub struct Model {
    /// Primary key; a client may have minted it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FollowUpId,
    /// The customer that it is for; null for work of one's own.
    pub customer_id: Option<CustomerId>,
    /// The holding that it is about.
    pub holding_id: Option<HoldingId>,
    /// What kind of work.
    pub kind: FollowUpKind,
    /// What is to be done.
    pub title: String,
    /// Who is to do it.
    pub assignee_id: StaffId,
    /// Who made it.
    pub author_id: StaffId,
    /// What it came from.
    pub origin: FollowUpOrigin,
    /// The row that it came from: for `INTERACTION` the interaction.
    pub origin_id: Option<Uuid>,
    /// When it falls due.
    pub due_at: DateTimeUtc,
    /// When its assignee wants to be reminded.
    pub remind_at: Option<DateTimeUtc>,
    /// When they were reminded of that.
    pub reminded_at: Option<DateTimeUtc>,
    /// How much it matters.
    pub priority: Priority,
    /// How far it has come.
    pub state: FollowUpState,
    /// What came of it.
    pub result: Option<String>,
    /// When it was done or cancelled.
    pub closed_at: Option<DateTimeUtc>,
    /// Goes out as `version`, comes back as `expectedVersion`.
    pub version: i32,
    /// Counts every change; no consumer of the change log applies a lower one after a higher.
    pub revision: i64,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

/// What kind of work a follow-up is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FollowUpKind {
    /// A telephone call (电话).
    Call,
    /// A visit (拜访).
    Visit,
    /// Money that falls due is to be kept (到期续作).
    Renewal,
    /// Care (客户关怀).
    Care,
    /// A promise to be kept (承诺事项).
    Promise,
    /// A complaint (投诉).
    Complaint,
    /// A document to get or give (资料).
    Document,
    /// Anything else (其他).
    Other,
}

/// What a follow-up came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FollowUpOrigin {
    /// Somebody made it (手工).
    Manual,
    /// The next step of an interaction (联系记录).
    Interaction,
}

/// How much a follow-up matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Priority {
    /// It can wait (低).
    Low,
    /// As usual (中).
    Normal,
    /// Before others (高).
    High,
}

/// How far a follow-up has come. Overdue is no state: it is open and its time has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FollowUpState {
    /// Not begun (待办).
    Todo,
    /// Under way (进行中).
    Doing,
    /// Done (已完成).
    Done,
    /// Not done, and no longer to be (已取消).
    Cancelled,
}

impl FollowUpState {
    /// The states in which something is still to be done.
    pub const OPEN: [Self; 2] = [Self::Todo, Self::Doing];

    /// Whether something is still to be done.
    #[must_use]
    pub fn is_open(self) -> bool {
        Self::OPEN.contains(&self)
    }

    /// Whether it may follow on `self`: TODO, DOING, then DONE or CANCELLED, which end it.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        self.is_open() && self != next && next != Self::Todo
    }
}

impl Entity {
    /// The follow-ups that `actor` may see at `now`: those of the customers that they see, and
    /// those without a customer that are theirs to do or that they made.
    #[must_use]
    pub fn visible(actor: &Actor, now: DateTimeUtc) -> Select<Self> {
        Self::find().filter(Column::Id.in_subquery(visible_ids(actor, now)))
    }

    /// A change to one follow-up, if `actor` may see it at `now`. The scope is asked for again
    /// here, as `customer::Entity::change` does.
    #[must_use]
    pub fn change(actor: &Actor, now: DateTimeUtc, id: FollowUpId) -> UpdateMany<Self> {
        let visible = visible_ids(actor, now);
        Self::update_many().filter(Column::Id.eq(id)).filter(Column::Id.in_subquery(visible))
    }
}

/// United, not joined by OR, which no index could start from.
fn visible_ids(actor: &Actor, now: DateTimeUtc) -> SelectStatement {
    let ids = || Entity::find().select_only().column(Column::Id);
    let own = |column: Column| {
        ids().filter(Column::CustomerId.is_null()).filter(column.eq(actor.staff)).into_query()
    };
    let mut seen = ids()
        .filter(Column::CustomerId.in_subquery(customer::Entity::visible_ids(actor, now)))
        .into_query();
    seen.union(UnionType::All, own(Column::AssigneeId));
    seen.union(UnionType::All, own(Column::AuthorId));
    seen
}
