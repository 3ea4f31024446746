//! What customers like: the same key again states anew, and sensitive values are for few eyes.

use crate::support::{Bank, Staff, named, noon, on_both};
use entity::{
    assignment::AssignmentRole,
    id::{CustomerId, PreferenceId},
    outbox::{Noun, Operation},
    preference,
};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

on_both! {
    recorded_and_seen_anew
    a_sensitive_value_is_for_few_eyes
    the_last_seen_comes_first
    what_cannot_be_recorded_is_refused
    removed_and_recorded_again
}

const RECORD: &str =
    "mutation Record($input: PreferenceRecordInput!) { preferenceRecord(input: $input) {
    userErrors { code path } preference { id version key value source lastSeenOn isSensitive } } }";
const REMOVE: &str =
    "mutation Remove($input: PreferenceRemoveInput!) { preferenceRemove(input: $input) {
    userErrors { code path } removedId } }";

async fn fill(bank: &Bank) {
    bank.customer("huang", "north-1", 1).await;
    bank.assign_as(AssignmentRole::Lead, "li", "huang", None).await;
    bank.lead("huang", "li").await;
    bank.assign("wang", "huang", None).await;
    bank.assign("both", "huang", None).await;
}

fn id(name: &str) -> String {
    PreferenceId(named(name)).to_string()
}

fn seen(key: &str, about: &str, value: &str, on: &str) -> Value {
    json!({ "clientMutationId": key, "id": id(key), "key": about, "value": value,
        "customerId": CustomerId(named("huang")).to_string(), "source": "visit", "lastSeenOn": on })
}

async fn record(staff: &Staff<'_>, input: Value) -> Value {
    let answer = staff.query_with(RECORD, json!({ "input": input })).await;
    answer.data()["preferenceRecord"].clone()
}

async fn listed(staff: &Staff<'_>) -> Value {
    let query = format!(
        "{{ customer(id: \"{}\") {{ preferences(first: 9) {{ nodes {{ key value source }} }} }} }}",
        CustomerId(named("huang"))
    );
    staff.query(&query).await.data()["customer"]["preferences"]["nodes"].clone()
}

async fn recorded_and_seen_anew(bank: Bank) {
    fill(&bank).await;
    let instance = bank.instance().await;
    let li = bank.rm("li").through(&instance.server);

    let first = record(&li, seen("k1", " tea ", "green", "2026-01-05")).await;
    let tea = |version: i32, value: &str, on: &str| {
        json!({ "userErrors": [], "preference": { "id": id("k1"), "version": version,
            "key": "tea", "value": value, "source": "visit", "lastSeenOn": on,
            "isSensitive": false } })
    };
    assert_eq!(first, tea(1, "green", "2026-01-05"));
    let again = record(&bank.rm("wang"), seen("k2", "tea", "black", "2026-01-12")).await;
    assert_eq!(again, tea(2, "black", "2026-01-12"));
    // A repeat shows the row as it is now.
    let repeat = record(&li, seen("k1", " tea ", "green", "2026-01-05")).await;
    assert_eq!(repeat, again);
    assert_eq!(preference::Entity::find().count(&bank.rows).await.unwrap(), 1);

    instance.sequencer.sequence().await.unwrap();
    let log = bank.log(0).await;
    let told: Vec<_> = log
        .iter()
        .filter(|row| row.noun == Noun::Preference)
        .map(|row| (row.noun, row.operation, row.revision))
        .collect();
    let [new, anew] = [(Operation::Create, 1), (Operation::Update, 2)]
        .map(|(operation, revision)| (Noun::Preference, operation, revision));
    assert_eq!(told, [new, anew]);
    let node = format!("{{ node(id: \"{}\") {{ ... on Preference {{ value }} }} }}", id("k1"));
    assert_eq!(bank.manager().query(&node).await.data()["node"]["value"], "black");
    assert_eq!(bank.rm("sui").query(&node).await.data()["node"], Value::Null);
}

async fn a_sensitive_value_is_for_few_eyes(bank: Bank) {
    fill(&bank).await;
    let mut input = seen("k1", "health", "diabetic", "2026-01-05");
    input["isSensitive"] = json!(true);
    record(&bank.rm("wang"), input).await;
    let open = json!([{ "key": "health", "value": "diabetic", "source": "visit" }]);
    let shut = json!([{ "key": "health", "value": null, "source": null }]);
    // The author, the LEAD, those above.
    for who in ["wang", "li", "lead", "boss", "both"] {
        assert_eq!(listed(&bank.staff(who)).await, open, "{who}");
    }
    assert_eq!(listed(&bank.auditor()).await, shut);
    bank.assign("zhou", "huang", None).await;
    assert_eq!(listed(&bank.rm("zhou")).await, shut);
}

async fn the_last_seen_comes_first(bank: Bank) {
    fill(&bank).await;
    for (key, on) in [("a", "2026-01-02"), ("b", "2026-01-09"), ("c", "2026-01-02")] {
        record(&bank.rm("li"), seen(key, key, "v", on)).await;
    }
    let page = "query Page($id: ID!, $after: String) { customer(id: $id) {
        preferences(first: 1, after: $after) { nodes { key } totalCount { value }
            pageInfo { endCursor } } } }";
    let (mut after, mut keys) = (Value::Null, Vec::new());
    for _ in 0..3 {
        let huang = CustomerId(named("huang")).to_string();
        let answer = bank.rm("li").query_with(page, json!({ "id": huang, "after": after })).await;
        let list = answer.data()["customer"]["preferences"].clone();
        assert_eq!(list["totalCount"]["value"], 3);
        keys.push(list["nodes"][0]["key"].clone());
        after = list["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(keys, ["b", "a", "c"]);
}

async fn what_cannot_be_recorded_is_refused(bank: Bank) {
    fill(&bank).await;
    record(&bank.rm("li"), seen("k1", "tea", "green", "2026-01-05")).await;
    let left = bank.left().await;
    for (input, code, field) in [
        (seen("k2", " ", "v", "2026-01-05"), "REQUIRED", "key"),
        (seen("k2", "seat", "", "2026-01-05"), "REQUIRED", "value"),
        (seen("k2", "seat", "v", "2026-01-16"), "INVALID", "lastSeenOn"),
        (seen("k2", "tea", "black", "2026-01-04"), "RULE_VIOLATED", "lastSeenOn"),
        (seen("k1", "seat", "v", "2026-01-05"), "IDEMPOTENCY_MISMATCH", "clientMutationId"),
    ] {
        let answer = record(&bank.rm("li"), input).await;
        assert_eq!(answer["userErrors"], json!([{ "code": code, "path": ["input", field] }]));
    }
    let foreign = record(&bank.rm("sui"), seen("k2", "tea", "black", "2026-01-12")).await;
    let missing = json!([{ "code": "NOT_FOUND", "path": ["input", "customerId"] }]);
    assert_eq!(foreign["userErrors"], missing);
    assert_eq!(bank.left().await, left);
}

async fn removed_and_recorded_again(bank: Bank) {
    fill(&bank).await;
    record(&bank.rm("li"), seen("k1", "tea", "green", "2026-01-05")).await;
    let remove = async |version: i32| {
        let input = json!({ "clientMutationId": version.to_string(), "id": id("k1"),
            "expectedVersion": version });
        let answer = bank.rm("wang").query_with(REMOVE, json!({ "input": input })).await;
        answer.data()["preferenceRemove"].clone()
    };
    let stale = json!([{ "code": "STALE_VERSION", "path": ["input", "expectedVersion"] }]);
    assert_eq!(remove(7).await["userErrors"], stale);
    assert_eq!(remove(1).await, json!({ "userErrors": [], "removedId": id("k1") }));
    assert_eq!(listed(&bank.rm("li")).await, json!([]));
    let row = preference::Entity::find().one(&bank.rows).await.unwrap().unwrap();
    assert_eq!((row.deleted_at, row.version), (Some(noon(15)), 2));
    record(&bank.rm("li"), seen("k3", "tea", "white", "2026-01-02")).await;
    assert_eq!(listed(&bank.rm("li")).await[0]["value"], "white");
}
