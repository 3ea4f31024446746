//! Rows whose ids and identifiers a test knows before it asks.

use super::{Bank, bank::staff_id, named, noon, rows::day};
use api::service::{identifier::Identifier, search::heal};
use chrono::TimeDelta;
use entity::{
    assignment::{self, AssignmentRole},
    customer, customer_number, customer_standing,
    data_issue::{self, Certainty, DataIssueKind, DataIssueState},
    device, holding,
    id::{
        AssignmentId, CustomerId, CustomerNumberId, DataIssueId, DeviceId, HoldingId, KeyPersonId,
        MovementId, PreferenceId, RelationId, SessionId,
    },
    key_person, movement, person_profile, preference,
    relation::{self, RelationKind},
    session::{self, SessionKind},
};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};
use uuid::Uuid;

/// The session that [`Bank::session`] gives to a member of staff.
pub(crate) fn session_of(staff: &str) -> SessionId {
    SessionId(named(&format!("s-{staff}")))
}

impl Bank {
    /// Signs a member of staff in on a device, anew where they are signed in.
    pub(crate) async fn session(&self, staff: &str) {
        let (id, staff_id, now) = (session_of(staff), staff_id(staff), noon(15));
        let device_id = DeviceId(named(&format!("d-{staff}")));
        session::Entity::delete_by_id(id).exec(&self.rows).await.unwrap();
        device::Entity::delete_by_id(device_id).exec(&self.rows).await.unwrap();
        let device = device::Model {
            id: device_id,
            staff_id,
            secret_hash: device_id.0.as_bytes().to_vec(),
            label: "a phone".into(),
            created_at: now,
            last_seen_at: now,
            revoked_at: None,
        };
        self.add(device).await;
        let session = session::Model {
            id,
            staff_id,
            device_id,
            kind: SessionKind::Phone,
            app: "ios/1.0".into(),
            started_at: now,
            last_seen_at: now,
            expires_at: now + TimeDelta::days(7),
            ended_at: None,
            end_reason: None,
            generation: 1,
            refresh_hash: id.0.as_bytes().to_vec(),
            parent_hash: None,
            generation_used_at: None,
        };
        self.add(session).await;
    }

    /// An assignment of this name, in force since the first of the month.
    pub(crate) async fn assign_by(
        &self,
        name: &str,
        role: AssignmentRole,
        staff: &str,
        customer: &str,
    ) {
        self.add(assignment::Model {
            id: AssignmentId(named(name)),
            customer_id: CustomerId(named(customer)),
            staff_id: staff_id(staff),
            role,
            valid_from: noon(1),
            valid_to: None,
            reason: "test".into(),
            is_generated: false,
            created_at: noon(1),
        })
        .await;
    }

    /// Makes `staff` the LEAD that a customer's row names.
    pub(crate) async fn lead(&self, customer: &str, staff: &str) {
        customer::Entity::update_many()
            .col_expr(customer::Column::LeadStaffId, Expr::value(staff_id(staff)))
            .filter(customer::Column::Id.eq(CustomerId(named(customer))))
            .exec(&self.rows)
            .await
            .unwrap();
    }

    /// Sets the two instants that books are sorted by to noon of a day.
    pub(crate) async fn times(&self, customer: &str, day: u32) {
        let (id, at) = (CustomerId(named(customer)), Expr::value(noon(day)));
        customer::Entity::update_many()
            .col_expr(customer::Column::UpdatedAt, at.clone())
            .filter(customer::Column::Id.eq(id))
            .exec(&self.rows)
            .await
            .unwrap();
        customer_standing::Entity::update_many()
            .col_expr(customer_standing::Column::LastContactAt, at)
            .filter(customer_standing::Column::CustomerId.eq(id))
            .exec(&self.rows)
            .await
            .unwrap();
    }

    /// A key person of this name, which is their id too.
    pub(crate) async fn key_person(&self, name: &str, customer: &str) {
        self.add(key_person::Model {
            id: KeyPersonId(named(name)),
            customer_id: CustomerId(named(customer)),
            name: name.into(),
            title: None,
            influence: 3,
            is_decision_maker: false,
            mobile_cipher: None,
            mobile_hash: None,
            mobile_mask: None,
            note: None,
            version: 1,
            revision: 1,
            created_at: noon(1),
            updated_at: noon(1),
            deleted_at: None,
        })
        .await;
    }

    /// The lines between the tiers that the product ships with.
    pub(crate) async fn tier_lines(&self) {
        let lines = api::service::standing::shipped(noon(1));
        entity::policy::Entity::insert(lines).exec_without_returning(&self.rows).await.unwrap();
    }

    /// A number of a customer in a system.
    pub(crate) async fn number(&self, customer: &str, system: &str, number: &str) {
        self.add(customer_number::Model {
            id: CustomerNumberId(Uuid::now_v7()),
            customer_id: CustomerId(named(customer)),
            system: system.into(),
            number: number.into(),
            deleted_at: None,
        })
        .await;
    }

    /// States that two customers are certainly one, and that nobody has judged it.
    pub(crate) async fn issue(&self, name: &str, customer: &str, other: &str) {
        self.add(data_issue::Model {
            id: DataIssueId(named(name)),
            kind: DataIssueKind::Duplicate,
            certainty: Certainty::Certain,
            state: DataIssueState::Open,
            customer_id: CustomerId(named(customer)),
            other_id: CustomerId(named(other)),
            merged_id: None,
            decided_by_id: None,
            decided_at: None,
            revision: 1,
            created_at: noon(1),
        })
        .await;
    }

    /// A preference of this name, which is its id and its key too.
    pub(crate) async fn preference(&self, name: &str, customer: &str) {
        self.add(preference::Model {
            id: PreferenceId(named(name)),
            customer_id: CustomerId(named(customer)),
            key: name.into(),
            value: "green".into(),
            source: "visit".into(),
            last_seen_on: day(1),
            is_sensitive: false,
            author_id: staff_id("li"),
            version: 1,
            revision: 1,
            created_at: noon(1),
            updated_at: noon(1),
            deleted_at: None,
        })
        .await;
    }

    /// States that one customer is the supplier of another; answers with the relation's id.
    pub(crate) async fn relation(&self, name: &str, from: &str, to: &str) -> String {
        let id = RelationId(named(name));
        self.add(relation::Model {
            id,
            from_id: CustomerId(named(from)),
            to_id: CustomerId(named(to)),
            kind: RelationKind::Supplier,
            version: 1,
            revision: 1,
            created_at: noon(1),
            updated_at: noon(1),
            deleted_at: None,
        })
        .await;
        id.to_string()
    }

    /// So many customers of the unit `north-1`, in few statements.
    pub(crate) async fn many_customers(&self, number: u32) {
        self.customer("pattern", "north-1", 1).await;
        let (customer, standing) = {
            let id = CustomerId(named("pattern"));
            let customer = customer::Entity::find_by_id(id).one(&self.rows).await.unwrap();
            let standing = customer_standing::Entity::find_by_id(id).one(&self.rows).await.unwrap();
            (customer.unwrap(), standing.unwrap())
        };
        let ids: Vec<_> =
            (1..number).map(|number| CustomerId(Uuid::from_u128(number.into()))).collect();
        for ids in ids.chunks(500) {
            let customers = ids
                .iter()
                .map(|&id| customer::Model { id, ..customer.clone() }.into_active_model());
            customer::Entity::insert_many(customers)
                .exec_without_returning(&self.rows)
                .await
                .unwrap();
            let standings = ids.iter().map(|&customer_id| {
                customer_standing::Model { customer_id, ..standing.clone() }.into_active_model()
            });
            customer_standing::Entity::insert_many(standings)
                .exec_without_returning(&self.rows)
                .await
                .unwrap();
        }
    }

    /// Writes what every row is searched by, as the job does.
    pub(crate) async fn searchable(&self) {
        heal::heal(&crate::job::nobody(&self.server)).await.unwrap();
    }

    /// Gives all movements of a customer's, of which there is one, this name.
    pub(crate) async fn name_movement(&self, customer: &str, name: &str) {
        movement::Entity::update_many()
            .col_expr(movement::Column::Id, Expr::value(MovementId(named(name))))
            .filter(movement::Column::CustomerId.eq(CustomerId(named(customer))))
            .exec(&self.rows)
            .await
            .unwrap();
    }

    /// Seals identifiers of a person as the import does.
    pub(crate) async fn identify(&self, customer: &str, mobile: &str, id_number: &str) {
        use person_profile::Column;
        let keyring = self.server.keyring();
        let mobile = Identifier::Mobile.seal(keyring, mobile).unwrap();
        let id_number = Identifier::IdNumber.seal(keyring, id_number).unwrap();
        person_profile::Entity::update_many()
            .col_expr(Column::MobileCipher, Expr::value(mobile.cipher))
            .col_expr(Column::MobileHash, Expr::value(mobile.hash))
            .col_expr(Column::MobileMask, Expr::value(mobile.mask))
            .col_expr(Column::IdNumberCipher, Expr::value(id_number.cipher))
            .col_expr(Column::IdNumberHash, Expr::value(id_number.hash))
            .col_expr(Column::IdNumberMask, Expr::value(id_number.mask))
            .filter(Column::CustomerId.eq(CustomerId(named(customer))))
            .exec(&self.rows)
            .await
            .unwrap();
    }

    /// Seals the account number of a holding.
    pub(crate) async fn number_account(&self, holding: &str, number: &str) {
        use holding::Column;
        let sealed = Identifier::Account.seal(self.server.keyring(), number).unwrap();
        holding::Entity::update_many()
            .col_expr(Column::AccountCipher, Expr::value(sealed.cipher))
            .col_expr(Column::AccountHash, Expr::value(sealed.hash))
            .col_expr(Column::AccountMask, Expr::value(sealed.mask))
            .filter(Column::Id.eq(HoldingId(named(holding))))
            .exec(&self.rows)
            .await
            .unwrap();
    }
}
