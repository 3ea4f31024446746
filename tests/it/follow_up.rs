//! What is to be done: made, given, changed, done; reminders; one's own list.

use crate::support::{Answer, Bank, named, noon, on_both, staff_id};
use api::service::follow_up::remind;
use chrono::TimeDelta;
use entity::{
    assignment::AssignmentRole,
    follow_up,
    id::{CustomerId, FollowUpId, HoldingId},
    outbox::Noun,
};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use uuid::Uuid;

on_both! {
    a_follow_up_is_made_and_done
    it_goes_to_who_looks_after_the_customer
    work_of_ones_own_is_seen_by_nobody_else
    who_may_not_change_it_is_told_so
    states_go_one_way
    reminders_come_once
    ones_own_list_goes_by_what_is_due
}

const CREATE: &str = "mutation Create($input: FollowUpCreateInput!) {
    followUpCreate(input: $input) { clientMutationId userErrors { code path }
    followUp { id version kind title state priority isOverdue dueAt remindAt result closedAt origin
        originId assignee { name } author { name } customer { name } holding { product { code } }
        allowedActions } } }";

const UPDATE: &str = "mutation Update($input: FollowUpUpdateInput!) {
    followUpUpdate(input: $input) {
    userErrors { code path ... on ConflictError { current { version } } }
    followUp { version title state dueAt result closedAt assignee { name } allowedActions } } }";

async fn fill(bank: &Bank) {
    bank.customer("huang", "north-1", 100).await;
    bank.assign_by("huang/a", AssignmentRole::Lead, "li", "huang").await;
    bank.lead("huang", "li").await;
    bank.assign("wang", "huang", None).await;
    bank.holdings("huang", &["DEP"]).await;
}

async fn create(bank: &Bank, who: &str, more: &Value) -> Answer {
    let mut input = json!({ "clientMutationId": Uuid::now_v7().to_string(), "kind": "CALL",
        "customerId": CustomerId(named("huang")).to_string(), "title": "Call back",
        "dueAt": "2026-01-16T02:00:00Z" });
    for (name, value) in more.as_object().unwrap() {
        input[name] = value.clone();
    }
    bank.staff(who).query_with(CREATE, json!({ "input": input })).await
}

fn made(answer: &Answer) -> Value {
    let payload = answer.data()["followUpCreate"].clone();
    assert_eq!(payload["userErrors"], json!([]));
    payload["followUp"].clone()
}

async fn update(bank: &Bank, who: &str, id: &Value, version: i32, more: &Value) -> Value {
    let mut input = json!({ "clientMutationId": Uuid::now_v7().to_string(), "id": id,
        "expectedVersion": version });
    for (name, value) in more.as_object().unwrap() {
        input[name] = value.clone();
    }
    let answer = bank.staff(who).query_with(UPDATE, json!({ "input": input })).await;
    answer.data()["followUpUpdate"].clone()
}

async fn a_follow_up_is_made_and_done(bank: Bank) {
    fill(&bank).await;
    let id = FollowUpId(named("call")).to_string();
    let more = json!({ "id": id, "clientMutationId": "k1", "priority": "HIGH",
        "holdingId": HoldingId(named("huang/0")).to_string(),
        "remindAt": "2026-01-16T01:00:00Z" });
    let answer = create(&bank, "li", &more).await;
    insta::assert_json_snapshot!("follow_up", answer.data());
    assert_eq!(create(&bank, "li", &more).await.text(), answer.text());
    assert_eq!(follow_up::Entity::find().count(&bank.rows).await.unwrap(), 1);

    bank.clock.pass(TimeDelta::days(2));
    let late = bank
        .rm("li")
        .query(&format!(
            "{{ node(id: \"{id}\") {{ ... on FollowUp {{
        isOverdue }} }} }}"
        ))
        .await;
    assert_eq!(late.data()["node"]["isOverdue"], true);
    let id = json!(id);
    let done = update(&bank, "li", &id, 1, &json!({ "state": "DONE", "result": "Stays" })).await;
    assert_eq!(
        done["followUp"],
        json!({ "version": 2, "title": "Call back", "state": "DONE",
        "dueAt": "2026-01-16T02:00:00Z", "result": "Stays", "closedAt": "2026-01-17T12:00:00Z",
        "assignee": { "name": "li" }, "allowedActions": [] })
    );
    let again = update(&bank, "li", &id, 1, &json!({ "title": "x" })).await;
    assert_eq!(again["userErrors"][0]["code"], "STALE_VERSION");
    assert_eq!(again["userErrors"][0]["current"]["version"], 2);
}

async fn it_goes_to_who_looks_after_the_customer(bank: Bank) {
    fill(&bank).await;
    let to = |name: &str| json!({ "assigneeId": staff_id(name).to_string() });
    assert_eq!(made(&create(&bank, "boss", &to("wang")).await)["assignee"]["name"], "wang");
    assert_eq!(made(&create(&bank, "li", &to("wang")).await)["assignee"]["name"], "wang");
    for (who, name) in [("li", "zhou"), ("boss", "zhou"), ("li", "boss")] {
        let refused = create(&bank, who, &to(name)).await.data();
        let error = &refused["followUpCreate"]["userErrors"][0];
        assert_eq!(error["code"], "RULE_VIOLATED", "{who} {name}");
    }
    let elsewhere = json!({ "holdingId": HoldingId(named("none")).to_string() });
    let refused = create(&bank, "li", &elsewhere).await.data();
    assert_eq!(refused["followUpCreate"]["userErrors"][0]["code"], "NOT_FOUND");
    let foreign = create(&bank, "zhou", &json!({ "clientMutationId": "k" })).await.text();
    let none = json!({ "clientMutationId": "k",
        "customerId": CustomerId(named("none")).to_string() });
    assert_eq!(create(&bank, "zhou", &none).await.text(), foreign);
}

async fn work_of_ones_own_is_seen_by_nobody_else(bank: Bank) {
    fill(&bank).await;
    let own = json!({ "customerId": null, "title": "Weekly entry", "kind": "OTHER" });
    let id = made(&create(&bank, "li", &own).await)["id"].as_str().unwrap().to_owned();
    let given = json!({ "customerId": null, "title": "Tidy up", "kind": "OTHER",
        "assigneeId": staff_id("li").to_string() });
    made(&create(&bank, "boss", &given).await);
    let refused = create(&bank, "wang", &given).await.data();
    assert_eq!(refused["followUpCreate"]["userErrors"][0]["code"], "RULE_VIOLATED");
    let node = format!("{{ node(id: \"{id}\") {{ id }} }}");
    assert_eq!(bank.rm("li").query(&node).await.data()["node"]["id"], id);
    for who in ["wang", "lead", "boss", "auditor"] {
        assert_eq!(bank.staff(who).query(&node).await.data()["node"], Value::Null, "{who}");
    }
}

async fn who_may_not_change_it_is_told_so(bank: Bank) {
    fill(&bank).await;
    let id = made(&create(&bank, "li", &json!({})).await)["id"].clone();
    let other = json!({ "title": "x" });
    let refused = update(&bank, "wang", &id, 1, &other).await;
    assert_eq!(refused["userErrors"][0]["code"], "FORBIDDEN");
    let given = json!({ "assigneeId": staff_id("wang").to_string() });
    let changed = update(&bank, "lead", &id, 1, &given).await;
    assert_eq!(changed["followUp"]["assignee"]["name"], "wang");
    assert_eq!(update(&bank, "wang", &id, 2, &other).await["followUp"]["title"], "x");
    let foreign = update(&bank, "zhou", &id, 3, &other).await;
    let none = json!(FollowUpId(named("none")).to_string());
    assert_eq!(update(&bank, "zhou", &none, 3, &other).await, foreign);
}

async fn states_go_one_way(bank: Bank) {
    fill(&bank).await;
    let id = made(&create(&bank, "li", &json!({})).await)["id"].clone();
    let to = |state: &str| json!({ "state": state });
    assert_eq!(update(&bank, "li", &id, 1, &to("DOING")).await["followUp"]["state"], "DOING");
    let reopened = update(&bank, "li", &id, 2, &to("TODO")).await;
    assert_eq!(reopened["userErrors"][0]["code"], "RULE_VIOLATED");
    let cancelled = update(&bank, "li", &id, 2, &to("CANCELLED")).await;
    assert_eq!(cancelled["followUp"]["state"], "CANCELLED");
    for more in [to("DOING"), json!({ "title": "x" })] {
        let closed = update(&bank, "li", &id, 3, &more).await;
        assert_eq!(closed["userErrors"][0]["code"], "RULE_VIOLATED");
    }
}

async fn reminders_come_once(bank: Bank) {
    fill(&bank).await;
    let at = |time: &str| json!({ "remindAt": time });
    let id = made(&create(&bank, "li", &at("2026-01-15T13:00:00Z")).await)["id"].clone();
    made(&create(&bank, "li", &at("2026-01-16T13:00:00Z")).await);
    assert_eq!(remind(&bank.staff("li").op()).await.unwrap(), 0);
    bank.clock.pass(TimeDelta::hours(1));
    assert_eq!(remind(&bank.staff("li").op()).await.unwrap(), 1);
    assert_eq!(remind(&bank.staff("li").op()).await.unwrap(), 0);
    bank.instance().await.sequencer.sequence().await.unwrap();
    let told = bank.log(0).await;
    let last = told.last().unwrap();
    assert_eq!((last.noun, last.staff_id), (Noun::FollowUp, Some(staff_id("li"))));
    assert_eq!((told.len(), last.revision), (3, 2));
    // Another time is another reminder, and no version was lost to the job.
    let later = update(&bank, "li", &id, 1, &at("2026-01-15T14:00:00Z")).await;
    assert_eq!(later["followUp"]["version"], 2);
    bank.clock.pass(TimeDelta::hours(1));
    assert_eq!(remind(&bank.staff("li").op()).await.unwrap(), 1);
}

async fn ones_own_list_goes_by_what_is_due(bank: Bank) {
    fill(&bank).await;
    for (title, due) in [("c", noon(20)), ("a", noon(10)), ("b", noon(15)), ("d", noon(21))] {
        made(&create(&bank, "li", &json!({ "title": title, "dueAt": due.to_rfc3339() })).await);
    }
    let given = json!({ "assigneeId": staff_id("wang").to_string() });
    made(&create(&bank, "li", &given).await);
    let page = "query Own($after: String) { viewer { followUps(first: 3, after: $after,
        filter: { state: [TODO, DOING] }) { totalCount { value } nodes { title }
        pageInfo { hasNextPage hasPreviousPage endCursor } } } }";
    let first = bank.rm("li").query_with(page, json!({})).await.data();
    let first = &first["viewer"]["followUps"];
    assert_eq!(first["nodes"], json!([{ "title": "a" }, { "title": "b" }, { "title": "c" }]));
    assert_eq!(first["totalCount"]["value"], 4);
    let after = json!({ "after": first["pageInfo"]["endCursor"] });
    let rest = bank.rm("li").query_with(page, after).await.data();
    assert_eq!(rest["viewer"]["followUps"]["nodes"], json!([{ "title": "d" }]));
    let of_customer = "{ customers(first: 1) { nodes { followUps(first: 9, filter: {
        dueBefore: \"2026-01-15T12:00:01Z\" }) { nodes { title } } } } }";
    let below = bank.rm("li").query(of_customer).await.data();
    let below = &below["customers"]["nodes"][0]["followUps"]["nodes"];
    assert_eq!(*below, json!([{ "title": "a" }, { "title": "b" }]));
}
