//! Who looks after a customer, in which role, from when to when.

use crate::id::{AssignmentId, CustomerId, StaffId};
use sea_orm::{Condition, QuerySelect, QueryTrait, entity::prelude::*, sea_query::SelectStatement};

/// A row of `assignment`. At most one LEAD of a customer is in force at any instant, which the
/// database enforces.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assignment")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AssignmentId,
    /// The customer.
    pub customer_id: CustomerId,
    /// The member of staff.
    pub staff_id: StaffId,
    /// As what.
    pub role: AssignmentRole,
    /// First instant in force.
    pub valid_from: DateTimeUtc,
    /// First instant no longer in force; null while it is open.
    pub valid_to: Option<DateTimeUtc>,
    /// Why it began.
    pub reason: String,
    /// Whether it was made up because the source of the rows has none.
    pub is_generated: bool,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

/// As what somebody looks after a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AssignmentRole {
    /// The one who answers for the customer (主办客户经理).
    Lead,
    /// Second relationship manager (协办客户经理).
    CoRm,
    /// Lead for treasury products (资金产品主管).
    TreasuryLead,
    /// Lead for credit products (信贷产品主管).
    CreditLead,
    /// Solution expert (产品专家).
    Solution,
    /// Support (辅助人员).
    Support,
}

impl Entity {
    /// Ids of the customers that `staff` is assigned to at `now`, as a subquery.
    ///
    /// For `IN (…)`, not a correlated `EXISTS`: PostgreSQL plans both as the same semi-join, but
    /// SQLite 3.51 reads all customers for `EXISTS` and starts from the assignments for `IN`.
    #[must_use]
    pub fn customers_of(staff: StaffId, now: DateTimeUtc) -> SelectStatement {
        Self::find()
            .select_only()
            .column(Column::CustomerId)
            .filter(Column::StaffId.eq(staff))
            .filter(in_force(now))
            .into_query()
    }

    /// Ids of the customers whose LEAD `staff` is at `now`, as a subquery.
    #[must_use]
    pub fn customers_led_by(staff: StaffId, now: DateTimeUtc) -> SelectStatement {
        Self::find()
            .select_only()
            .column(Column::CustomerId)
            .filter(Column::StaffId.eq(staff))
            .filter(Column::Role.eq(AssignmentRole::Lead))
            .filter(in_force(now))
            .into_query()
    }

    /// Ids of the customers whom `staff` looked after at `then`, by an assignment that has ended
    /// by `now` and not before `since`, as a subquery.
    #[must_use]
    pub fn customers_left_by(
        staff: StaffId,
        then: DateTimeUtc,
        since: DateTimeUtc,
        now: DateTimeUtc,
    ) -> SelectStatement {
        Self::find()
            .select_only()
            .column(Column::CustomerId)
            .filter(Column::StaffId.eq(staff))
            .filter(Column::ValidFrom.lte(then))
            .filter(Column::ValidTo.gt(then))
            .filter(Column::ValidTo.gt(since))
            .filter(Column::ValidTo.lte(now))
            .into_query()
    }

    /// The LEAD of a customer at `now`.
    #[must_use]
    pub fn lead_of(customer: CustomerId, now: DateTimeUtc) -> Select<Self> {
        Self::find()
            .filter(Column::CustomerId.eq(customer))
            .filter(Column::Role.eq(AssignmentRole::Lead))
            .filter(in_force(now))
    }

    /// All assignments of these customers.
    #[must_use]
    pub fn of_customers(customers: Vec<CustomerId>) -> Select<Self> {
        Self::find().filter(Column::CustomerId.is_in(customers))
    }
}

/// What has begun at `now` and not ended.
#[must_use]
pub fn in_force(now: DateTimeUtc) -> Condition {
    let still_open = Condition::any().add(Column::ValidTo.is_null()).add(Column::ValidTo.gt(now));
    Condition::all().add(Column::ValidFrom.lte(now)).add(still_open)
}
