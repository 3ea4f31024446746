//! A small bank to ask questions of: what stands in it, and who works there.

use super::{Backend, Database, actor::Staff, rows::add};
use api::{
    auth::keyring::Keyring,
    clock::StandingClock,
    config::{Config, ServiceUrl},
    graphql::schema,
    service::{change::Sequencer, instance::Instance as Server},
};
use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use entity::{
    bank::{self, Clock},
    id::{OrgUnitId, ProductId, StaffId},
    org_unit::{self, OrgUnitKind},
    product::{self, ProductCategory},
    staff::{self, StaffGrade, StaffStatus},
    staff_role::{self, Role},
    unit_closure,
};
use sea_orm::DatabaseConnection;
use std::sync::Arc;
use uuid::Uuid;

/// The same id for the same name in every run, so that answers can be compared as a whole.
pub(crate) fn named(name: &str) -> Uuid {
    let mut bytes = [b'.'; 16];
    bytes[..name.len()].copy_from_slice(name.as_bytes());
    Uuid::from_bytes(bytes)
}

pub(crate) fn unit(name: &str) -> OrgUnitId {
    OrgUnitId(named(name))
}

pub(crate) fn staff_id(name: &str) -> StaffId {
    StaffId(named(name))
}

/// Noon of a day in January 2026.
pub(crate) fn noon(day: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, day, 12, 0, 0).unwrap()
}

/// Head office, two branches, two teams of one of them: name, level, the units above.
const UNITS: [(&str, OrgUnitKind, &[&str]); 5] = [
    ("hq", OrgUnitKind::Hq, &[]),
    ("north", OrgUnitKind::Branch, &["hq"]),
    ("north-1", OrgUnitKind::Team, &["north", "hq"]),
    ("north-2", OrgUnitKind::Team, &["north", "hq"]),
    ("south", OrgUnitKind::Branch, &["hq"]),
];

/// Who works there: name, unit, roles.
const STAFF: [(&str, &str, &[Role]); 12] = [
    ("li", "north-1", &[Role::Rm]),
    ("wang", "north-1", &[Role::Rm]),
    ("zhou", "north-2", &[Role::Rm]),
    ("sui", "south", &[Role::Rm]),
    ("lead", "north-1", &[Role::TeamLead]),
    ("boss", "north", &[Role::BranchManager]),
    ("chief", "south", &[Role::BranchManager]),
    ("both", "north-1", &[Role::Rm, Role::TeamLead]),
    ("leader", "hq", &[Role::Leader]),
    ("analyst", "hq", &[Role::HqAnalyst]),
    ("admin", "hq", &[Role::HqAdmin]),
    ("auditor", "hq", &[Role::Auditor]),
];

pub(crate) struct Bank {
    pub(crate) server: Server,
    pub(crate) clock: StandingClock,
    keyring: Arc<Keyring>,
    pub(crate) schema: schema::Schema,
    /// For looking at rows behind the server's back.
    pub(crate) rows: DatabaseConnection,
    pub(crate) database: Database,
}

/// Another instance of the server, whose sequencer moves when it is told to.
pub(crate) struct Instance {
    pub(crate) server: Server,
    pub(crate) sequencer: Sequencer,
}

impl Bank {
    /// Opens a bank without customers, on the 15th at noon; its bank date is the 14th.
    pub(crate) async fn open(backend: Backend) -> Self {
        let database = Database::create(backend).await;
        let rows = database.connect().await;
        fill(&rows).await;
        let clock = StandingClock::at(noon(15));
        let keyring = Arc::new(Keyring::generated().unwrap());
        let server = server(configured(&database), &clock, &keyring).await;
        Self { server, clock, keyring, schema: schema::build(), rows, database }
    }

    /// Another instance on the same database.
    pub(crate) async fn instance(&self) -> Instance {
        let server = self.server_with(|_| ()).await;
        let sequencer = sequencer(&server);
        Instance { server, sequencer }
    }

    /// Another server on the same database, with settings of its own.
    pub(crate) async fn server_with(&self, set: impl FnOnce(&mut Config)) -> Server {
        let mut config = configured(&self.database);
        set(&mut config);
        server(config, &self.clock, &self.keyring).await
    }

    /// A member of staff by name.
    pub(crate) fn staff(&self, name: &str) -> Staff<'_> {
        let (_, unit_name, roles) = STAFF.iter().find(|(known, _, _)| *known == name).unwrap();
        Staff::new(self, name, unit(unit_name), roles.to_vec())
    }

    /// A relationship manager.
    pub(crate) fn rm(&self, name: &str) -> Staff<'_> {
        let staff = self.staff(name);
        assert!(staff.is(Role::Rm));
        staff
    }

    /// The manager of the branch `north`.
    pub(crate) fn manager(&self) -> Staff<'_> {
        self.staff("boss")
    }

    /// An auditor.
    pub(crate) fn auditor(&self) -> Staff<'_> {
        self.staff("auditor")
    }
}

/// The sequencer of a server.
pub(crate) fn sequencer(server: &Server) -> Sequencer {
    Sequencer::new(server.writer().clone(), server.sessions().bus().clone())
}

fn configured(database: &Database) -> Config {
    let mut config = Config::default();
    config.database.url = ServiceUrl::new(database.url());
    // One reader: a request that took a second connection would wait for itself and fail.
    config.database.readers = 1;
    config.database.writers = 16;
    config
}

async fn server(config: Config, clock: &StandingClock, keyring: &Arc<Keyring>) -> Server {
    Server::open(config, Arc::clone(keyring), Arc::new(clock.clone())).await.unwrap()
}

async fn fill(rows: &DatabaseConnection) {
    add(
        rows,
        bank::Model {
            id: 1,
            name: "Test bank".into(),
            base_currency: "CNY".into(),
            time_zone: "Asia/Shanghai".into(),
            locale: "zh-CN".into(),
            bank_date: NaiveDate::from_ymd_opt(2026, 1, 14).unwrap(),
            clock: Clock::Live,
            bank_date_set_at: noon(15),
            epoch: Uuid::nil(),
        },
    )
    .await;
    for (name, kind, above) in UNITS {
        let parent_id = above.first().map(|parent| unit(parent));
        let (code, id) = (name.to_owned(), unit(name));
        add(rows, org_unit::Model { id, code, name: name.into(), kind, parent_id }).await;
        for ancestor in above.iter().chain([&name]) {
            let (ancestor_id, descendant_id) = (unit(ancestor), unit(name));
            add(rows, unit_closure::Model { ancestor_id, descendant_id }).await;
        }
    }
    for (name, unit_name, roles) in STAFF {
        let is_rm = roles.contains(&Role::Rm);
        add(rows, member(name, unit(unit_name), is_rm.then_some(StaffGrade::Senior))).await;
        for &role in roles {
            add(rows, staff_role::Model { staff_id: staff_id(name), role }).await;
        }
    }
    for (code, name, category) in [
        ("DEP", "Term deposit", ProductCategory::Deposit),
        ("FND", "Bond fund", ProductCategory::Fund),
        ("LOA", "Mortgage", ProductCategory::Loan),
    ] {
        let (id, is_sticky) = (ProductId(named(code)), category == ProductCategory::Loan);
        let (code, name) = (code.into(), name.into());
        add(rows, product::Model { id, code, name, category, is_sticky }).await;
    }
}

fn member(name: &str, org_unit_id: OrgUnitId, grade: Option<StaffGrade>) -> staff::Model {
    staff::Model {
        id: staff_id(name),
        employee_no: format!("E-{name}"),
        name: name.to_owned(),
        is_generated: false,
        org_unit_id,
        grade,
        grade_since: None,
        status: StaffStatus::Active,
        password_hash: None,
        rights_version: 1,
        created_at: noon(1),
        updated_at: noon(1),
    }
}
