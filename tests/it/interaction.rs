//! Contacts: planned, recorded, amended, cancelled; by whom, and until when.

mod cadence;
mod cover;

use crate::support::{Answer, Bank, Staff, named, on_both, staff_id};
use entity::{
    assignment::AssignmentRole,
    id::{CustomerId, InteractionId},
    interaction,
};
use futures_util::future::join_all;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use uuid::Uuid;

on_both! {
    a_record_is_read_as_it_was_told
    one_id_and_key_are_one_interaction
    a_taken_id_is_a_duplicate
    a_plan_becomes_a_record_or_is_taken_back
    what_cannot_be_taken_is_refused
    only_the_author_amends
}

const RECORD: &str = "mutation Record($input: InteractionRecordInput!) {
    interactionRecord(input: $input) { clientMutationId userErrors { code path }
    interaction { id version channel direction plannedAt startedAt endedAt place goal
        maintenanceForm outcome summary memo memoVersion memoIsConfidential competitors rateAsked
        nextStep allowedActions author { name } participants { name } customer { name } }
    followUp { title kind state origin originId assignee { name } customer { name } }
    customer { name standing { lastContactAt lastVisitAt nextVisitDueOn nextTouchDueOn } } } }";

const PLAN: &str = "mutation Plan($input: InteractionPlanInput!) {
    interactionPlan(input: $input) { userErrors { code path }
    interaction { id version plannedAt outcome allowedActions } } }";

const AMEND: &str = "mutation Amend($input: InteractionAmendInput!) {
    interactionAmend(input: $input) {
    userErrors { code path ... on ConflictError { current { version } } }
    interaction { version plannedAt startedAt outcome summary goal } } }";

const CANCEL: &str = "mutation Cancel($input: InteractionCancelInput!) {
    interactionCancel(input: $input) { userErrors { code path }
    interaction { version outcome allowedActions } } }";

async fn fill(bank: &Bank) {
    bank.customer("huang", "north-1", 100).await;
    bank.assign_by("huang/a", AssignmentRole::Lead, "li", "huang").await;
    bank.lead("huang", "li").await;
}

fn visit(key: &str) -> Value {
    json!({ "clientMutationId": key, "customerId": CustomerId(named("huang")).to_string(),
        "channel": "VISIT", "direction": "OUTBOUND", "startedAt": "2026-01-15T09:00:00+08:00",
        "outcome": "REACHED" })
}

fn with(mut input: Value, more: &Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        input[name] = value.clone();
    }
    input
}

async fn record(staff: &Staff<'_>, input: Value) -> Answer {
    staff.query_with(RECORD, json!({ "input": input })).await
}

/// What a write answered, by the name of its root.
fn payload(answer: &Answer) -> Value {
    answer.data().as_object().unwrap().values().next().unwrap().clone()
}

fn code(answer: &Answer) -> (Value, Value) {
    let errors = payload(answer)["userErrors"].clone();
    assert_eq!(errors.as_array().unwrap().len(), 1, "{errors}");
    (errors[0]["code"].clone(), errors[0]["path"][1].clone())
}

async fn count(bank: &Bank) -> u64 {
    interaction::Entity::find().count(&bank.rows).await.unwrap()
}

async fn a_record_is_read_as_it_was_told(bank: Bank) {
    fill(&bank).await;
    let id = InteractionId(named("visit"));
    let more = json!({ "id": id.to_string(), "endedAt": "2026-01-15T02:00:00Z",
        "participantIds": [staff_id("wang").to_string(), staff_id("li").to_string()],
        "place": " At home ", "goal": "Renew 200,000 by Friday", "maintenanceForm": "PSYCHOLOGICAL",
        "summary": "Wants more", "memo": "Son studies abroad", "competitors": ["CMB", "CMB", "ICBC"],
        "rateAsked": "0.0325", "nextStep": "Send an offer",
        "followUp": { "kind": "RENEWAL", "title": "Send the offer",
            "dueAt": "2026-01-16T10:00:00Z" } });
    let answer = record(&bank.rm("li"), with(visit("k1"), &more)).await;
    insta::assert_json_snapshot!("record", answer.data());
}

async fn one_id_and_key_are_one_interaction(bank: Bank) {
    fill(&bank).await;
    let li = bank.rm("li");
    let id = json!({ "id": InteractionId(named("visit")).to_string() });
    let twins = (0..20).map(|_| record(&li, with(visit("k1"), &id)));
    let answers = join_all(twins).await;
    let first = answers[0].text();
    assert!(answers.iter().all(|answer| answer.text() == first), "{first}");
    assert_eq!(payload(&answers[0])["interaction"]["id"], id["id"]);
    assert_eq!(count(&bank).await, 1);
    // The key alone does it too, where the app mints no id.
    let first = record(&li, visit("k2")).await.text();
    assert_eq!(record(&li, visit("k2")).await.text(), first);
    assert_eq!(count(&bank).await, 2);
}

async fn a_taken_id_is_a_duplicate(bank: Bank) {
    fill(&bank).await;
    let id = json!({ "id": InteractionId(named("visit")).to_string() });
    record(&bank.rm("li"), with(visit("k1"), &id)).await;
    // Also for somebody who sees nothing of it: the one stated exception.
    bank.customer("sun", "north-2", 1).await;
    bank.assign("zhou", "sun", None).await;
    let other = with(
        with(visit("k2"), &id),
        &json!({
        "customerId": CustomerId(named("sun")).to_string() }),
    );
    for answer in [
        record(&bank.rm("li"), with(visit("k2"), &id)).await,
        record(&bank.rm("zhou"), other).await,
    ] {
        assert_eq!(code(&answer), ("DUPLICATE".into(), "id".into()));
    }
    assert_eq!(count(&bank).await, 1);
}

async fn planned(bank: &Bank, who: &str) -> String {
    let input = json!({ "clientMutationId": Uuid::now_v7().to_string(), "channel": "PHONE",
        "customerId": CustomerId(named("huang")).to_string(), "direction": "OUTBOUND",
        "plannedAt": "2026-01-20T02:00:00Z", "goal": "Ask about the deposit" });
    let answer = bank.staff(who).query_with(PLAN, json!({ "input": input })).await;
    let told = payload(&answer)["interaction"].clone();
    assert_eq!(told["outcome"], Value::Null);
    assert_eq!(told["allowedActions"], json!(["AMEND", "CANCEL", "WRITE_MEMO"]));
    told["id"].as_str().unwrap().to_owned()
}

async fn change(staff: &Staff<'_>, document: &str, id: &str, version: i32, more: &Value) -> Answer {
    let input = json!({ "clientMutationId": Uuid::now_v7().to_string(), "id": id,
        "expectedVersion": version });
    staff.query_with(document, json!({ "input": with(input, more) })).await
}

async fn a_plan_becomes_a_record_or_is_taken_back(bank: Bank) {
    fill(&bank).await;
    let li = bank.rm("li");
    let id = planned(&bank, "li").await;
    let moved = json!({ "plannedAt": "2026-01-21T02:00:00Z" });
    let answer = change(&li, AMEND, &id, 1, &moved).await;
    assert_eq!(payload(&answer)["interaction"]["plannedAt"], "2026-01-21T02:00:00Z");
    let answer = change(&li, AMEND, &id, 1, &moved).await;
    assert_eq!(payload(&answer)["userErrors"][0]["current"]["version"], 2);
    // An outcome needs a beginning, and a beginning an outcome.
    let answer = change(&li, AMEND, &id, 2, &json!({ "outcome": "REACHED" })).await;
    assert_eq!(code(&answer), ("REQUIRED".into(), "startedAt".into()));
    let began = json!({ "startedAt": "2026-01-15T10:00:00Z" });
    let answer = change(&li, AMEND, &id, 2, &began).await;
    assert_eq!(code(&answer), ("REQUIRED".into(), "outcome".into()));
    let held = with(began, &json!({ "outcome": "REACHED", "summary": "Stays", "goal": "" }));
    let answer = change(&li, AMEND, &id, 2, &held).await;
    let told = payload(&answer)["interaction"].clone();
    assert_eq!((&told["version"], &told["summary"]), (&json!(3), &json!("Stays")));
    assert_eq!(told["goal"], Value::Null);
    for (document, more) in [(CANCEL, json!({})), (AMEND, moved)] {
        let answer = change(&li, document, &id, 3, &more).await;
        assert_eq!(code(&answer), ("RULE_VIOLATED".into(), "id".into()));
    }

    let id = planned(&bank, "li").await;
    let answer = change(&li, CANCEL, &id, 1, &json!({})).await;
    let told = payload(&answer)["interaction"].clone();
    assert_eq!(
        told,
        json!({ "version": 2, "outcome": "CANCELLED",
        "allowedActions": ["AMEND", "WRITE_MEMO"] })
    );
}

async fn what_cannot_be_taken_is_refused(bank: Bank) {
    fill(&bank).await;
    let li = bank.rm("li");
    let long = "长".repeat(4_001);
    for (more, expected, place) in [
        (json!({ "startedAt": "2026-01-15T12:06:00Z" }), "INVALID", "startedAt"),
        (json!({ "endedAt": "2026-01-15T00:30:00Z" }), "INVALID", "endedAt"),
        (json!({ "summary": long }), "TOO_LONG", "summary"),
        (json!({ "memo": long }), "TOO_LONG", "memo"),
        (json!({ "memo": " " }), "REQUIRED", "memo"),
        (json!({ "rateAsked": "1.5" }), "INVALID", "rateAsked"),
        (json!({ "competitors": vec!["x"; 11] }), "TOO_LONG", "competitors"),
        (
            json!({ "participantIds": [staff_id("nobody").to_string()] }),
            "NOT_FOUND",
            "participantIds",
        ),
        (
            json!({ "followUp": { "kind": "CALL", "title": " ", "dueAt": "2026-01-16T10:00:00Z" } }),
            "REQUIRED",
            "title",
        ),
    ] {
        let answer = record(&li, with(visit("k1"), &more)).await;
        assert_eq!(code(&answer), (expected.into(), place.into()), "{more}");
    }
    assert_eq!((count(&bank).await, bank.left().await), (0, (0, 0)), "nothing is left");
}

async fn only_the_author_amends(bank: Bank) {
    fill(&bank).await;
    bank.assign("wang", "huang", None).await;
    let answer = record(&bank.rm("wang"), visit("k1")).await;
    let id = payload(&answer)["interaction"]["id"].as_str().unwrap().to_owned();
    for who in ["li", "lead", "boss"] {
        let answer = change(&bank.staff(who), AMEND, &id, 1, &json!({ "summary": "x" })).await;
        assert_eq!(code(&answer), ("FORBIDDEN".into(), "id".into()), "{who}");
    }
    // What another has planned, the LEAD goes on with.
    let id = planned(&bank, "wang").await;
    let answer = change(&bank.rm("li"), CANCEL, &id, 1, &json!({})).await;
    assert_eq!(payload(&answer)["interaction"]["outcome"], "CANCELLED");
}
