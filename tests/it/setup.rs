//! A migrated scratch bank for tests of `service`.

use api::{
    auth::keyring::Keyring,
    clock::{Clock, StandingClock},
    config::{Config, ServiceUrl},
    service::{
        instance::Instance,
        locale::Locale,
        op::{Caller, Op},
    },
};
use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use entity::{
    actor::Actor,
    assignment::{self, AssignmentRole},
    bank, company_profile,
    customer::{self, CustomerKind, LifeCycleStage, RelationType},
    customer_standing, holding, holding_holder,
    id::{AssignmentId, CustomerId, HoldingId, OrgUnitId, ProductId, SessionId, StaffId},
    org_unit, person_profile, product, staff,
    staff_role::Role,
    unit_closure,
};
use migration::{Migrator, MigratorTrait};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ConnectionTrait, Database as Connect,
    DatabaseConnection, EntityTrait, IntoActiveModel, ModelTrait,
};
use std::sync::Arc;
use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Backend {
    Sqlite,
    Postgres,
}

/// The same id for the same name in every run.
pub(crate) fn named(name: &str) -> Uuid {
    let mut bytes = [b'.'; 16];
    bytes[..name.len()].copy_from_slice(name.as_bytes());
    Uuid::from_bytes(bytes)
}

/// Noon of a day in January 2026.
pub(crate) fn noon(day: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, day, 12, 0, 0).unwrap()
}

pub(crate) struct Bank {
    pub(crate) url: String,
    pub(crate) backend: Backend,
    name: String,
    pub(crate) owner: DatabaseConnection,
    pub(crate) clock: StandingClock,
    pub(crate) keyring: Arc<Keyring>,
    pub(crate) instance: Instance,
    pub(crate) per_day: u32,
}

impl Bank {
    pub(crate) async fn open(backend: Backend) -> Self {
        let name = format!("rapport_audit_{}", Uuid::now_v7().simple());
        let url = match backend {
            Backend::Sqlite => {
                format!("sqlite://{}?mode=rwc", std::env::temp_dir().join(&name).display())
            }
            Backend::Postgres => {
                on_server(format!("CREATE DATABASE {name}")).await;
                server(&name)
            }
        };
        let owner = Connect::connect(&url).await.unwrap();
        if backend == Backend::Sqlite {
            owner.execute_unprepared("PRAGMA journal_mode = wal").await.unwrap();
        }
        Migrator::up(&owner, None).await.unwrap();
        let clock = StandingClock::at(noon(15));
        add(
            &owner,
            bank::Model {
                id: 1,
                name: "bank".into(),
                base_currency: "CNY".into(),
                time_zone: "Asia/Shanghai".into(),
                locale: "zh-CN".into(),
                bank_date: NaiveDate::from_ymd_opt(2026, 1, 14).unwrap(),
                clock: bank::Clock::Live,
                bank_date_set_at: noon(15),
                epoch: Uuid::nil(),
            },
        )
        .await;
        let keyring = Arc::new(Keyring::generated().unwrap());
        let instance = instance(&url, &clock, &keyring, 5).await;
        let bank = Self { url, backend, name, owner, clock, keyring, instance, per_day: 5 };
        bank.unit("hq", None).await;
        bank.unit("north", Some("hq")).await;
        bank.unit("south", Some("hq")).await;
        for (upper, lower) in
            [("hq", "hq"), ("north", "north"), ("south", "south"), ("hq", "north"), ("hq", "south")]
        {
            bank.add(unit_closure::Model {
                ancestor_id: OrgUnitId(named(upper)),
                descendant_id: OrgUnitId(named(lower)),
            })
            .await;
        }
        bank.staff("wang", "north").await;
        bank.staff("li", "south").await;
        bank
    }

    /// Another instance of the server on the same database.
    pub(crate) async fn another(&self) -> Instance {
        instance(&self.url, &self.clock, &self.keyring, self.per_day).await
    }

    pub(crate) async fn add<Row, Active>(&self, row: Row)
    where
        Row: IntoActiveModel<Active> + ModelTrait,
        Row::Entity: EntityTrait<Model = Row, ActiveModel = Active>,
        Active: ActiveModelTrait<Entity = Row::Entity> + ActiveModelBehavior + Send,
    {
        add(&self.owner, row).await;
    }

    async fn unit(&self, name: &str, parent: Option<&str>) {
        self.add(org_unit::Model {
            id: OrgUnitId(named(name)),
            code: name.into(),
            name: name.into(),
            kind: org_unit::OrgUnitKind::Branch,
            parent_id: parent.map(|parent| OrgUnitId(named(parent))),
        })
        .await;
    }

    pub(crate) async fn staff(&self, name: &str, unit: &str) {
        self.add(staff::Model {
            id: StaffId(named(name)),
            employee_no: name.into(),
            name: name.into(),
            is_generated: false,
            org_unit_id: OrgUnitId(named(unit)),
            grade: None,
            grade_since: None,
            status: staff::StaffStatus::Active,
            password_hash: None,
            rights_version: 1,
            created_at: noon(1),
            updated_at: noon(1),
        })
        .await;
    }

    pub(crate) async fn customer(&self, name: &str, home: &str) {
        let id = CustomerId(named(name));
        self.add(customer::Model {
            id,
            kind: CustomerKind::Person,
            name: name.into(),
            name_key: name.into(),
            is_generated: false,
            relation_type: RelationType::Ordinary,
            stage: LifeCycleStage::Mature,
            stage_since: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
            region_code: None,
            home_unit_id: OrgUnitId(named(home)),
            lead_staff_id: None,
            merged_into_id: None,
            version: 1,
            revision: 1,
            created_at: noon(1),
            updated_at: noon(1),
            deleted_at: None,
        })
        .await;
        self.add(customer_standing::Model {
            customer_id: id,
            home_unit_id: OrgUnitId(named(home)),
            aum_minor: 0,
            deposits_minor: 0,
            loans_minor: 0,
            currency: "CNY".into(),
            is_rate_missing: false,
            tier: customer_standing::Tier::T0,
            tier_state: customer_standing::TierState::Normal,
            tier_months_below: 0,
            last_contact_at: noon(1),
            as_of: NaiveDate::from_ymd_opt(2026, 1, 14).unwrap(),
            revision: 1,
        })
        .await;
    }
}

async fn instance(
    url: &str,
    clock: &StandingClock,
    keyring: &Arc<Keyring>,
    per_day: u32,
) -> Instance {
    let mut config = Config::default();
    config.database.url = ServiceUrl::new(url);
    config.reveal.per_day = per_day;
    let clock: Arc<dyn Clock> = Arc::new(clock.clone());
    Instance::open(config, Arc::clone(keyring), clock).await.unwrap()
}

async fn add<Row, Active>(connection: &DatabaseConnection, row: Row)
where
    Row: IntoActiveModel<Active> + ModelTrait,
    Row::Entity: EntityTrait<Model = Row, ActiveModel = Active>,
    Active: ActiveModelTrait<Entity = Row::Entity> + ActiveModelBehavior + Send,
{
    row.into_active_model().insert(connection).await.unwrap();
}

async fn on_server(statement: String) {
    let server = Connect::connect(server("test")).await.unwrap();
    server.execute_unprepared(&statement).await.unwrap();
    server.close().await.unwrap();
}

fn server(database: &str) -> String {
    format!("postgres://root@127.0.0.1:5432/{database}")
}

impl Drop for Bank {
    fn drop(&mut self) {
        let name = self.name.clone();
        if self.backend == Backend::Sqlite {
            for suffix in ["", "-wal", "-shm"] {
                let _gone =
                    std::fs::remove_file(std::env::temp_dir().join(format!("{name}{suffix}")));
            }
            return;
        }
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(on_server(format!("DROP DATABASE {name} WITH (FORCE)")));
        })
        .join()
        .unwrap();
    }
}

/// Operations.
impl Bank {
    pub(crate) fn op(&self, name: &str, unit: &str, roles: &[Role]) -> Op {
        self.op_on(&self.instance, name, unit, roles)
    }

    pub(crate) fn op_on(&self, instance: &Instance, name: &str, unit: &str, roles: &[Role]) -> Op {
        let actor = Actor {
            staff: StaffId(named(name)),
            session: SessionId(named("session")),
            unit: OrgUnitId(named(unit)),
            roles: roles.to_vec(),
        };
        op_of(instance, Some(actor))
    }

    pub(crate) fn nobody(&self) -> Op {
        op_of(&self.instance, None)
    }

    pub(crate) async fn assign(
        &self,
        staff: &str,
        customer: &str,
        role: AssignmentRole,
        from: DateTime<Utc>,
        to: Option<DateTime<Utc>>,
    ) {
        self.add(assignment::Model {
            id: AssignmentId(Uuid::now_v7()),
            customer_id: CustomerId(named(customer)),
            staff_id: StaffId(named(staff)),
            role,
            valid_from: from,
            valid_to: to,
            reason: "test".into(),
            is_generated: false,
            created_at: noon(1),
        })
        .await;
    }

    pub(crate) async fn person(&self, customer: &str, mobile: &str) {
        self.add(person_profile::Model {
            customer_id: CustomerId(named(customer)),
            gender: None,
            birth_date: None,
            occupation: None,
            education: None,
            income_minor: None,
            income_currency: None,
            mobile_cipher: Some(self.keyring.seal_identifier(mobile).unwrap()),
            mobile_hash: None,
            mobile_mask: Some("138****0000".into()),
            id_number_cipher: None,
            id_number_hash: None,
            id_number_mask: None,
        })
        .await;
    }

    pub(crate) async fn account(&self, customer: &str, joint: &str, number: &str) -> HoldingId {
        let id = HoldingId(named("account"));
        self.add(product::Model {
            id: ProductId(named("product")),
            code: "DEP".into(),
            name: "Deposit".into(),
            category: product::ProductCategory::Deposit,
            is_sticky: false,
        })
        .await;
        self.add(holding::Model {
            id,
            customer_id: CustomerId(named(customer)),
            product_id: ProductId(named("product")),
            account_cipher: self.keyring.seal_identifier(number).unwrap(),
            account_hash: vec![1],
            account_mask: "****6789".into(),
            currency: "CNY".into(),
            opened_on: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
            matures_on: None,
            closed_on: None,
            close_reason: None,
            rate_millionths: None,
            status: holding::HoldingStatus::Active,
            source: "core".into(),
            external_id: "1".into(),
        })
        .await;
        for (holder, role) in [
            (customer, holding_holder::HolderRole::Owner),
            (joint, holding_holder::HolderRole::Joint),
        ] {
            self.add(holding_holder::Model {
                customer_id: CustomerId(named(holder)),
                holding_id: id,
                role,
            })
            .await;
        }
        id
    }
}

fn op_of(instance: &Instance, actor: Option<Actor>) -> Op {
    let caller =
        Caller { actor, locale: Locale::En, request_id: "request".into(), address: "test".into() };
    Op::new(instance.clone(), caller)
}

macro_rules! on_both {
    ($($test:ident)*) => {
        mod sqlite {
            use crate::setup::{Backend, Bank};
            $(#[tokio::test] async fn $test() { super::$test(Bank::open(Backend::Sqlite).await).await; })*
        }
        mod postgres {
            use crate::setup::{Backend, Bank};
            $(#[tokio::test] async fn $test() { super::$test(Bank::open(Backend::Postgres).await).await; })*
        }
    };
}
pub(crate) use on_both;
