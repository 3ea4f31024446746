//! The operations that clients send all day, each with the number of statements that it may take,
//! however long its pages are.

use crate::support::{Bank, day, named, noon, on_both, planned, to_do};
use api::{
    config::Limits,
    graphql::schema,
    http::guard::{Document, GuardLimits},
};
use async_graphql::Variables;
use entity::{
    assignment::AssignmentRole,
    id::{CustomerId, FollowUpId, InteractionId},
};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

on_both! { statements_do_not_depend_on_the_page counted_cost_is_not_below_the_real_one }

/// Statements of each operation, and the points that its document is counted with as it stands.
const BUDGET: [(&str, usize, u64); 7] = [
    ("MyBook", 1, 3),
    ("Customer360", 9, 14),
    ("BookDeep", 4, 17),
    ("LogInteraction", 15, 15),
    ("Search", 3, 11),
    ("Agenda", 10, 17),
    ("Timeline", 8, 9),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("operations")
}

fn operation(name: &str) -> String {
    std::fs::read_to_string(folder().join(format!("{name}.graphql"))).unwrap()
}

/// Sixty customers of `li`'s, the first of whom holds as many things.
async fn fill(bank: &Bank) {
    for number in 0..60 {
        let name = format!("cu{number:02}");
        bank.customer(&name, "north-1", 60 - number).await;
        bank.assign_as(AssignmentRole::Lead, "li", &name, None).await;
        let holdings: &[&str] = if number == 0 { &["DEP"; 60] } else { &["DEP", "FND", "LOA"] };
        bank.holdings(&name, holdings).await;
    }
    bank.movement("cu00", 0, day(14), 100).await;
    for number in 0..60 {
        let customer = CustomerId(named("cu00"));
        let id = format!("cu00/{number}");
        bank.add(planned(InteractionId(named(&id)), customer, "li")).await;
        bank.add(to_do(FollowUpId(named(&id)), customer, "li")).await;
    }
    bank.matures("cu00/0", day(20)).await;
    bank.assign_from("wang", "cu00", noon(22)).await;
    bank.searchable().await;
}

fn variables(first: u32) -> Value {
    let id = CustomerId(named("cu00")).to_string();
    // What is logged has nothing to do with the page; another key and time make it another contact.
    let input = json!({ "clientMutationId": first.to_string(), "customerId": id, "channel": "VISIT",
        "direction": "OUTBOUND", "startedAt": format!("2026-01-15T02:{first:02}:00Z"), "outcome": "REACHED",
        "memo": "Son studies abroad", "followUp": { "kind": "CALL", "title": "Call back",
        "dueAt": "2026-01-20T02:00:00Z" } });
    json!({ "id": id, "first": first, "input": input, "text": "cu",
        "from": "2026-01-19T16:00:00Z", "to": "2026-02-19T16:00:00Z" })
}

async fn statements_do_not_depend_on_the_page(bank: Bank) {
    fill(&bank).await;
    let li = bank.rm("li");
    for (name, statements, _) in BUDGET {
        let text = operation(name);
        let five = li.query_with(&text, variables(5)).await;
        let fifty = li.query_with(&text, variables(50)).await;
        assert_eq!(five.statements.len(), statements, "{name}: {:#?}", five.statements);
        assert_eq!(fifty.statements.len(), statements, "{name}");
        for (answer, rows) in [(&five, 5), (&fifty, 50)] {
            let data = answer.data();
            if data.get("interactionRecord").is_some() {
                assert_eq!(data["interactionRecord"]["userErrors"], json!([]));
                continue;
            }
            let places = [
                "/viewer/book/nodes",
                "/customer/holdings/nodes",
                "/customer/timeline/nodes",
                "/viewer/agenda/nodes",
                "/customers/nodes",
                "/search/edges",
            ];
            let page = places.iter().find_map(|place| data.pointer(place)).unwrap();
            assert_eq!(page.as_array().map(Vec::len), Some(rows), "{name}");
        }
    }
}

/// What a document is counted with covers what it then comes to, or limits would limit nothing.
async fn counted_cost_is_not_below_the_real_one(bank: Bank) {
    fill(&bank).await;
    let http = bank.http().await;
    let mut texts: Vec<(String, Value)> =
        BUDGET.iter().map(|(name, ..)| (operation(name), variables(50))).collect();
    texts.extend([
        ("{ customers(first: 9) { nodes { holdings(first: 3) { nodes {
            balances(from: \"2024-12-11\", to: \"2026-01-14\") { on } } } } } }".into(), json!({})),
        ("{ customers(first: 5) { nodes { lead { name } homeUnit { name } profile { __typename }
            numbers { system } totals: holdings(first: 1) { totalCount { value } nodes { movement(window: YEAR)
            { opening { amount } } balance { on } } } } totalCount: pageInfo { hasNextPage } } }"
            .into(), json!({})),
        ("{ viewer { staff { name orgUnit { parent { name } } } sessions { id }
            book(first: 1) { totalCount { value } nodes { name } } } }".into(), json!({})),
        ("{ customers(first: 5) { nodes { standing { aum { amount } } aum(on: \"2026-01-09\") { amount }
            later: aum(on: \"2026-01-10\") { amount } } } }".into(), json!({})),
        ("{ apiInfo { enumLabels { label } } }".into(), json!({})),
    ]);
    for (text, variables) in texts {
        let body = json!({ "query": text, "variables": variables }).to_string();
        let request = http.post().bearer_auth(http.token("li")).body(body);
        let told = crate::support::Told::of(request).await;
        assert_eq!(told.body.get("errors"), None, "{text}");
        let cost = &told.body["extensions"]["cost"];
        assert!(cost["actual"].as_u64() <= cost["requested"].as_u64(), "{cost}: {text}");
    }
}

/// Every operation of the folder has a budget, is valid and costs what the table says.
#[tokio::test]
async fn operations_are_valid_and_affordable() {
    let limits = Limits::default();
    let guard = GuardLimits::new(&limits, false);
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder()).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let (_, _, points) = BUDGET.into_iter().find(|(known, ..)| *known == name).unwrap();
        let text = operation(&name);
        let document = Document::read(&text, &guard).unwrap();
        let operation = document.operation(Some(&name)).unwrap();
        let given = Variables::from_json(variables(20));
        let cost = operation.cost(&given, limits.list_items, limits.cost).unwrap();
        found.push((name.clone(), cost.points(), points));
        assert!(valid(&text).await, "{name}");
    }
    assert_eq!(found.len(), BUDGET.len());
    for (name, points, expected) in &found {
        assert_eq!(points, expected, "{name}: {found:?}");
    }
}

/// Every example in the documents is one that the schema answers.
#[tokio::test]
async fn examples_in_documents_are_valid() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut folders = vec![root.join("docs")];
    let mut pages = vec![root.join("README.md")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                pages.push(path);
            }
        }
    }
    for page in pages {
        let text = std::fs::read_to_string(&page).unwrap();
        for example in text.split("```graphql\n").skip(1) {
            let example = example.split("```").next().unwrap_or_default();
            assert!(valid(example).await, "{}: {example}", page.display());
        }
    }
}

/// Whether the schema takes a document. It is executed without anybody's data: what is valid then
/// fails with a code of ours, what is not with a complaint of the validation, which has none.
async fn valid(text: &str) -> bool {
    let given = Variables::from_json(variables(20));
    let request = async_graphql::Request::new(text).variables(given);
    let response = schema::build().execute(request).await;
    response.errors.iter().all(|error| error.extensions.is_some())
}

#[tokio::test]
async fn an_invalid_document_is_told_from_a_valid_one() {
    assert!(valid("{ customers(first: 1) { nodes { name } } }").await);
    assert!(!valid("{ customers(first: 1) { nodes { nope } } }").await);
}
