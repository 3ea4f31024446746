//! The memo of an interaction: who reads it, and that nobody else learns of it.

use crate::support::{Answer, Bank, named, on_both};
use entity::{
    assignment::AssignmentRole,
    id::{CustomerId, InteractionId},
    outbox::Noun,
};
use serde_json::{Value, json};

on_both! {
    a_confidential_memo_is_for_few
    an_open_memo_is_for_everybody_who_sees_the_customer
    a_new_memo_moves_no_version_but_its_own
    only_the_author_writes_it
}

const READ: &str = "query Memo($id: ID!) { node(id: $id) { ... on Interaction {
    version summary memo memoVersion memoIsConfidential } } }";

const WRITE: &str = "mutation Memo($input: InteractionMemoWriteInput!) {
    interactionMemoWrite(input: $input) {
    userErrors { code path ... on ConflictError { current { version } } }
    interaction { version memo memoVersion } } }";

/// `wang` has met `huang`, whose LEAD is `li`; `zhou` helps.
async fn met(bank: &Bank, is_confidential: Option<bool>) -> String {
    bank.customer("huang", "north-1", 100).await;
    bank.assign_by("huang/a", AssignmentRole::Lead, "li", "huang").await;
    bank.lead("huang", "li").await;
    bank.assign("wang", "huang", None).await;
    bank.assign("zhou", "huang", None).await;
    let id = InteractionId(named("visit")).to_string();
    let input = json!({ "clientMutationId": "k1", "id": id, "channel": "VISIT",
        "customerId": CustomerId(named("huang")).to_string(), "direction": "OUTBOUND",
        "startedAt": "2026-01-15T01:00:00Z", "outcome": "REACHED", "summary": "Stays",
        "memo": "Is to marry", "memoIsConfidential": is_confidential });
    let record = "mutation Record($input: InteractionRecordInput!) {
        interactionRecord(input: $input) { userErrors { code } } }";
    let answer = bank.rm("wang").query_with(record, json!({ "input": input })).await;
    assert_eq!(answer.data()["interactionRecord"]["userErrors"], json!([]));
    id
}

async fn read(bank: &Bank, who: &str, id: &str) -> Value {
    bank.staff(who).query_with(READ, json!({ "id": id })).await.data()["node"].clone()
}

async fn write(bank: &Bank, who: &str, id: &str, version: i32, text: &str) -> Answer {
    let input = json!({ "clientMutationId": format!("{who}-{version}-{text}"), "id": id,
        "expectedVersion": version, "memo": text });
    bank.staff(who).query_with(WRITE, json!({ "input": input })).await
}

async fn a_confidential_memo_is_for_few(bank: Bank) {
    let id = met(&bank, None).await;
    let whole = json!({ "version": 1, "summary": "Stays", "memo": "Is to marry", "memoVersion": 1,
        "memoIsConfidential": true });
    for who in ["wang", "li", "lead", "boss"] {
        assert_eq!(read(&bank, who, &id).await, whole, "{who}");
    }
    let bare = json!({ "version": 1, "summary": "Stays", "memo": null, "memoVersion": null,
        "memoIsConfidential": null });
    for who in ["zhou", "auditor"] {
        assert_eq!(read(&bank, who, &id).await, bare, "{who}");
    }
    for who in ["chief", "sui", "leader", "analyst", "admin"] {
        assert_eq!(read(&bank, who, &id).await, Value::Null, "{who}");
    }
}

async fn an_open_memo_is_for_everybody_who_sees_the_customer(bank: Bank) {
    let id = met(&bank, Some(false)).await;
    for who in ["wang", "li", "lead", "boss", "zhou", "auditor"] {
        assert_eq!(read(&bank, who, &id).await["memo"], "Is to marry", "{who}");
    }
    assert_eq!(read(&bank, "sui", &id).await, Value::Null);
}

async fn a_new_memo_moves_no_version_but_its_own(bank: Bank) {
    let id = met(&bank, None).await;
    let sequencer = bank.instance().await.sequencer;
    sequencer.sequence().await.unwrap();
    let head = bank.log(0).await.last().unwrap().position;
    let before = read(&bank, "zhou", &id).await;
    let answer = write(&bank, "wang", &id, 1, "Has married").await;
    let told = json!({ "version": 1, "memo": "Has married", "memoVersion": 2 });
    assert_eq!(answer.data()["interactionMemoWrite"]["interaction"], told);
    assert_eq!(read(&bank, "zhou", &id).await, before);
    // What tells of it is a noun of its own, which only its readers are told of.
    sequencer.sequence().await.unwrap();
    let nouns: Vec<_> = bank.log(head).await.iter().map(|row| row.noun).collect();
    assert_eq!(nouns, [Noun::InteractionMemo]);

    let stale = write(&bank, "wang", &id, 1, "Once more").await;
    let stale = &stale.data()["interactionMemoWrite"]["userErrors"][0];
    assert_eq!(stale["code"], "STALE_VERSION");
}

async fn only_the_author_writes_it(bank: Bank) {
    let id = met(&bank, None).await;
    for who in ["li", "zhou", "boss"] {
        let answer = write(&bank, who, &id, 0, "Mine").await;
        assert_eq!(answer.data()["interactionMemoWrite"]["userErrors"][0]["code"], "FORBIDDEN");
    }
    let foreign = write(&bank, "sui", &id, 0, "Mine").await.text();
    let none = InteractionId(named("none")).to_string();
    let input = json!({ "clientMutationId": "sui-0-Mine", "id": none, "expectedVersion": 0,
        "memo": "Mine" });
    let none = bank.rm("sui").query_with(WRITE, json!({ "input": input })).await;
    assert_eq!(none.text(), foreign);
}
