//! What becomes of what a phone has written without a network.

use crate::support::{Bank, Staff, named, on_both};
use entity::{
    assignment::AssignmentRole,
    id::{CustomerId, FollowUpId, InteractionId},
    interaction,
};
use futures_util::future::join_all;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

on_both! {
    each_write_has_its_own_outcome
    an_envelope_sent_again_is_harmless
    twenty_at_once_and_the_mutation_are_one_interaction
    other_fields_are_merged
    what_was_written_meanwhile_is_not_overwritten
    an_envelope_has_1_to_250_writes
}

const PUSH: &str = "mutation Push($input: SyncPushInput!) { syncPush(input: $input) { results {
    clientMutationId status node { id ... on Customer { name version } }
    userErrors { code path ... on ConflictError { current { id version } } } } } }";

async fn fill(bank: &Bank) {
    bank.customer("huang", "north-1", 100).await;
    bank.assign_by("huang/a", AssignmentRole::Lead, "li", "huang").await;
    bank.lead("huang", "li").await;
}

async fn push(staff: &Staff<'_>, ops: &Value) -> Value {
    let answer = staff.query_with(PUSH, json!({ "input": { "ops": ops } })).await;
    answer.data()["syncPush"]["results"].clone()
}

fn visit(key: &str, id: &str, customer: &str) -> Value {
    json!({ "interactionRecord": { "clientMutationId": key, "channel": "VISIT",
        "id": InteractionId(named(id)).to_string(), "direction": "OUTBOUND",
        "customerId": CustomerId(named(customer)).to_string(), "outcome": "REACHED",
        "startedAt": "2026-01-15T02:00:00Z" } })
}

fn update(key: &str, version: i32, more: &Value) -> Value {
    let mut input = json!({ "clientMutationId": key, "expectedVersion": version,
        "id": CustomerId(named("huang")).to_string() });
    for (name, value) in more.as_object().unwrap() {
        input[name] = value.clone();
    }
    json!({ "customerUpdate": input })
}

fn statuses(results: &Value) -> Vec<&str> {
    results.as_array().unwrap().iter().map(|one| one["status"].as_str().unwrap()).collect()
}

async fn each_write_has_its_own_outcome(bank: Bank) {
    fill(&bank).await;
    let id = FollowUpId(named("call")).to_string();
    let ops = json!([
        visit("k1", "first", "huang"),
        visit("k2", "second", "nobody"),
        { "followUpCreate": { "clientMutationId": "k3", "id": id, "kind": "CALL",
            "customerId": CustomerId(named("huang")).to_string(), "title": "Call back",
            "dueAt": "2026-01-16T02:00:00Z" } },
        { "followUpUpdate": { "clientMutationId": "k4", "id": id, "expectedVersion": 1,
            "state": "DONE" } },
        { "followUpUpdate": { "clientMutationId": "k5", "id": "cus_x", "expectedVersion": 1 } },
        visit("k6", "first", "huang"),
        { "interactionMemoWrite": { "clientMutationId": "k7", "expectedVersion": 0, "memo": "m",
            "id": InteractionId(named("first")).to_string() } },
    ]);
    let results = push(&bank.rm("li"), &ops).await;
    let applied = ["APPLIED", "REJECTED", "APPLIED", "APPLIED", "REJECTED", "REJECTED", "APPLIED"];
    assert_eq!(statuses(&results), applied);
    let codes: Vec<_> = results.as_array().unwrap().iter().map(|one| &one["userErrors"]).collect();
    assert_eq!(codes[1][0]["code"], "NOT_FOUND");
    assert_eq!(codes[4][0]["code"], "INVALID");
    assert_eq!(codes[5][0]["code"], "DUPLICATE");
    assert_eq!(results[3]["node"]["id"], id);
    assert_eq!(results[1]["node"], Value::Null);
    // Who may write nothing is told so of each write.
    let results = push(&bank.auditor(), &json!([visit("k1", "third", "huang")])).await;
    assert_eq!(results[0]["userErrors"][0]["code"], "FORBIDDEN");
}

async fn an_envelope_sent_again_is_harmless(bank: Bank) {
    fill(&bank).await;
    let name = json!({ "name": "Huang Wei" });
    let ops = json!([visit("k1", "first", "huang"), update("k2", 1, &name)]);
    let first = push(&bank.rm("li"), &ops).await;
    assert_eq!(statuses(&first), ["APPLIED", "APPLIED"]);
    let again = push(&bank.rm("li"), &ops).await;
    assert_eq!(statuses(&again), ["DUPLICATE", "DUPLICATE"]);
    assert_eq!(again[1]["node"], first[1]["node"]);
    assert_eq!(interaction::Entity::find().count(&bank.rows).await.unwrap(), 1);
}

async fn twenty_at_once_and_the_mutation_are_one_interaction(bank: Bank) {
    fill(&bank).await;
    let li = bank.rm("li");
    let op = visit("k1", "first", "huang");
    let record = "mutation Record($input: InteractionRecordInput!) {
        interactionRecord(input: $input) { userErrors { code } interaction { id } } }";
    let input = op["interactionRecord"].clone();
    let ops = json!([op]);
    let envelopes = join_all((0..10).map(|_| push(&li, &ops)));
    let records =
        join_all((0..10).map(|_| li.query_with(record, json!({ "input": input.clone() }))));
    let (pushed, recorded) = Box::pin(async { tokio::join!(envelopes, records) }).await;
    for answer in recorded {
        assert_eq!(answer.data()["interactionRecord"]["interaction"]["id"], input["id"]);
    }
    let applied = pushed.iter().filter(|results| results[0]["status"] == "APPLIED").count();
    assert!(applied <= 1);
    assert!(pushed.iter().all(|results| results[0]["node"]["id"] == input["id"]));
    assert_eq!(interaction::Entity::find().count(&bank.rows).await.unwrap(), 1);
}

async fn other_fields_are_merged(bank: Bank) {
    fill(&bank).await;
    bank.manager().rename("k0", "huang", 1, "Huang Wei").await;
    let mine = update("k1", 1, &json!({ "relationType": "HIGH_END" }));
    let results = push(&bank.rm("li"), &json!([mine.clone()])).await;
    assert_eq!(statuses(&results), ["MERGED"]);
    let node = json!({ "id": CustomerId(named("huang")).to_string(), "name": "Huang Wei",
        "version": 3 });
    assert_eq!(results[0]["node"], node);
    // Also where the other change is in the log already, and sent again it is a repeat.
    bank.instance().await.sequencer.sequence().await.unwrap();
    assert_eq!(statuses(&push(&bank.rm("li"), &json!([mine])).await), ["DUPLICATE"]);
    let work = update("k2", 1, &json!({ "occupation": "Doctor" }));
    assert_eq!(statuses(&push(&bank.rm("li"), &json!([work])).await), ["MERGED"]);
    assert_eq!(bank.row("huang").await.version, 4);
}

async fn what_was_written_meanwhile_is_not_overwritten(bank: Bank) {
    fill(&bank).await;
    bank.manager().rename("k0", "huang", 1, "Huang Wei").await;
    let mine = update("k1", 1, &json!({ "name": "Huang W.", "relationType": "HIGH_END" }));
    let results = push(&bank.rm("li"), &json!([mine])).await;
    assert_eq!(statuses(&results), ["REJECTED"]);
    let error = &results[0]["userErrors"][0];
    assert_eq!(
        (&error["code"], &error["current"]["version"]),
        (&json!("STALE_VERSION"), &json!(2))
    );
    assert_eq!(bank.row("huang").await.name, "Huang Wei");
    // Where the log does not reach back, nobody knows what the other change was.
    entity::outbox::Entity::delete_many().exec(&bank.rows).await.unwrap();
    let mine = update("k2", 1, &json!({ "relationType": "HIGH_END" }));
    assert_eq!(statuses(&push(&bank.rm("li"), &json!([mine])).await), ["REJECTED"]);
}

async fn an_envelope_has_1_to_250_writes(bank: Bank) {
    fill(&bank).await;
    for ops in [json!([]), json!(vec![visit("k1", "first", "huang"); 251])] {
        let answer = bank.rm("li").query_with(PUSH, json!({ "input": { "ops": ops } })).await;
        let message = &answer.response.errors[0].message;
        assert!(message.contains("1 to 250"), "{message}");
    }
    let ops: Vec<_> =
        (0..250).map(|n| visit(&format!("k{n}"), &format!("v{n}"), "huang")).collect();
    let results = push(&bank.rm("li"), &json!(ops)).await;
    assert!(statuses(&results).iter().all(|status| *status == "APPLIED"));
    assert_eq!(interaction::Entity::find().count(&bank.rows).await.unwrap(), 250);
}
