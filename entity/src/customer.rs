//! A customer as people and feeds state it; what is computed stands in `customer_standing`.

use crate::{
    actor::{Actor, Grant},
    assignment,
    id::{CustomerId, OrgUnitId, StaffId},
    unit_closure,
};
use sea_orm::{
    Condition, ExprTrait, QuerySelect, QueryTrait, UpdateMany,
    entity::prelude::*,
    sea_query::{Func, SelectStatement, UnionType},
};

/// A row of `customer`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customer")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CustomerId,
    /// Person or company.
    pub kind: CustomerKind,
    /// Name as the customer writes it.
    pub name: String,
    /// What names are sorted by: pinyin for Chinese, lower case for the rest; compared byte by byte.
    pub name_key: String,
    /// Whether the name was made up because the source of the rows has none.
    pub is_generated: bool,
    /// How close the relation is.
    pub relation_type: RelationType,
    /// What it needs of a bank, as [`NeedType::joined`](crate::need_type::NeedType::joined) writes
    /// it.
    pub need_types: String,
    /// Where the relation stands in its life.
    pub stage: LifeCycleStage,
    /// Day since which it stands there.
    pub stage_since: Date,
    /// The bank's own code of the region that the customer lives or sits in.
    pub region_code: Option<String>,
    /// The unit that the customer belongs to; kept by coverage changes.
    pub home_unit_id: OrgUnitId,
    /// The LEAD in force; kept by coverage changes, null while there is none.
    pub lead_staff_id: Option<StaffId>,
    /// The customer that this one was merged into; its rows stay where they are.
    pub merged_into_id: Option<CustomerId>,
    /// When that was.
    pub merged_at: Option<DateTimeUtc>,
    /// How many customers were merged into this one; one that was merged itself has none.
    pub merged_count: i32,
    /// Counts what people write: goes out as `version`, comes back as `expectedVersion`.
    pub version: i32,
    /// Counts every change; no consumer of the change log applies a lower one after a higher.
    pub revision: i64,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When people or feeds last changed it.
    pub updated_at: DateTimeUtc,
    /// Set where it was deleted; no read shows it any more.
    pub deleted_at: Option<DateTimeUtc>,
    /// What is computed of this customer.
    #[sea_orm(has_one)]
    pub standing: HasOne<super::customer_standing::Entity>,
    /// What is known of a person.
    #[sea_orm(has_one)]
    pub person: HasOne<super::person_profile::Entity>,
    /// What is known of a company.
    #[sea_orm(has_one)]
    pub company: HasOne<super::company_profile::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Person or company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CustomerKind {
    /// A person (个人客户).
    Person,
    /// A company or institution (公司客户).
    Company,
}

/// How close the relation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RelationType {
    /// Not yet a customer in earnest (潜在客户).
    Potential,
    /// An ordinary customer (普通客户).
    Ordinary,
    /// A high-end customer (高端客户).
    HighEnd,
}

/// Where a relation stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LifeCycleStage {
    /// Known, nothing tried (潜在期).
    Potential,
    /// Being won (开发期).
    Developing,
    /// Holds something, and more to come (成长期).
    Growing,
    /// Steady (成熟期).
    Mature,
    /// Falling away (衰退期).
    Declining,
    /// Over (终止期).
    Ended,
}

impl Entity {
    /// The customers that `actor` may see at `now`. Every read of customers starts here; filters,
    /// pages and counts are further ANDs on it.
    #[must_use]
    pub fn visible(actor: &Actor, now: DateTimeUtc) -> Select<Self> {
        Self::find().filter(alive()).filter(scope(actor, now))
    }

    /// The customers within the actor's scope, also those that were deleted or merged into others:
    /// for judging what has changed, never for reading.
    #[must_use]
    pub fn within(actor: &Actor, now: DateTimeUtc) -> Select<Self> {
        Self::find().filter(scope(actor, now))
    }

    /// Those of them that are no more.
    #[must_use]
    pub fn gone(actor: &Actor, now: DateTimeUtc) -> Select<Self> {
        let dropped = Condition::any()
            .add(Column::DeletedAt.is_not_null())
            .add(Column::MergedIntoId.is_not_null());
        Self::within(actor, now).filter(dropped)
    }

    /// Ids of the customers that `actor` may see at `now`, and of those merged into them, as a
    /// subquery: what hangs below a customer is seen by whoever sees the customer.
    #[must_use]
    pub fn visible_ids(actor: &Actor, now: DateTimeUtc) -> SelectStatement {
        let seen = Self::visible(actor, now).select_only().column(Column::Id).into_query();
        Self::with_merged(seen)
    }

    /// Ids of these customers and of those merged into them, as a subquery.
    #[must_use]
    pub fn with_merged(customers: SelectStatement) -> SelectStatement {
        let all = Self::find().select_only().column(Column::Id);
        all.filter(shown().in_subquery(customers)).into_query()
    }

    /// The id of one customer, as a subquery.
    #[must_use]
    pub fn only(id: CustomerId) -> SelectStatement {
        Self::find_by_id(id).select_only().column(Column::Id).into_query()
    }

    /// Ids of a customer and of those merged into it, as a subquery.
    #[must_use]
    pub fn shown_under(id: CustomerId) -> SelectStatement {
        Self::find().select_only().column(Column::Id).filter(shown().eq(id)).into_query()
    }

    /// The customers under whom the rows of `owners` are shown, as a subquery: an owner itself, or
    /// the one that it was merged into.
    #[must_use]
    pub fn shown_for(owners: SelectStatement) -> SelectStatement {
        let all = Self::find().select_only().expr(shown());
        all.filter(Column::Id.in_subquery(owners)).into_query()
    }

    /// Ids of the customers of the actor's own book at `now`, as a subquery: of those that they may
    /// see, the ones that an assignment in force gives them.
    #[must_use]
    pub fn own_ids(actor: &Actor, now: DateTimeUtc) -> SelectStatement {
        let own = assignment::Entity::customers_of(actor.staff, now);
        let rows = Self::visible(actor, now).filter(Column::Id.in_subquery(own));
        rows.select_only().column(Column::Id).into_query()
    }

    /// Ids of the customers whose LEAD `actor` is at `now` or whose home unit they lead or manage,
    /// and of those merged into them, as a subquery: what is confidential of a customer is for
    /// these, and for who wrote it.
    #[must_use]
    pub fn in_confidence(actor: &Actor, now: DateTimeUtc) -> SelectStatement {
        let mut ids = assignment::Entity::customers_led_by(actor.staff, now);
        if let Some(unit) = actor.led_unit() {
            ids.union(UnionType::All, ids_in_unit(unit));
        }
        Self::with_merged(ids)
    }

    /// The customer under whom the rows of `owner` are shown.
    #[must_use]
    pub fn shown_of(owner: CustomerId) -> Select<Self> {
        Self::find().filter(Column::Id.in_subquery(Self::shown_for(Self::only(owner))))
    }

    /// The customers whom a member of staff looked after at `then`, until an assignment ended by
    /// `now` and not before `since`. What began before a handover may still be recorded for a
    /// while; nothing is read by this.
    #[must_use]
    pub fn left_by(
        staff: StaffId,
        then: DateTimeUtc,
        since: DateTimeUtc,
        now: DateTimeUtc,
    ) -> Select<Self> {
        let left = assignment::Entity::customers_left_by(staff, then, since, now);
        Self::find().filter(alive()).filter(Column::Id.in_subquery(left))
    }

    /// A change to one customer, if `actor` may see it at `now`. The scope is asked for again
    /// here, because on PostgreSQL the statement that waited for the row's lock judged it by what
    /// held before the wait.
    #[must_use]
    pub fn change(actor: &Actor, now: DateTimeUtc, id: CustomerId) -> UpdateMany<Self> {
        Self::update_many().filter(alive()).filter(scope(actor, now)).filter(Column::Id.eq(id))
    }
}

/// The customer under whom a customer's rows are shown. `customer` has an index on this.
fn shown() -> Expr {
    Expr::expr(Func::coalesce([
        Expr::col((Entity, Column::MergedIntoId)),
        Expr::col((Entity, Column::Id)),
    ]))
}

/// A deleted customer, and one that was merged into another, is shown to nobody and counted nowhere.
#[must_use]
pub fn alive() -> Condition {
    Condition::all().add(Column::DeletedAt.is_null()).add(Column::MergedIntoId.is_null())
}

/// Always a bare `IN`. Inside an OR, even `FALSE OR …`, both back ends read all customers instead
/// of starting from the subquery (200,000 of them: 20 ms; bare 0.9 ms), so the ids that several
/// grants give are united first.
fn scope(actor: &Actor, now: DateTimeUtc) -> Condition {
    let grants = actor.grants();
    if grants.contains(&Grant::Audit) {
        return Condition::all();
    }
    if let [Grant::Unit(unit)] = *grants {
        return Condition::all().add(in_unit(unit));
    }
    let ids = |grant: &Grant| match *grant {
        Grant::Assigned => Some(assignment::Entity::customers_of(actor.staff, now)),
        Grant::Unit(unit) => Some(ids_in_unit(unit)),
        Grant::Audit => None,
    };
    let united = grants.iter().filter_map(ids).reduce(|mut all, more| {
        all.union(UnionType::Distinct, more);
        all
    });
    match united {
        Some(ids) => Condition::all().add(Column::Id.in_subquery(ids)),
        None => Condition::all().add(Expr::value(false)),
    }
}

fn in_unit(unit: OrgUnitId) -> Expr {
    Column::HomeUnitId.in_subquery(unit_closure::Entity::at_or_below(unit))
}

fn ids_in_unit(unit: OrgUnitId) -> SelectStatement {
    Entity::find().select_only().column(Column::Id).filter(in_unit(unit)).into_query()
}
