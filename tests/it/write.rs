//! What a write answers, and what it leaves.

use crate::support::{Bank, named, noon, on_both};
use entity::id::CustomerId;
use serde_json::{Value, json};

on_both! {
    written
    stale_version_gets_the_current_row
    foreign_id_answers_like_one_that_never_existed
    refused_input_leaves_nothing
    who_may_change_nothing_is_told_so
    second_of_two_in_one_request_sees_itself
    as_deep_as_it_is_selected
}

async fn huang_of_li(bank: &Bank) {
    bank.customer("huang", "north-1", 1).await;
    bank.assign("li", "huang", None).await;
}

fn refused(key: &str, code: &str, path: &[&str], message: &str) -> Value {
    let error = json!({ "code": code, "message": message, "path": path });
    json!({ "clientMutationId": key, "userErrors": [error], "customer": null })
}

async fn written(bank: Bank) {
    huang_of_li(&bank).await;

    let answer = bank.rm("li").rename("k1", "huang", 1, " Huang Wei ").await;

    let huang = json!({ "id": CustomerId(named("huang")).to_string(),
        "version": 2, "name": "Huang Wei" });
    let payload = json!({ "clientMutationId": "k1", "userErrors": [], "customer": huang });
    assert_eq!(answer.data()["customerUpdate"], payload);
    assert_eq!(
        answer.statements.len(),
        13,
        "key, lock, change, when it was seen, words, four for the file, the standing, audit, \
         outbox, the answer's"
    );
    assert_eq!(bank.left().await, (1, 1));
}

async fn stale_version_gets_the_current_row(bank: Bank) {
    huang_of_li(&bank).await;
    bank.rm("li").rename("k1", "huang", 1, "Huang Wei").await;

    let answer = bank.rm("li").rename("k2", "huang", 1, "Huang W.").await;

    let payload = answer.data()["customerUpdate"].clone();
    let mut conflict = refused(
        "k2",
        "STALE_VERSION",
        &["input", "expectedVersion"],
        "Somebody has changed this in the meantime.",
    );
    let id = CustomerId(named("huang")).to_string();
    conflict["userErrors"][0]["current"] = json!({ "id": id, "version": 2 });
    assert_eq!(payload, conflict);
    assert_eq!(bank.row("huang").await.name, "Huang Wei");
    assert_eq!(bank.left().await, (1, 1), "those of the first");
}

async fn foreign_id_answers_like_one_that_never_existed(bank: Bank) {
    huang_of_li(&bank).await;
    bank.assign("wang", "huang", Some(noon(10))).await;

    let foreign = bank.rm("wang").rename("k1", "huang", 1, "mine").await;
    let never = bank.rm("wang").rename("k1", "never", 1, "mine").await;
    // Neither a wrong version nor a wrong name tells them apart.
    let foreign_wrong = bank.rm("wang").rename("k1", "huang", 9, "").await;

    let missing = refused("k1", "NOT_FOUND", &["input", "id"], "There is no such row.");
    assert_eq!(foreign.data()["customerUpdate"], missing);
    assert_eq!(foreign.text(), never.text());
    assert_eq!(foreign.text(), foreign_wrong.text());
    assert_eq!(foreign.statements, never.statements);
    assert_eq!(foreign.statements.len(), 2, "key, lock");
    assert_eq!(bank.row("huang").await.name, "huang");
    assert_eq!(bank.left().await, (0, 0));
}

async fn refused_input_leaves_nothing(bank: Bank) {
    huang_of_li(&bank).await;
    let long = "x".repeat(201);
    for (name, code, message) in [
        (" ", "REQUIRED", "A customer needs a name."),
        (&long, "TOO_LONG", "A name may have 200 characters."),
        ("a\nb", "INVALID", "A name is one line of text."),
    ] {
        let answer = bank.rm("li").rename("k1", "huang", 1, name).await;
        let payload = refused("k1", code, &["input", "name"], message);
        assert_eq!(answer.data()["customerUpdate"], payload);
        assert_eq!(bank.left().await, (0, 0));
    }
    assert_eq!(bank.row("huang").await.name, "huang");
    // The key is still free, for another input too.
    let answer = bank.rm("li").rename("k1", "huang", 1, "Huang Wei").await;
    assert_eq!(answer.data()["customerUpdate"]["customer"]["version"], 2);
}

async fn who_may_change_nothing_is_told_so(bank: Bank) {
    huang_of_li(&bank).await;
    for staff in [bank.auditor(), bank.staff("leader")] {
        let answer = staff.rename("k1", "huang", 1, "mine").await;
        assert_eq!(answer.body()["data"], Value::Null);
        assert_eq!(answer.body()["errors"][0]["extensions"]["code"], "FORBIDDEN");
        assert_eq!(answer.statements.len(), 0);
    }
}

async fn second_of_two_in_one_request_sees_itself(bank: Bank) {
    huang_of_li(&bank).await;
    let id = CustomerId(named("huang")).to_string();
    let twice = "mutation Twice($a: CustomerUpdateInput!, $b: CustomerUpdateInput!) {
        a: customerUpdate(input: $a) { customer { name } }
        b: customerUpdate(input: $b) { customer { name } } }";
    let input = |key: &str, version: i32| {
        json!({ "clientMutationId": key, "id": id,
        "expectedVersion": version, "name": key })
    };

    let variables = json!({ "a": input("first", 1), "b": input("second", 2) });
    let answer = bank.rm("li").query_with(twice, variables).await;

    let named = |name: &str| json!({ "customer": { "name": name } });
    assert_eq!(answer.data(), json!({ "a": named("first"), "b": named("second") }));
}

async fn as_deep_as_it_is_selected(bank: Bank) {
    huang_of_li(&bank).await;
    bank.holdings("huang", &["DEP", "FND"]).await;
    let id = CustomerId(named("huang")).to_string();
    // Each alone, so that the one does not fetch for the other.
    let written = "customer { ...Holding }";
    let conflict = "userErrors { ... on ConflictError { current { ...Holding } } }";
    let update = async |key: &str, selection: &str| {
        let document = format!(
            "mutation Deep($input: CustomerUpdateInput!) {{
                customerUpdate(input: $input) {{ {selection} }} }}
            fragment Holding on Customer {{ holdings(first: 1) {{ nodes {{ product {{ code }} }} }} }}"
        );
        let input = json!({ "clientMutationId": key, "id": id,
            "expectedVersion": 1, "name": key });
        let answer = bank.rm("li").query_with(&document, json!({ "input": input })).await;
        answer.data()["customerUpdate"].clone()
    };

    let huang = json!({ "holdings": { "nodes": [{ "product": { "code": "DEP" } }] } });
    assert_eq!(update("k1", written).await, json!({ "customer": huang }));
    let conflicts = json!({ "userErrors": [{ "current": huang }] });
    assert_eq!(update("k2", conflict).await, conflicts);
}
