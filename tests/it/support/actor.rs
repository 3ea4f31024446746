//! A member of staff who asks, and the answer.

use super::{Bank, bank::staff_id, named, noon};
use api::{
    auth::{
        cookie::Cookies,
        token::{Bearer, Tokens},
    },
    backend::statements,
    service::{
        instance::Instance as Server,
        locale::Locale,
        op::{Caller, Op},
    },
};
use async_graphql::{Request, Response, Variables};
use chrono::TimeDelta;
use entity::{
    actor::Actor,
    device,
    id::{CustomerId, DeviceId, OrgUnitId, SessionId},
    session::{self, SessionKind},
    staff,
    staff_role::Role,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};
use std::sync::Arc;
use uuid::Uuid;

const RENAME: &str = "mutation Rename($input: CustomerUpdateInput!) {
    customerUpdate(input: $input) {
        clientMutationId
        userErrors { code message path ... on ConflictError { current { id version } } }
        customer { id version name }
    }
}";

pub(crate) struct Staff<'bank> {
    bank: &'bank Bank,
    actor: Actor,
    server: Server,
}

/// The whole answer, and the texts of the statements that it took.
pub(crate) struct Answer {
    pub(crate) response: Response,
    pub(crate) statements: Vec<String>,
}

impl<'bank> Staff<'bank> {
    pub(super) fn new(bank: &'bank Bank, name: &str, unit: OrgUnitId, roles: Vec<Role>) -> Self {
        let session = SessionId(named(name));
        let actor = Actor { staff: staff_id(name), session, unit, roles };
        Self { bank, actor, server: bank.server.clone() }
    }

    pub(crate) fn is(&self, role: Role) -> bool {
        self.actor.is(role)
    }

    /// The same member of staff, served by another instance.
    pub(crate) fn through(mut self, server: &Server) -> Self {
        self.server = server.clone();
        self
    }

    /// An operation, for tests of `service`.
    pub(crate) fn op(&self) -> Op {
        let caller = Caller {
            actor: Some(self.actor.clone()),
            locale: Locale::En,
            request_id: "test".into(),
            address: "127.0.0.1".into(),
            cookies: Cookies::default(),
        };
        Op::new(self.server.clone(), caller)
    }

    pub(crate) async fn query(&self, document: &str) -> Answer {
        self.query_with(document, json!({})).await
    }

    pub(crate) async fn query_with(&self, document: &str, variables: Value) -> Answer {
        let request = Request::new(document).variables(Variables::from_json(variables));
        let work = self.bank.schema.execute(request.data(Arc::new(self.op())));
        let (response, statements) = statements::listed(work).await;
        Answer { response, statements }
    }

    /// Gives `customer` another name.
    pub(crate) async fn rename(
        &self,
        key: &str,
        customer: &str,
        expected_version: i64,
        name: &str,
    ) -> Answer {
        let id = CustomerId(named(customer)).to_string();
        let input = json!({ "clientMutationId": key, "id": id,
            "expectedVersion": expected_version, "name": name });
        self.query_with(RENAME, json!({ "input": input })).await
    }
}

impl Bank {
    /// An access token of a session that is in force, as a sign-in would have left it.
    pub(super) async fn signed_in(&self, server: &Server, name: &str) -> String {
        let (staff_id, now) = (staff_id(name), noon(15));
        let (device_id, id) = (DeviceId(Uuid::now_v7()), SessionId(Uuid::now_v7()));
        // Nobody without a password is signed in; this one opens nothing.
        let hash = Expr::value("none");
        staff::Entity::update_many()
            .col_expr(staff::Column::PasswordHash, hash)
            .filter(staff::Column::Id.eq(staff_id))
            .exec(&self.rows)
            .await
            .unwrap();
        self.add(device::Model {
            id: device_id,
            staff_id,
            secret_hash: device_id.0.as_bytes().to_vec(),
            label: "test".into(),
            created_at: now,
            last_seen_at: now,
            revoked_at: None,
        })
        .await;
        self.add(session::Model {
            id,
            staff_id,
            device_id,
            kind: SessionKind::Phone,
            app: "test".into(),
            started_at: now,
            last_seen_at: now,
            expires_at: now + TimeDelta::days(7),
            ended_at: None,
            end_reason: None,
            generation: 1,
            refresh_hash: vec![0],
            parent_hash: None,
            generation_used_at: None,
        })
        .await;
        let tokens = Tokens::new(Arc::clone(server.keyring()), &server.config().session);
        let bearer = Bearer { staff: staff_id.0, session: id.0, generation: 1, rights_version: 1 };
        tokens.issue(bearer, Uuid::now_v7(), now).unwrap().text
    }
}

impl Answer {
    /// The answer as it would be sent, byte for byte.
    pub(crate) fn text(&self) -> String {
        serde_json::to_string(&self.response).unwrap()
    }

    /// The answer to look into.
    pub(crate) fn body(&self) -> Value {
        serde_json::to_value(&self.response).unwrap()
    }

    /// The data, where there must be no error.
    pub(crate) fn data(&self) -> Value {
        assert_eq!(self.body().get("errors"), None);
        self.body()["data"].clone()
    }
}
