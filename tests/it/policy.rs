//! Who may do what: every root field of the schema asked by every role, as one table.
//!
//! A new root field fails here until it has a case; what the case then answers stands in the
//! snapshot, which is reviewed like code.

mod case;
mod input;

use crate::{
    directive::{permission, weight},
    support::{Bank, Http, Told, day, on_both, staff_id},
};
use api::{
    config::{Config, Mode},
    graphql::schema,
};
use entity::assignment::{self, AssignmentRole};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fmt::Write};

use case::{Case, cases};
use input::input;

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

async fn fill(bank: &Bank) {
    bank.customer("huang", "north-1", 100).await;
    bank.identify("huang", "13812345678", "110101199001011234").await;
    bank.assign_by("huang/a", AssignmentRole::Lead, "li", "huang").await;
    bank.holdings("huang", &["DEP"]).await;
    bank.movement("huang", 0, day(14), 100).await;
    bank.name_movement("huang", "huang/m").await;
    bank.session("li").await;
    bank.contacts("huang", "li").await;
    bank.key_person("huang/k", "huang").await;
    bank.preference("huang/q", "huang").await;
    bank.customer("partner", "north-1", 1).await;
    bank.assign_by("partner/a", AssignmentRole::Lead, "li", "partner").await;
    bank.issue("huang/i", "huang", "partner").await;
    bank.searchable().await;
}

async fn everybody_and_everything(bank: Bank) {
    fill(&bank).await;
    let cases = cases();
    // Nobody asks more often here than an address may in a second.
    let open = |config: &mut Config| {
        config.mode = Mode::Development;
        config.limits.anonymous_per_second = 1_000;
    };
    let http = bank.http_with(open).await;
    complete(&cases).await;
    let (mut told, mut dearer) = (Vec::new(), BTreeSet::new());
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
            let (statements, counted) = (answer.statements.len(), weight(case.root));
            if outcome == "written" && statements > counted {
                dearer.insert(format!("{}: {statements}, counted as {counted}", case.root));
            }
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
    assert_eq!(dearer, BTreeSet::new(), "writes that take more than `@cost` says");
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
