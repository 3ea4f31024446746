//! One key, one effect.

use crate::support::{Bank, on_both};
use futures_util::future::join_all;
use serde_json::{Value, json};

on_both! {
    twice
    twenty_at_once
    other_input_is_a_mismatch
    key_of_another_actor_is_another_key
    repeat_is_rendered_as_it_is_now
    key_has_1_to_64_characters
}

async fn bank_of_li(bank: &Bank) {
    bank.customer("huang", "north-1", 1).await;
    bank.assign("li", "huang", None).await;
}

async fn twice(bank: Bank) {
    bank_of_li(&bank).await;

    let first = bank.rm("li").rename("k1", "huang", 1, "Huang Wei").await;
    let again = bank.rm("li").rename("k1", "huang", 1, "Huang Wei").await;

    assert_eq!(first.data()["customerUpdate"]["customer"]["version"], 2);
    assert_eq!(first.text(), again.text());
    assert_eq!(bank.row("huang").await.version, 2);
    assert_eq!(bank.left().await, (1, 1));
}

async fn twenty_at_once(bank: Bank) {
    bank_of_li(&bank).await;
    let li = bank.rm("li");

    let twins = (0..20).map(|_| li.rename("k1", "huang", 1, "Huang Wei"));
    let answers = join_all(twins).await;

    let first = answers[0].text();
    assert_eq!(answers[0].data()["customerUpdate"]["customer"]["version"], 2);
    assert!(answers.iter().all(|answer| answer.text() == first));
    assert_eq!(bank.row("huang").await.revision, 2);
    assert_eq!(bank.left().await, (1, 1));
}

async fn other_input_is_a_mismatch(bank: Bank) {
    bank_of_li(&bank).await;
    bank.rm("li").rename("k1", "huang", 1, "Huang Wei").await;

    for (version, name) in [(1, "Huang W."), (2, "Huang Wei")] {
        let answer = bank.rm("li").rename("k1", "huang", version, name).await;
        let payload = answer.data()["customerUpdate"].clone();
        assert_eq!(payload["userErrors"][0]["code"], "IDEMPOTENCY_MISMATCH");
        assert_eq!(payload["userErrors"][0]["path"], json!(["input", "clientMutationId"]));
        assert_eq!(payload["customer"], Value::Null);
    }
    assert_eq!(bank.row("huang").await.version, 2);
    assert_eq!(bank.left().await, (1, 1));
}

async fn key_of_another_actor_is_another_key(bank: Bank) {
    bank_of_li(&bank).await;
    bank.rm("li").rename("k1", "huang", 1, "Huang Wei").await;

    let answer = bank.manager().rename("k1", "huang", 2, "Huang W.").await;

    assert_eq!(answer.data()["customerUpdate"]["customer"]["version"], 3);
    assert_eq!(bank.left().await, (2, 2));
}

async fn repeat_is_rendered_as_it_is_now(bank: Bank) {
    bank_of_li(&bank).await;
    bank.rm("li").rename("k1", "huang", 1, "Huang Wei").await;
    bank.rm("li").rename("k2", "huang", 2, "Huang W.").await;

    let again = bank.rm("li").rename("k1", "huang", 1, "Huang Wei").await;

    let payload = again.data()["customerUpdate"].clone();
    assert_eq!(payload["userErrors"], json!([]));
    assert_eq!(payload["customer"]["name"], "Huang W.");
    assert_eq!(again.statements.len(), 3, "key, what it did, and the answer's");
}

async fn key_has_1_to_64_characters(bank: Bank) {
    bank_of_li(&bank).await;
    for key in [String::new(), "k".repeat(65)] {
        let answer = bank.rm("li").rename(&key, "huang", 1, "Huang Wei").await;
        assert_eq!(answer.body()["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
        assert_eq!(answer.statements.len(), 0);
    }
    let answer = bank.rm("li").rename(&"键".repeat(64), "huang", 1, "Huang Wei").await;
    assert_eq!(answer.data()["customerUpdate"]["customer"]["version"], 2);
}
