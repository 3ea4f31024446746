//! What contacts are counted for: by when the next one is due, and which customers a filter finds.

use super::{AMEND, change, fill, payload, record, visit, with};
use crate::support::{Answer, Bank, named, on_both};
use entity::{customer_standing, id::CustomerId, outbox::Noun};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

on_both! { a_contact_counts_once_it_reached customers_are_found_by_their_contacts }

async fn a_contact_counts_once_it_reached(bank: Bank) {
    fill(&bank).await;
    let li = bank.rm("li");
    let tried = json!({ "outcome": "NO_ANSWER", "channel": "PHONE" });
    let answer = record(&li, with(visit("k1"), &tried)).await;
    let standing = |answer: &Answer| payload(answer)["customer"]["standing"].clone();
    assert_eq!(standing(&answer)["lastContactAt"], Value::Null);

    let call = json!({ "channel": "PHONE", "startedAt": "2026-01-15T03:00:00Z" });
    let answer = record(&li, with(visit("k2"), &call)).await;
    // T0: every 180 days a visit, every 90 a contact; nobody has visited yet.
    assert_eq!(
        standing(&answer),
        json!({ "lastContactAt": "2026-01-15T03:00:00Z",
        "lastVisitAt": null, "nextVisitDueOn": "2026-07-13", "nextTouchDueOn": "2026-04-15" })
    );
    let answer = record(&li, visit("k3")).await;
    assert_eq!(
        standing(&answer),
        json!({ "lastContactAt": "2026-01-15T03:00:00Z",
        "lastVisitAt": "2026-01-15T01:00:00Z", "nextVisitDueOn": "2026-07-14",
        "nextTouchDueOn": "2026-04-15" })
    );

    // An amendment counts anew.
    let id = payload(&answer)["interaction"]["id"].as_str().unwrap().to_owned();
    change(&li, AMEND, &id, 1, &json!({ "outcome": "NO_ANSWER" })).await;
    let row = customer_standing::Entity::find_by_id(CustomerId(named("huang")));
    let row = row.one(&bank.rows).await.unwrap().unwrap();
    assert_eq!(row.last_visit_at, chrono::DateTime::UNIX_EPOCH);
    // Each change that clients sort by is told once.
    bank.instance().await.sequencer.sequence().await.unwrap();
    let log = bank.log(0).await;
    let told = log.iter().filter(|row| row.noun == Noun::CustomerStanding).count();
    assert_eq!((told, row.revision), (3, 4));
}

async fn customers_are_found_by_their_contacts(bank: Bank) {
    fill(&bank).await;
    bank.customer("sun", "north-1", 50).await;
    bank.assign("li", "sun", None).await;
    record(&bank.rm("li"), visit("k1")).await;
    for (filter, found) in [
        ("interactions: { some: { channel: VISIT } }", json!([{ "name": "huang" }])),
        ("interactions: { some: { channel: [PHONE, VISIT], outcome: NO_ANSWER } }", json!([])),
        ("interactions: { none: { since: \"2026-01-15T00:00:00Z\" } }", json!([{ "name": "sun" }])),
        ("touchDueBefore: \"2026-04-15\"", json!([{ "name": "sun" }])),
    ] {
        let document =
            format!("{{ customers(first: 9, filter: {{ {filter} }}) {{ nodes {{ name }} }} }}");
        let answer = bank.rm("li").query(&document).await.data();
        assert_eq!(answer["customers"]["nodes"], found, "{filter}");
    }
    let due = "{ customers(first: 9, orderBy: { field: TOUCH_DUE, direction: ASC }) {
        nodes { name } } }";
    let answer = bank.rm("li").query(due).await.data();
    assert_eq!(answer["customers"]["nodes"], json!([{ "name": "sun" }, { "name": "huang" }]));
}
