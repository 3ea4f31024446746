//! Customers that are one: merged, and parted again.

use crate::{
    directive::weight,
    support::{Answer, Bank, Staff, day, issue_id, judge, named, noon, of, on_both, staff_id},
};
use api::service::{data_issue::find::find, standing::Tell};
use chrono::TimeDelta;
use entity::{
    audit_entry, customer_standing, data_issue,
    outbox::{Noun, Operation},
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

on_both! {
    merged_as_a_whole
    what_is_below_is_shown_under_the_survivor
    a_merge_takes_a_confirmed_issue_and_both_versions
    parted_again
    no_longer_than_thirty_days
    lists_of_both_go_on_as_one
}

const MERGE: &str = "mutation Merge($input: CustomerMergeInput!) { customerMerge(input: $input) {
    userErrors { code path ... on ConflictError { current { id } } }
    customer { id version standing { aum { amount } } } } }";
const UNMERGE: &str =
    "mutation Unmerge($input: CustomerUnmergeInput!) { customerUnmerge(input: $input) {
    userErrors { code path } customer { version standing { aum { amount } } }
    restored { name standing { aum { amount } } } } }";
async fn merge(staff: &Staff<'_>, key: &str, [one, other]: [i32; 2]) -> Answer {
    let input = json!({ "clientMutationId": key, "survivorId": of("huang"),
        "expectedVersion": one, "mergedId": of("wong"), "mergedExpectedVersion": other,
        "issueId": issue_id() });
    staff.query_with(MERGE, json!({ "input": input })).await
}

async fn merged(bank: &Bank) {
    judge(&bank.rm("li"), "OPEN", "CONFIRM").await.data();
    let answer = merge(&bank.manager(), "m1", [1, 1]).await.data()["customerMerge"].clone();
    assert_eq!(answer["userErrors"], json!([]));
}

async fn unmerge(bank: &Bank, key: &str, version: i32) -> Value {
    let input =
        json!({ "clientMutationId": key, "mergedId": of("wong"), "expectedVersion": version });
    let answer = bank.manager().query_with(UNMERGE, json!({ "input": input })).await;
    assert!(answer.statements.len() <= weight("customerUnmerge"), "{}", answer.statements.len());
    answer.data()["customerUnmerge"].clone()
}

async fn names(staff: &Staff<'_>) -> Value {
    let answer = staff.query("{ customers(first: 9) { nodes { name } } }").await.data();
    let nodes = answer["customers"]["nodes"].as_array().unwrap();
    nodes.iter().map(|node| node["name"].clone()).collect()
}

async fn merged_as_a_whole(bank: Bank) {
    bank.twins().await;
    judge(&bank.rm("zhou"), "OPEN", "CONFIRM").await.data();
    let instance = bank.instance().await;
    instance.sequencer.sequence().await.unwrap();
    let before = bank.log(0).await.last().unwrap().position;
    let boss = bank.manager().through(&instance.server);

    let answer = merge(&boss, "m1", [1, 1]).await;
    assert!(answer.statements.len() <= weight("customerMerge"), "{}", answer.statements.len());
    let answer = answer.data()["customerMerge"].clone();

    let huang = json!({ "id": of("huang"), "version": 2,
        "standing": { "aum": { "amount": "2469.00" } } });
    assert_eq!(answer, json!({ "userErrors": [], "customer": huang }));
    assert_eq!(merge(&boss, "m1", [1, 1]).await.data()["customerMerge"], answer, "a repeat");
    let (huang, wong) = (bank.row("huang").await, bank.row("wong").await);
    assert_eq!((wong.merged_into_id, wong.merged_at), (Some(huang.id), Some(noon(15))));
    assert_eq!((huang.merged_count, wong.merged_count, wong.version), (1, 0, 2));
    // Sums count what they have once: nothing is left at the merged one.
    let left = customer_standing::Entity::find_by_id(wong.id).one(&bank.rows).await.unwrap();
    assert_eq!(left.unwrap().aum_minor, 0);
    assert_eq!(names(&bank.manager()).await, json!(["huang"]));
    assert_eq!(names(&bank.rm("zhou")).await, json!([]));

    instance.sequencer.sequence().await.unwrap();
    let told: Vec<_> = bank
        .log(before)
        .await
        .iter()
        .filter(|row| row.noun == Noun::Customer)
        .map(|row| (row.row_id, row.operation, row.revision))
        .collect();
    let expected = [(wong.id.0, Operation::Delete, 2), (huang.id.0, Operation::Update, 2)];
    assert_eq!(told, expected);
    let entries =
        audit_entry::Entity::find().filter(audit_entry::Column::Action.eq("customerMerge"));
    let entries = entries.all(&bank.rows).await.unwrap();
    assert_eq!(entries.len(), 2);
    assert!(entries.iter().all(|entry| entry.actor_id == Some(staff_id("boss"))));
    let issue = data_issue::Entity::find().one(&bank.rows).await.unwrap().unwrap();
    assert_eq!(issue.merged_id, Some(wong.id));
}

async fn what_is_below_is_shown_under_the_survivor(bank: Bank) {
    bank.twins().await;
    bank.movement("huang", 0, day(10), 100).await;
    bank.movement("wong", 0, day(12), 200).await;
    bank.key_person("p", "wong").await;
    bank.preference("q", "wong").await;
    bank.customer("sun", "north-1", 0).await;
    bank.assign("li", "sun", None).await;
    bank.relation("r", "wong", "sun").await;
    bank.relation("s", "huang", "wong").await;
    bank.number("huang", "core", "1").await;
    bank.number("wong", "credit", "2").await;
    merged(&bank).await;
    let query = format!(
        "{{ customer(id: \"{}\") {{ holdings(first: 9) {{ totalCount {{ value }} nodes {{ id }} }}
            movements(first: 9) {{ nodes {{ amount {{ amount }} }} }} numbers {{ number }}
            keyPersons(first: 9) {{ nodes {{ id name }} }} preferences(first: 9) {{ nodes {{ key }} }}
            relations(first: 9) {{ nodes {{ otherLabel direction }} }}
            coverage(first: 9) {{ nodes {{ staff {{ name }} validTo }} }} }}
            node(id: \"{}\") {{ id }} }}",
        of("huang"),
        entity::id::HoldingId(named("wong/0"))
    );
    let answer = bank.rm("li").query(&query).await.data();
    let huang = &answer["customer"];
    assert_eq!(huang["holdings"]["totalCount"]["value"], 2);
    let amounts = json!([{ "amount": { "amount": "2.00" } }, { "amount": { "amount": "1.00" } }]);
    assert_eq!(huang["movements"]["nodes"], amounts);
    assert_eq!(huang["numbers"], json!([{ "number": "1" }, { "number": "2" }]));
    assert_eq!(huang["keyPersons"]["nodes"][0]["name"], "p");
    assert_eq!(huang["preferences"]["nodes"], json!([{ "key": "q" }]));
    let sun = json!([{ "otherLabel": "sun", "direction": "OUTGOING" }]);
    assert_eq!(huang["relations"]["nodes"], sun, "none to itself");
    // Whoever led the other one did so until the merge.
    let mut coverage = huang["coverage"]["nodes"].as_array().unwrap().clone();
    coverage.sort_by_key(|node| node["staff"]["name"].as_str().unwrap().to_owned());
    let at = |name: &str, to: Value| json!({ "staff": { "name": name }, "validTo": to });
    assert_eq!(coverage, [at("li", Value::Null), at("zhou", json!("2026-01-15T12:00:00Z"))]);
    assert!(!answer["node"].is_null(), "a holding of the merged one");
    // From the other end it leads to the survivor.
    let query = format!(
        "{{ customer(id: \"{}\") {{ relations(first: 9) {{ nodes {{ other {{ name }} }} }} }} }}",
        of("sun")
    );
    let sun = bank.rm("li").query(&query).await.data();
    assert_eq!(sun["customer"]["relations"]["nodes"], json!([{ "other": { "name": "huang" } }]));
    // What is below is changed through the survivor.
    let person = huang["keyPersons"]["nodes"][0]["id"].clone();
    let remove = "mutation Remove($input: KeyPersonRemoveInput!) { keyPersonRemove(input: $input) {
        userErrors { code } } }";
    let input = json!({ "clientMutationId": "r", "id": person, "expectedVersion": 1 });
    let removed = bank.rm("li").query_with(remove, json!({ "input": input })).await.data();
    assert_eq!(removed["keyPersonRemove"]["userErrors"], json!([]));
    // A filter on what they hold looks at both.
    let deposit = "{ customers(first: 9, filter: { holdings: { some: { category: [DEPOSIT] } } })
        { nodes { name } } }";
    let found = bank.rm("li").query(deposit).await.data();
    assert_eq!(found["customers"]["nodes"], json!([{ "name": "huang" }]));
}

async fn a_merge_takes_a_confirmed_issue_and_both_versions(bank: Bank) {
    bank.twins().await;
    let boss = bank.manager();
    let refused = |answer: Answer| answer.data()["customerMerge"]["userErrors"].clone();
    let unconfirmed = json!([{ "code": "STALE_STATE", "path": ["input", "issueId"] }]);
    assert_eq!(refused(merge(&boss, "m1", [1, 1]).await), unconfirmed);
    judge(&boss, "OPEN", "CONFIRM").await.data();
    let stale = |field: &str, customer: &str| {
        json!([{ "code": "STALE_VERSION", "path": ["input", field],
            "current": { "id": of(customer) } }])
    };
    assert_eq!(refused(merge(&boss, "m1", [7, 1]).await), stale("expectedVersion", "huang"));
    assert_eq!(refused(merge(&boss, "m1", [1, 7]).await), stale("mergedExpectedVersion", "wong"));
    // A team lead sees only one of the two.
    let missing = json!([{ "code": "NOT_FOUND", "path": ["input", "mergedId"] }]);
    assert_eq!(refused(merge(&bank.staff("lead"), "m1", [1, 1]).await), missing);
    for who in ["li", "leader", "analyst", "admin", "auditor"] {
        let answer = merge(&bank.staff(who), "m1", [1, 1]).await.body();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{who}");
    }
    assert_eq!(bank.row("wong").await.merged_into_id, None);
}

async fn parted_again(bank: Bank) {
    bank.twins().await;
    merged(&bank).await;
    let amount = |amount: &str| json!({ "aum": { "amount": amount } });
    let whole = json!({ "userErrors": [],
        "customer": { "version": 3, "standing": amount("1234.50") },
        "restored": { "name": "wong", "standing": amount("1234.50") } });
    let stale = json!([{ "code": "STALE_VERSION", "path": ["input", "expectedVersion"] }]);
    assert_eq!(unmerge(&bank, "u0", 1).await["userErrors"], stale);
    assert_eq!(unmerge(&bank, "u1", 2).await, whole);
    assert_eq!(unmerge(&bank, "u1", 2).await["restored"]["name"], "wong", "a repeat");
    assert_eq!(names(&bank.rm("zhou")).await, json!(["wong"]));
    assert_eq!(bank.row("huang").await.merged_count, 0);
    let issue = data_issue::Entity::find().one(&bank.rows).await.unwrap().unwrap();
    assert_eq!(issue.state, data_issue::DataIssueState::Rejected);
    assert_eq!(find(bank.server.writer(), Tell::Changes).await.unwrap(), 0, "not found again");
    let again = unmerge(&bank, "u2", 3).await;
    let not_merged = json!([{ "code": "RULE_VIOLATED", "path": ["input", "mergedId"] }]);
    assert_eq!(again["userErrors"], not_merged);
}

async fn no_longer_than_thirty_days(bank: Bank) {
    bank.twins().await;
    merged(&bank).await;
    bank.clock.pass(TimeDelta::days(30));
    bank.clock.pass(TimeDelta::seconds(1));
    let late = json!([{ "code": "RULE_VIOLATED", "path": ["input", "mergedId"] }]);
    assert_eq!(unmerge(&bank, "u1", 2).await["userErrors"], late);
}

async fn lists_of_both_go_on_as_one(bank: Bank) {
    bank.twins().await;
    for at in 1..=6 {
        let name = if at % 2 == 0 { "huang" } else { "wong" };
        bank.movement(name, 0, day(at), i64::from(at) * 100).await;
    }
    merged(&bank).await;
    let page = "query Page($id: ID!, $after: String) { customer(id: $id) {
        movements(first: 2, after: $after) { totalCount { value }
            nodes { amount { amount } } pageInfo { hasNextPage endCursor } } } }";
    let (mut after, mut seen) = (Value::Null, Vec::new());
    for _ in 0..3 {
        let variables = json!({ "id": of("huang"), "after": after });
        let answer = bank.rm("li").query_with(page, variables).await.data();
        let list = answer["customer"]["movements"].clone();
        assert_eq!(list["totalCount"]["value"], 6);
        let nodes = list["nodes"].as_array().unwrap();
        seen.extend(nodes.iter().map(|node| node["amount"]["amount"].clone()));
        after = list["pageInfo"]["endCursor"].clone();
        assert_eq!(list["pageInfo"]["hasNextPage"], json!(seen.len() < 6));
    }
    assert_eq!(seen, ["6.00", "5.00", "4.00", "3.00", "2.00", "1.00"]);
    assert_eq!(data_issue::Entity::find().count(&bank.rows).await.unwrap(), 1);
}
