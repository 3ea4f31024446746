//! What stands in a bank: rows put there, and rows that writes have left.

use super::{
    Bank,
    bank::{staff_id, unit},
    named, noon,
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use entity::{
    assignment::{self, AssignmentRole},
    balance_day, change_log,
    customer::{self, CustomerKind, LifeCycleStage, RelationType},
    customer_standing::{self, Tier, TierState},
    holding::{self, HoldingStatus},
    holding_holder::{self, HolderRole},
    id::{AssignmentId, CustomerId, HoldingId, MovementId, ProductId},
    idempotency,
    movement::{self, Direction, Initiator, MovementKind},
    outbox, person_profile,
};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, DatabaseConnection, EntityTrait, IntoActiveModel,
    ModelTrait, PaginatorTrait,
};
use uuid::Uuid;

pub(super) async fn add<Row, Active>(rows: &DatabaseConnection, row: Row)
where
    Row: IntoActiveModel<Active> + ModelTrait,
    Row::Entity: EntityTrait<Model = Row, ActiveModel = Active>,
    Active: ActiveModelTrait<Entity = Row::Entity> + ActiveModelBehavior + Send,
{
    Row::Entity::insert(row.into_active_model()).exec_without_returning(rows).await.unwrap();
}

/// A day in January 2026.
pub(crate) fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, day).unwrap()
}

impl Bank {
    /// A person with a mobile number, whom nobody looks after yet.
    pub(crate) async fn customer(&self, name: &str, home: &str, aum_minor: i64) {
        let (id, home_unit_id) = (CustomerId(named(name)), unit(home));
        self.add(customer::Model {
            id,
            kind: CustomerKind::Person,
            name: name.into(),
            name_key: api::service::customer::name_key(name),
            is_generated: false,
            relation_type: RelationType::Ordinary,
            need_types: String::new(),
            stage: LifeCycleStage::Growing,
            stage_since: day(1),
            region_code: None,
            home_unit_id,
            lead_staff_id: None,
            merged_into_id: None,
            merged_at: None,
            merged_count: 0,
            version: 1,
            revision: 1,
            created_at: noon(1),
            updated_at: noon(1),
            deleted_at: None,
        })
        .await;
        self.add(customer_standing::Model {
            customer_id: id,
            home_unit_id,
            aum_minor,
            deposits_minor: aum_minor,
            loans_minor: 0,
            currency: "CNY".into(),
            is_rate_missing: false,
            tier: Tier::T0,
            tier_state: TierState::Normal,
            tier_months_below: 0,
            last_contact_at: DateTime::UNIX_EPOCH,
            last_visit_at: DateTime::UNIX_EPOCH,
            cadence_from: day(14),
            visit_due_on: day(14) + Days::new(180),
            touch_due_on: day(14) + Days::new(90),
            // The name, and nothing else.
            completeness: 100_000,
            as_of: day(14),
            revision: 1,
        })
        .await;
        self.add(person(id)).await;
    }

    /// Assigns `customer` to `staff` as one more manager, from the first of the month until
    /// `valid_to`.
    pub(crate) async fn assign(
        &self,
        staff: &str,
        customer: &str,
        valid_to: Option<DateTime<Utc>>,
    ) {
        self.assign_as(AssignmentRole::CoRm, staff, customer, valid_to).await;
    }

    /// Assigns `customer` to `staff` in a role.
    pub(crate) async fn assign_as(
        &self,
        role: AssignmentRole,
        staff: &str,
        customer: &str,
        valid_to: Option<DateTime<Utc>>,
    ) {
        self.add(assignment::Model {
            id: AssignmentId(Uuid::now_v7()),
            customer_id: CustomerId(named(customer)),
            staff_id: staff_id(staff),
            role,
            valid_from: noon(1),
            valid_to,
            reason: "test".into(),
            is_generated: false,
            created_at: noon(1),
        })
        .await;
    }

    /// Gives `customer` holdings of these products, the first one oldest, each with 1,234.50.
    pub(crate) async fn holdings(&self, customer: &str, products: &[&str]) {
        let mut opened_on = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
        for (number, product) in products.iter().enumerate() {
            let id = HoldingId(named(&format!("{customer}/{number}")));
            let customer_id = CustomerId(named(customer));
            self.add(account(id, customer_id, product, opened_on)).await;
            let (holding_id, role) = (id, HolderRole::Owner);
            self.add(holding_holder::Model { customer_id, holding_id, role }).await;
            self.balance(customer, number, day(1), 123_450).await;
            opened_on = opened_on + Days::new(1);
        }
    }

    /// States the balance of a holding at the close of a day.
    pub(crate) async fn balance(
        &self,
        customer: &str,
        holding: usize,
        booked_on: NaiveDate,
        amount_minor: i64,
    ) {
        let customer_id = CustomerId(named(customer));
        let holding_id = HoldingId(named(&format!("{customer}/{holding}")));
        self.add(balance_day::Model { customer_id, holding_id, booked_on, amount_minor }).await;
    }

    /// Books a movement on a holding: what came is positive.
    pub(crate) async fn movement(
        &self,
        customer: &str,
        holding: usize,
        booked_on: NaiveDate,
        minor: i64,
    ) {
        let external_id = Uuid::now_v7();
        self.add(movement::Model {
            id: MovementId(external_id),
            customer_id: CustomerId(named(customer)),
            holding_id: HoldingId(named(&format!("{customer}/{holding}"))),
            source: "test".into(),
            external_id: external_id.to_string(),
            booked_on,
            booked_at: None,
            direction: if minor < 0 { Direction::Debit } else { Direction::Credit },
            amount_minor: minor.abs(),
            currency: "CNY".into(),
            kind: MovementKind::Transfer,
            initiator: Initiator::Customer,
            counterparty_name: None,
            counterparty_bank: None,
            counterparty_mask: None,
        })
        .await;
    }

    pub(crate) async fn add<Row, Active>(&self, row: Row)
    where
        Row: IntoActiveModel<Active> + ModelTrait,
        Row::Entity: EntityTrait<Model = Row, ActiveModel = Active>,
        Active: ActiveModelTrait<Entity = Row::Entity> + ActiveModelBehavior + Send,
    {
        add(&self.rows, row).await;
    }

    /// The customer's row.
    pub(crate) async fn row(&self, customer: &str) -> customer::Model {
        let id = CustomerId(named(customer));
        customer::Entity::find_by_id(id).one(&self.rows).await.unwrap().unwrap()
    }

    /// How many rows writes have left: in `idempotency`, in `outbox`.
    pub(crate) async fn left(&self) -> (u64, u64) {
        let idempotency = idempotency::Entity::find().count(&self.rows).await.unwrap();
        (idempotency, outbox::Entity::find().count(&self.rows).await.unwrap())
    }

    /// What stands in the change log after `position`.
    pub(crate) async fn log(&self, position: i64) -> Vec<change_log::Model> {
        change_log::Entity::after(position).all(&self.rows).await.unwrap()
    }
}

fn person(customer_id: CustomerId) -> person_profile::Model {
    person_profile::Model {
        customer_id,
        gender: None,
        birth_date: None,
        occupation: None,
        education: None,
        income_minor: None,
        income_currency: None,
        mobile_cipher: None,
        mobile_hash: None,
        mobile_mask: Some("138****0000".into()),
        id_number_cipher: None,
        id_number_hash: None,
        id_number_mask: None,
    }
}

fn account(
    id: HoldingId,
    customer_id: CustomerId,
    product: &str,
    opened_on: NaiveDate,
) -> holding::Model {
    holding::Model {
        id,
        customer_id,
        product_id: ProductId(named(product)),
        account_cipher: vec![0],
        account_hash: id.0.as_bytes().to_vec(),
        account_mask: "****6789".into(),
        currency: "CNY".into(),
        opened_on,
        matures_on: None,
        closed_on: None,
        close_reason: None,
        rate_millionths: Some(17_500),
        status: HoldingStatus::Active,
        source: "test".into(),
        external_id: id.to_string(),
    }
}
