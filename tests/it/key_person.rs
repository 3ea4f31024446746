//! People who count at a customer: added, changed, removed, and seen by whoever sees the customer.

use crate::support::{Answer, Bank, Staff, named, noon, on_both, staff_id};
use entity::{
    audit_entry,
    id::{CustomerId, KeyPersonId},
    key_person,
    outbox::{Noun, Operation},
};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

on_both! {
    added_as_a_whole
    the_most_influential_come_first
    changed_and_removed
    stale_version_gets_the_current_row
    foreign_ones_answer_like_those_that_never_existed
    refused_input_leaves_nothing
    a_taken_id_is_a_duplicate
    the_mobile_number_is_revealed_like_a_customers
}

const ADD: &str = "mutation Add($input: KeyPersonAddInput!) { keyPersonAdd(input: $input) {
    clientMutationId userErrors { code path }
    keyPerson { id version name title influence isDecisionMaker note mobile { masked revealable } } } }";
const UPDATE: &str =
    "mutation Update($input: KeyPersonUpdateInput!) { keyPersonUpdate(input: $input) {
    userErrors { code path ... on ConflictError { current { id version } } }
    keyPerson { version name title influence mobile { masked } } } }";
const REMOVE: &str =
    "mutation Remove($input: KeyPersonRemoveInput!) { keyPersonRemove(input: $input) {
    userErrors { code path } removedId } }";

async fn fill(bank: &Bank) {
    bank.customer("huang", "north-1", 1).await;
    bank.assign("li", "huang", None).await;
}

fn id(name: &str) -> String {
    KeyPersonId(named(name)).to_string()
}

fn person(key: &str, name: &str, influence: i32) -> Value {
    json!({ "clientMutationId": key, "customerId": CustomerId(named("huang")).to_string(),
        "id": id(key), "name": name, "influence": influence, "isDecisionMaker": false })
}

async fn add(staff: &Staff<'_>, input: Value) -> Value {
    let answer = staff.query_with(ADD, json!({ "input": input })).await;
    answer.data()["keyPersonAdd"].clone()
}

async fn update(staff: &Staff<'_>, input: Value) -> Answer {
    staff.query_with(UPDATE, json!({ "input": input })).await
}

async fn remove(staff: &Staff<'_>, key: &str, version: i32) -> Value {
    let input = json!({ "clientMutationId": format!("{key}/r"), "id": id(key),
        "expectedVersion": version });
    let answer = staff.query_with(REMOVE, json!({ "input": input })).await;
    answer.data()["keyPersonRemove"].clone()
}

async fn names(staff: &Staff<'_>) -> Value {
    let query = format!(
        "{{ customer(id: \"{}\") {{ keyPersons(first: 9) {{ nodes {{ name }} }} }} }}",
        CustomerId(named("huang"))
    );
    let answer = staff.query(&query).await.data();
    let nodes = answer["customer"]["keyPersons"]["nodes"].as_array().unwrap();
    nodes.iter().map(|node| node["name"].clone()).collect()
}

async fn added_as_a_whole(bank: Bank) {
    fill(&bank).await;
    let instance = bank.instance().await;
    let li = bank.rm("li").through(&instance.server);
    let mut input = person("k1", " Gu Fang ", 4);
    input["title"] = json!("Chief accountant");
    input["isDecisionMaker"] = json!(true);
    input["mobile"] = json!("138-1234 5678");
    input["note"] = json!("Prefers\nmornings");

    let answer = add(&li, input.clone()).await;

    let whole = json!({ "id": id("k1"), "version": 1, "name": "Gu Fang", "title": "Chief accountant",
        "influence": 4, "isDecisionMaker": true, "note": "Prefers\nmornings",
        "mobile": { "masked": "138******78", "revealable": true } });
    assert_eq!(answer, json!({ "clientMutationId": "k1", "userErrors": [], "keyPerson": whole }));
    assert_eq!(add(&li, input).await, answer, "a repeat has no second effect");
    assert_eq!(key_person::Entity::find().count(&bank.rows).await.unwrap(), 1);

    instance.sequencer.sequence().await.unwrap();
    let log = bank.log(0).await;
    let [row] = &log[..] else { panic!("{log:?}") };
    assert_eq!((row.noun, row.operation, row.revision), (Noun::KeyPerson, Operation::Create, 1));
    assert_eq!((row.row_id, row.customer_id), (named("k1"), Some(CustomerId(named("huang")))));
    assert!(!row.payload.contains("138"), "{}", row.payload);
    let entries = audit_entry::Entity::find().all(&bank.rows).await.unwrap();
    let [entry] = &entries[..] else { panic!("{entries:?}") };
    assert_eq!((entry.action.as_str(), entry.actor_id), ("keyPersonAdd", Some(staff_id("li"))));
    assert_eq!(entry.fields, "name,title,influence,isDecisionMaker,mobile,note");
}

async fn the_most_influential_come_first(bank: Bank) {
    fill(&bank).await;
    let li = bank.rm("li");
    for (key, influence) in [("a", 2), ("b", 5), ("c", 2), ("d", 5), ("e", 1)] {
        add(&li, person(key, key, influence)).await;
    }
    let page = "query Page($id: ID!, $after: String) { customer(id: $id) {
        keyPersons(first: 2, after: $after) { nodes { name } totalCount { value }
            pageInfo { hasNextPage endCursor } } } }";
    let (mut after, mut seen) = (Value::Null, Vec::new());
    loop {
        let huang = CustomerId(named("huang")).to_string();
        let answer = li.query_with(page, json!({ "id": huang, "after": after })).await;
        let list = answer.data()["customer"]["keyPersons"].clone();
        assert_eq!(list["totalCount"]["value"], 5);
        seen.extend(list["nodes"].as_array().unwrap().iter().map(|node| node["name"].clone()));
        after = list["pageInfo"]["endCursor"].clone();
        if list["pageInfo"]["hasNextPage"] == json!(false) {
            break;
        }
    }
    assert_eq!(seen, ["b", "d", "a", "c", "e"]);
}

async fn changed_and_removed(bank: Bank) {
    fill(&bank).await;
    let li = bank.rm("li");
    let mut input = person("k1", "Gu Fang", 4);
    input["mobile"] = json!("13812345678");
    add(&li, input).await;

    let change = json!({ "clientMutationId": "u1", "id": id("k1"), "expectedVersion": 1,
        "title": "Owner", "influence": 5, "mobile": "" });
    let answer = update(&li, change).await.data();
    let row = json!({ "version": 2, "name": "Gu Fang", "title": "Owner", "influence": 5,
        "mobile": null });
    assert_eq!(answer["keyPersonUpdate"], json!({ "userErrors": [], "keyPerson": row }));

    let node = format!("{{ node(id: \"{}\") {{ id }} }}", id("k1"));
    assert_eq!(bank.manager().query(&node).await.data()["node"]["id"], json!(id("k1")));
    let removed = json!({ "userErrors": [], "removedId": id("k1") });
    assert_eq!(remove(&bank.staff("lead"), "k1", 2).await, removed);
    assert_eq!(
        (names(&li).await, li.query(&node).await.data()["node"].clone()),
        (json!([]), Value::Null)
    );
    let gone = key_person::Entity::find().one(&bank.rows).await.unwrap().unwrap();
    assert_eq!((gone.deleted_at, gone.version), (Some(noon(15)), 3));
    // The same once more is a repeat; with another key there is nobody.
    assert_eq!(remove(&bank.staff("lead"), "k1", 2).await, removed);
    let again = json!({ "clientMutationId": "other", "id": id("k1"), "expectedVersion": 3 });
    let answer = li.query_with(REMOVE, json!({ "input": again })).await.data();
    let missing = json!([{ "code": "NOT_FOUND", "path": ["input", "id"] }]);
    assert_eq!(answer["keyPersonRemove"]["userErrors"], missing);
}

async fn stale_version_gets_the_current_row(bank: Bank) {
    fill(&bank).await;
    let li = bank.rm("li");
    add(&li, person("k1", "Gu Fang", 4)).await;
    let change = |key: &str| json!({ "clientMutationId": key, "id": id("k1"), "expectedVersion": 1, "influence": 5 });
    update(&li, change("u1")).await;
    let answer = update(&bank.manager(), change("u2")).await.data();
    let stale = json!([{ "code": "STALE_VERSION", "path": ["input", "expectedVersion"],
        "current": { "id": id("k1"), "version": 2 } }]);
    assert_eq!(answer["keyPersonUpdate"], json!({ "userErrors": stale, "keyPerson": null }));
}

async fn foreign_ones_answer_like_those_that_never_existed(bank: Bank) {
    fill(&bank).await;
    add(&bank.rm("li"), person("k1", "Gu Fang", 4)).await;
    let change = |name: &str| json!({ "clientMutationId": "u1", "id": id(name), "expectedVersion": 1, "influence": 9 });
    let foreign = update(&bank.rm("wang"), change("k1")).await;
    let never = update(&bank.rm("wang"), change("k2")).await;
    assert_eq!(foreign.text(), never.text());
    assert_eq!(foreign.statements, never.statements);
    let missing = json!([{ "code": "NOT_FOUND", "path": ["input", "id"] }]);
    assert_eq!(foreign.data()["keyPersonUpdate"]["userErrors"], missing);
    let added = add(&bank.rm("wang"), person("k3", "Gu", 4)).await;
    let missing = json!([{ "code": "NOT_FOUND", "path": ["input", "customerId"] }]);
    assert_eq!(added["userErrors"], missing);
    for who in ["leader", "analyst", "admin", "auditor"] {
        let input = json!({ "input": person("k4", "Gu", 4) });
        let answer = bank.staff(who).query_with(ADD, input).await.body();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{who}");
    }
}

async fn refused_input_leaves_nothing(bank: Bank) {
    fill(&bank).await;
    let long = "x".repeat(501);
    for (field, value, code) in [
        ("name", json!(" "), "REQUIRED"),
        ("name", json!("a\nb"), "INVALID"),
        ("title", json!(long), "TOO_LONG"),
        ("influence", json!(0), "INVALID"),
        ("influence", json!(6), "INVALID"),
        ("mobile", json!("no number"), "INVALID"),
        ("mobile", json!("123"), "INVALID"),
        ("note", json!(long), "TOO_LONG"),
    ] {
        let mut input = person("k1", "Gu Fang", 4);
        input[field] = value;
        let answer = add(&bank.rm("li"), input).await;
        assert_eq!(answer["userErrors"], json!([{ "code": code, "path": ["input", field] }]));
    }
    assert_eq!(bank.left().await, (0, 0));
    assert_eq!(key_person::Entity::find().count(&bank.rows).await.unwrap(), 0);
}

async fn a_taken_id_is_a_duplicate(bank: Bank) {
    fill(&bank).await;
    add(&bank.rm("li"), person("k1", "Gu Fang", 4)).await;
    let mut other = person("k1", "Somebody else", 1);
    other["clientMutationId"] = json!("k2");
    let answer = add(&bank.rm("li"), other).await;
    assert_eq!(answer["userErrors"], json!([{ "code": "DUPLICATE", "path": ["input", "id"] }]));
    assert_eq!(names(&bank.rm("li")).await, json!(["Gu Fang"]));
}

async fn the_mobile_number_is_revealed_like_a_customers(bank: Bank) {
    fill(&bank).await;
    let mut input = person("k1", "Gu Fang", 4);
    input["mobile"] = json!("13812345678");
    add(&bank.rm("li"), input).await;
    let reveal = async |staff: Staff<'_>, field: &str| {
        let document = "mutation Reveal($input: CustomerRevealInput!) {
            customerReveal(input: $input) { userErrors { code } value } }";
        let input = json!({ "id": id("k1"), "field": field, "purpose": "CONTACT_CUSTOMER" });
        let answer = staff.query_with(document, json!({ "input": input })).await;
        answer.data()["customerReveal"].clone()
    };
    let refused = |code: &str| json!({ "userErrors": [{ "code": code }], "value": null });
    let shown = json!({ "userErrors": [], "value": "13812345678" });
    assert_eq!(reveal(bank.rm("li"), "MOBILE").await, shown);
    assert_eq!(reveal(bank.rm("li"), "ID_NUMBER").await, refused("INVALID"));
    assert_eq!(reveal(bank.rm("wang"), "MOBILE").await, refused("NOT_FOUND"));
    let entries = audit_entry::Entity::find().all(&bank.rows).await.unwrap();
    let entry = entries.iter().find(|entry| entry.action == "customerReveal").unwrap();
    assert_eq!((entry.subject_noun.as_str(), entry.subject_id), ("key_person", Some(named("k1"))));
}
