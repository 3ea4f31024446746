//! Who may do what: every root field of the schema asked by every role, as one table.
//!
//! A new root field fails here until it has a case; what the case then answers stands in the
//! snapshot, which is reviewed like code.

use crate::{
    directive::permission,
    support::{Bank, Http, Told, day, named, on_both, session_of, staff_id},
};
use api::graphql::schema;
use entity::{
    assignment::{self, AssignmentRole},
    id::{
        AssignmentId, CustomerId, FollowUpId, HoldingId, InteractionId, MovementId, OrgUnitId,
        ProductId, StaffId,
    },
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fmt::Write};
use uuid::Uuid;

on_both! { everybody_and_everything }

/// Who asks: what they are, and what they are called. Nobody comes last.
const ROLES: [(&str, &str); 9] = [
    ("RM (assigned)", "li"),
    ("RM (not assigned)", "wang"),
    ("TEAM_LEAD", "lead"),
    ("MANAGER (above)", "boss"),
    ("MANAGER (elsewhere)", "chief"),
    ("LEADER", "leader"),
    ("HQ_ANALYST", "analyst"),
    ("HQ_ADMIN", "admin"),
    ("AUDITOR", "auditor"),
];

/// An operation: its root field, what tells it from others of that field, its text.
struct Case {
    root: &'static str,
    of: &'static str,
    document: String,
}

fn read(root: &'static str, of: &'static str, field: &str) -> Case {
    Case { root, of, document: format!("{{ answer: {field} }}") }
}

fn write(root: &'static str, of: &'static str, selection: &str) -> Case {
    let name: String = root[..1].to_uppercase() + &root[1..];
    let document = format!(
        "mutation Case($input: {name}Input!) {{ answer: {root}(input: $input) {{ \
         userErrors {{ code }} {selection} }} }}"
    );
    Case { root, of, document }
}

fn cases() -> Vec<Case> {
    let huang = CustomerId(named("huang"));
    let node = |of, id: String| read("node", of, &format!("node(id: \"{id}\") {{ id }}"));
    let nodes = [huang.to_string(), HoldingId(named("huang/0")).to_string()];
    let names = "(first: 9) { nodes { name } }";
    let mut cases = vec![
        read("viewer", "", "viewer { staff { name } }"),
        Case {
            root: "viewer",
            of: "book",
            document: format!("{{ viewer {{ answer: book{names} }} }}"),
        },
        read("customers", "", &format!("customers{names}")),
        read("customer", "", &format!("customer(id: \"{huang}\") {{ name }}")),
        read("products", "", &format!("products{names}")),
        read("orgUnit", "", &format!("orgUnit(id: \"{}\") {{ id }}", OrgUnitId(named("south")))),
        read("staff", "", &format!("staff(id: \"{}\") {{ id }}", StaffId(named("sui")))),
        read(
            "search",
            "customers",
            "search(text: \"huang\", types: [CUSTOMER], first: 9) { nodes { id } }",
        ),
        read("search", "staff", "search(text: \"sui\", types: [STAFF], first: 9) { nodes { id } }"),
        read("apiInfo", "", "apiInfo { version }"),
        read("sync", "", "sync(first: 9, scopes: [CUSTOMERS]) { nodes: changes { id } }"),
        Case {
            root: "syncPush",
            of: "of a contact",
            document: "mutation Case($input: SyncPushInput!) { answer: syncPush(input: $input) {
                results { status } } }"
                .into(),
        },
        node("customer", huang.to_string()),
        node("holding", HoldingId(named("huang/0")).to_string()),
        node("movement", MovementId(named("huang/m")).to_string()),
        node("assignment", AssignmentId(named("huang/a")).to_string()),
        node("interaction", InteractionId(named("huang/i")).to_string()),
        node("follow-up", FollowUpId(named("huang/f")).to_string()),
        node("product", ProductId(named("DEP")).to_string()),
        node("unit", OrgUnitId(named("south")).to_string()),
        node("staff", StaffId(named("sui")).to_string()),
        node("session of li", session_of("li").to_string()),
        read("nodes", "", &format!("nodes(ids: {nodes:?}) {{ id }}")),
    ];
    cases.extend([
        write("customerUpdate", "", "customer { name }"),
        write("customerReveal", "for contact", "value"),
        write("customerReveal", "for the audit", "value"),
        write("assignmentChange", "", "assignment { id }"),
        write("interactionPlan", "", "interaction { id }"),
        write("interactionRecord", "", "interaction { id }"),
        write("interactionAmend", "of li", "interaction { id }"),
        write("interactionCancel", "of li", "interaction { id }"),
        write("interactionMemoWrite", "of li", "interaction { memo }"),
        write("followUpCreate", "", "followUp { id }"),
        write("followUpUpdate", "of li", "followUp { id }"),
        write("sessionEnd", "of li", "session { id }"),
        write("sessionSignOut", "", ""),
        write("sessionSignIn", "wrong password", "accessToken"),
        write("sessionRefresh", "no token", "accessToken"),
    ]);
    cases
}

/// The input of a write, for whoever asks.
async fn input(bank: &Bank, case: &Case, who: &str) -> Value {
    let id = CustomerId(named("huang")).to_string();
    let (key, version) = (Uuid::now_v7().to_string(), bank.row("huang").await.version);
    let purpose = if case.of == "for the audit" { "AUDIT" } else { "CONTACT_CUSTOMER" };
    match case.root {
        "customerUpdate" => json!({ "clientMutationId": key, "id": id,
            "expectedVersion": version, "name": who }),
        "customerReveal" => json!({ "id": id, "field": "MOBILE", "purpose": purpose,
            "note": "asked for" }),
        "assignmentChange" => json!({ "clientMutationId": key, "customerId": id,
            "expectedVersion": version, "role": "CO_RM", "reason": "more hands",
            "staffId": staff_id("both").to_string() }),
        "interactionPlan" => json!({ "clientMutationId": key, "customerId": id,
            "channel": "VISIT", "direction": "OUTBOUND", "plannedAt": "2026-01-20T02:00:00Z" }),
        "syncPush" => json!({ "ops": [{ "interactionRecord": { "clientMutationId": key,
            "customerId": id, "channel": "VISIT", "direction": "OUTBOUND", "outcome": "NO_ANSWER",
            "startedAt": "2026-01-15T02:00:00Z" } }] }),
        "interactionRecord" => json!({ "clientMutationId": key, "customerId": id,
            "channel": "VISIT", "direction": "OUTBOUND", "startedAt": "2026-01-15T02:00:00Z",
            "outcome": "NO_ANSWER" }),
        "interactionAmend" | "interactionCancel" => json!({ "clientMutationId": key,
            "id": InteractionId(named("huang/i")).to_string(), "expectedVersion": 1 }),
        "interactionMemoWrite" => json!({ "clientMutationId": key, "expectedVersion": 0,
            "id": InteractionId(named("huang/i")).to_string(), "memo": "m" }),
        "followUpCreate" => json!({ "clientMutationId": key, "customerId": id, "kind": "CALL",
            "title": "t", "dueAt": "2026-01-20T02:00:00Z" }),
        "followUpUpdate" => json!({ "clientMutationId": key, "expectedVersion": 1,
            "id": FollowUpId(named("huang/f")).to_string(), "priority": "HIGH" }),
        "sessionEnd" => json!({ "clientMutationId": key, "id": session_of("li").to_string() }),
        "sessionSignIn" => json!({ "employeeNo": format!("E-{who}"), "password": "wrong",
            "device": "a phone", "app": "ios/1.0" }),
        _ => json!({}),
    }
}

async fn fill(bank: &Bank) {
    bank.customer("huang", "north-1", 100).await;
    bank.identify("huang", "13812345678", "110101199001011234").await;
    bank.assign_by("huang/a", AssignmentRole::Lead, "li", "huang").await;
    bank.holdings("huang", &["DEP"]).await;
    bank.movement("huang", 0, day(14), 100).await;
    bank.name_movement("huang", "huang/m").await;
    bank.session("li").await;
    bank.contacts("huang", "li").await;
    bank.searchable().await;
}

async fn everybody_and_everything(bank: Bank) {
    fill(&bank).await;
    let http = bank.http().await;
    let cases = cases();
    complete(&cases).await;
    let mut told = Vec::new();
    let mut table = String::new();
    write!(table, "{:32}", "").unwrap();
    for (role, _) in ROLES.into_iter().chain([("nobody", "")]) {
        write!(table, "{role:21}").unwrap();
    }
    for case in &cases {
        write!(table, "\n{:32}", format!("{} {}", case.root, case.of).trim_end()).unwrap();
        for (_, who) in ROLES {
            let variables = json!({ "input": input(&bank, case, who).await });
            let answer = bank.staff(who).query_with(&case.document, variables).await;
            let outcome = outcome(&answer.body());
            write!(table, "{outcome:21}").unwrap();
            told.push((case.root, who, outcome));
            // What was added is taken away, so that the next one finds the same.
            assignment::Entity::delete_many()
                .filter(assignment::Column::StaffId.eq(staff_id("both")))
                .exec(&bank.rows)
                .await
                .unwrap();
            bank.session("li").await;
            bank.contacts("huang", "li").await;
        }
        write!(table, "{}", outcome(&anonymous(&bank, &http, case).await)).unwrap();
    }
    let table: Vec<_> = table.lines().map(str::trim_end).collect();
    insta::assert_snapshot!("matrix", table.join("\n"));
    for (_, who) in ROLES {
        let viewer = bank.staff(who).query("{ viewer { permissions } }").await.data();
        as_told(who, &viewer["viewer"]["permissions"], &told);
    }
}

/// `@auth` is true: without the permission all is forbidden, with it, or where none is needed,
/// something is not.
fn as_told(who: &str, permissions: &Value, told: &[(&str, &str, String)]) {
    for root in told.iter().map(|(root, ..)| *root).collect::<BTreeSet<_>>() {
        let has = |needed: String| permissions.as_array().unwrap().contains(&json!(needed));
        let mut outcomes = told.iter().filter(|(of, by, _)| *of == root && *by == who);
        let is_forbidden = outcomes.all(|(.., outcome)| outcome == "FORBIDDEN");
        assert_eq!(is_forbidden, !permission(root).is_none_or(has), "{who}: {root}");
    }
}

async fn anonymous(bank: &Bank, http: &Http, case: &Case) -> Value {
    let variables = json!({ "input": input(bank, case, "nobody").await });
    let body = json!({ "query": case.document, "variables": variables }).to_string();
    Told::of(http.post().body(body)).await.body
}

/// Every root field of the schema has a case, and every case is one.
async fn complete(cases: &[Case]) {
    let roots = "{ __schema { queryType { fields { name } } mutationType { fields { name } }
        subscriptionType { fields { name } } } }";
    let answer = schema::build().execute(roots).await.data.into_json().unwrap();
    let known: BTreeSet<_> = ["queryType", "mutationType", "subscriptionType"]
        .iter()
        .flat_map(|ty| answer["__schema"][ty]["fields"].as_array().cloned().unwrap_or_default())
        .map(|field| field["name"].as_str().unwrap().to_owned())
        .collect();
    let tried: BTreeSet<_> = cases.iter().map(|case| case.root.to_owned()).collect();
    assert_eq!(known, tried);
}

/// What came of it, in a word.
fn outcome(body: &Value) -> String {
    if let Some(error) = body["errors"].as_array().and_then(|errors| errors.first()) {
        return error["extensions"]["code"].as_str().unwrap_or("an error without code").to_owned();
    }
    let data = &body["data"];
    let answer = data.get("answer").unwrap_or(&data["viewer"]["answer"]);
    if let Some(errors) = answer["userErrors"].as_array() {
        let code = errors.first().and_then(|error| error["code"].as_str());
        return match code {
            // To this row, by somebody who may do it to others.
            Some("FORBIDDEN") => "FORBIDDEN here".to_owned(),
            code => code.unwrap_or("written").to_owned(),
        };
    }
    if let Some(status) = answer["results"][0]["status"].as_str() {
        return status.to_owned();
    }
    let rows = answer.as_array().or_else(|| answer["nodes"].as_array());
    let is_none = |rows: &Vec<Value>| rows.iter().all(Value::is_null);
    match (answer, rows) {
        (Value::Null, _) => "null".into(),
        (Value::Array(_), Some(rows)) if is_none(rows) => "null".into(),
        (_, Some(rows)) if rows.is_empty() => "empty".into(),
        (_, Some(_)) => "rows".into(),
        _ => "row".into(),
    }
}
