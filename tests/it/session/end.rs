//! Ending sessions, on one instance and on all.

use super::{OPEN, SIGNED_OUT, is};
use crate::support::{Bank, Http, Phone, named, on_both};
use api::{
    cache::Cache,
    config::{Config, ServiceUrl},
};
use entity::{
    id::{SessionId, StaffId},
    outbox::{self, Noun, Operation},
    session, staff,
    staff_role::{self, Role},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    Set, sea_query::Expr,
};
use serde_json::{Value, json};
use std::time::Duration;

on_both! {
    signing_out_reaches_every_instance signing_out_reaches_every_instance_through_redis
    signing_out_everywhere one_of_several_is_ended anothers_is_like_none
    an_ended_session_does_not_come_back new_rights_reach_every_instance
}

/// The Redis of the tests.
fn redis_url() -> String {
    #[expect(clippy::disallowed_methods, reason = "the one place where tests name their Redis")]
    let url = std::env::var("RAPPORT_TEST_REDIS");
    url.unwrap_or_else(|_| "redis://127.0.0.1:6379".into())
}

const END: &str = "mutation End($input: SessionEndInput!) { sessionEnd(input: $input) {
    clientMutationId userErrors { code message path } session { id endedAt isCurrent } } }";
const SESSIONS: &str = "{ viewer { sessions { id isCurrent } } }";

async fn signing_out_reaches_every_instance(bank: Bank) {
    bank.passwords(&["li"]).await;
    let (here, there) = (bank.live(|_| ()).await, bank.live(|_| ()).await);
    sign_out_here(&here, &there).await;
}

async fn signing_out_reaches_every_instance_through_redis(bank: Bank) {
    bank.passwords(&["li"]).await;
    let prefix = format!("test:{}", uuid::Uuid::now_v7());
    let redis = |config: &mut Config| {
        config.redis.url = Some(ServiceUrl::new(redis_url()));
        config.redis.prefix.clone_from(&prefix);
    };
    let (here, there) = (bank.live(redis).await, bank.live(redis).await);
    sign_out_here(&here, &there).await;
}

async fn sign_out_here(here: &Http, there: &Http) {
    let phone = Phone::new(here, "li").await;
    assert!(is(&there.opens(&phone.access).await, OPEN));
    phone.sign_out(here, false).await;
    assert!(is(&here.opens(&phone.access).await, SIGNED_OUT), "here at once");
    there.wait_until_refused(&phone.access).await;
    for server in [here, there] {
        assert!(is(&phone.refusal(server).await, SIGNED_OUT));
    }
}

async fn signing_out_everywhere(bank: Bank) {
    bank.passwords(&["li", "wang"]).await;
    let http = bank.live(|_| ()).await;
    let phones = [Phone::new(&http, "li").await, Phone::new(&http, "li").await];
    let other = Phone::new(&http, "wang").await;
    phones[0].sign_out(&http, true).await;
    for phone in &phones {
        assert!(is(&http.opens(&phone.access).await, SIGNED_OUT));
    }
    assert!(is(&http.opens(&other.access).await, OPEN));
}

async fn sessions(http: &Http, phone: &Phone) -> Vec<(String, bool)> {
    let told = http.send(Some(&phone.access), SESSIONS, json!({})).await;
    let list = told.body["data"]["viewer"]["sessions"].as_array().unwrap().clone();
    let one = |session: &Value| {
        (session["id"].as_str().unwrap().to_owned(), session["isCurrent"].as_bool().unwrap())
    };
    list.iter().map(one).collect()
}

async fn end(http: &Http, phone: &Phone, key: &str, id: &str) -> Value {
    let input = json!({ "input": { "clientMutationId": key, "id": id } });
    let told = http.send(Some(&phone.access), END, input).await;
    assert_eq!(told.body.get("errors"), None, "{told:?}");
    told.body["data"]["sessionEnd"].clone()
}

async fn one_of_several_is_ended(bank: Bank) {
    bank.passwords(&["li"]).await;
    let http = bank.live(|_| ()).await;
    let (lost, kept) = (Phone::new(&http, "li").await, Phone::new(&http, "li").await);
    let (id, _) = sessions(&http, &lost).await.into_iter().find(|(_, own)| *own).unwrap();
    for _ in 0..2 {
        let payload = end(&http, &kept, "k1", &id).await;
        assert_eq!(payload["userErrors"], json!([]));
        assert_eq!(payload["session"]["endedAt"], "2026-01-15T12:00:00Z", "a repeat says the same");
    }
    assert!(is(&http.opens(&lost.access).await, SIGNED_OUT));
    let left = sessions(&http, &kept).await;
    assert_eq!((left.len(), left[0].1), (1, true));
    assert_eq!(bank.deeds("sessionEnd").await.len(), 1);
}

async fn anothers_is_like_none(bank: Bank) {
    bank.passwords(&["li", "wang"]).await;
    let http = bank.live(|_| ()).await;
    let (li, wang) = (Phone::new(&http, "li").await, Phone::new(&http, "wang").await);
    let (id, _) = sessions(&http, &wang).await.remove(0);
    let invented = SessionId(named("invented")).to_string();
    let answer = end(&http, &li, "k1", &id).await;
    assert_eq!(answer["userErrors"][0]["code"], "NOT_FOUND");
    assert_eq!(end(&http, &li, "k1", &invented).await, answer);
    for id in [&id, &invented] {
        let query = format!("{{ node(id: \"{id}\") {{ id }} }}");
        let told = http.send(Some(&li.access), &query, json!({})).await;
        assert_eq!((&told.body["data"]["node"], told.body.get("errors")), (&Value::Null, None));
    }
    assert!(is(&http.opens(&wang.access).await, OPEN));
}

/// A writer that was slow, or a Redis that was away, may put a copy back after the session ended.
async fn an_ended_session_does_not_come_back(bank: Bank) {
    bank.passwords(&["li"]).await;
    let prefix = format!("test:{}", uuid::Uuid::now_v7());
    let redis = |config: &mut Config| {
        config.redis.url = Some(ServiceUrl::new(redis_url()));
        config.redis.prefix.clone_from(&prefix);
    };
    let http = bank.live(redis).await;
    let phone = Phone::new(&http, "li").await;
    assert!(is(&http.opens(&phone.access).await, OPEN));
    let row = session::Entity::find().one(&bank.rows).await.unwrap().unwrap();
    let key = format!("session:{{{}}}", row.id.0);
    let cache = Cache::redis(&redis_url(), &prefix, Duration::from_secs(1)).unwrap();
    let copy = cache.get(&key).await.unwrap().unwrap();
    phone.sign_out(&http, false).await;
    assert_eq!(cache.get(&key).await.unwrap(), None);
    cache.set(&key, copy, Duration::from_mins(1)).await.unwrap();
    assert!(is(&http.opens(&phone.access).await, SIGNED_OUT));
    let fresh = bank.live(redis).await;
    assert!(is(&fresh.opens(&phone.access).await, SIGNED_OUT), "nor on one that starts now");
}

async fn new_rights_reach_every_instance(bank: Bank) {
    bank.passwords(&["li"]).await;
    let (here, there) = (bank.live(|_| ()).await, bank.live(|_| ()).await);
    let phone = Phone::new(&here, "li").await;
    for server in [&here, &there] {
        assert!(is(&server.opens(&phone.access).await, OPEN));
    }
    promote(&bank, StaffId(named("li"))).await;
    for server in [&here, &there] {
        server.wait_for(&phone.access, (401, "TOKEN_EXPIRED")).await;
    }
    let phone = phone.refreshed(&here).await;
    let query = "{ viewer { staff { roles } permissions } }";
    let told = there.send(Some(&phone.access), query, json!({})).await;
    let permissions = &told.body["data"]["viewer"]["permissions"];
    let promoted = [
        "CUSTOMER_WRITE",
        "PII_REVEAL",
        "ASSIGNMENT_WRITE",
        "INTERACTION_WRITE",
        "FOLLOW_UP_WRITE",
        "DATA_ISSUE_CONFIRM",
        "DATA_ISSUE_REJECT",
        "CUSTOMER_MERGE",
        "SEARCH",
    ];
    assert_eq!(permissions, &json!(promoted));
}

/// What giving a role does, in one transaction.
async fn promote(bank: &Bank, staff_id: StaffId) {
    let role = staff_role::Model { staff_id, role: Role::TeamLead };
    role.into_active_model().insert(&bank.rows).await.unwrap();
    staff::Entity::update_many()
        .col_expr(staff::Column::RightsVersion, Expr::value(2))
        .filter(staff::Column::Id.eq(staff_id))
        .exec(&bank.rows)
        .await
        .unwrap();
    let change = outbox::ActiveModel {
        seq: NotSet,
        noun: Set(Noun::Staff),
        row_id: Set(staff_id.0),
        operation: Set(Operation::Update),
        customer_id: Set(None),
        home_unit_id: Set(None),
        staff_id: Set(Some(staff_id)),
        revision: Set(2),
        payload: Set(r#"{"v":1}"#.into()),
    };
    outbox::Entity::insert(change).exec_without_returning(&bank.rows).await.unwrap();
}
