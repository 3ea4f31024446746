//! Holdings: balances on a day, as a filled series and over a window; filters to what customers
//! hold, and to what moved.

use crate::support::{Bank, day, named, on_both};
use chrono::NaiveDate;
use entity::{
    holding::{self, HoldingStatus},
    id::{CustomerId, HoldingId},
    movement::{self, MovementKind},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};

on_both! {
    balance_on_a_day_is_the_last_one_told
    series_are_filled_over_gaps
    days_beyond_what_is_known_are_the_clients_error
    windows_open_and_close
    nothing_to_compare_with_has_no_ratio
    books_are_filtered_by_what_is_held
    holdings_are_filtered
    movements_are_filtered
}

async fn huang(bank: &Bank) {
    bank.customer("huang", "north-1", 1).await;
    bank.assign("li", "huang", None).await;
    bank.holdings("huang", &["DEP"]).await;
}

/// What `li` is told of huang's only holding.
async fn told(bank: &Bank, fields: &str) -> Value {
    let id = HoldingId(named("huang/0"));
    let query = format!("{{ node(id: \"{id}\") {{ ... on Holding {{ {fields} }} }} }}");
    bank.rm("li").query(&query).await.data()["node"].clone()
}

async fn balance_on_a_day_is_the_last_one_told(bank: Bank) {
    huang(&bank).await;
    bank.balance("huang", 0, day(5), -700).await;
    bank.balance("huang", 0, day(14), 9_900).await;

    let fields = "before: balance(on: \"2025-12-31\") { amount { amount } }
        first: balance(on: \"2026-01-04\") { amount { amount } }
        overdrawn: balance(on: \"2026-01-05\") { on amount { amount currency display } }
        kept: balance(on: \"2026-01-13\") { amount { amount } }
        now: balance { on amount { amount } }";
    let seen = told(&bank, fields).await;

    let amount = |text: &str| json!({ "amount": { "amount": text } });
    assert_eq!(seen["before"], amount("0.00"));
    assert_eq!(seen["first"], amount("1234.50"));
    assert_eq!(seen["overdrawn"]["on"], "2026-01-05");
    assert_eq!(seen["overdrawn"]["amount"]["amount"], "-7.00");
    assert_eq!(seen["overdrawn"]["amount"]["currency"], "CNY");
    assert_eq!(seen["kept"], amount("-7.00"));
    assert_eq!(seen["now"], json!({ "on": "2026-01-14", "amount": { "amount": "99.00" } }));
}

async fn series_are_filled_over_gaps(bank: Bank) {
    huang(&bank).await;
    bank.balance("huang", 0, day(3), 500).await;
    bank.balance("huang", 0, day(6), 0).await;

    let series = "balances(from: \"2026-01-02\", to: \"2026-01-07\") { on amount { amount } }";
    let seen = told(&bank, series).await;

    let seen: Vec<_> = seen["balances"]
        .as_array()
        .unwrap()
        .iter()
        .map(|balance| {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            (text(&balance["on"]), text(&balance["amount"]["amount"]))
        })
        .collect();
    let expected =
        [(2, "1234.50"), (3, "5.00"), (4, "5.00"), (5, "5.00"), (6, "0.00"), (7, "0.00")]
            .map(|(on, amount)| (day(on).to_string(), amount.to_owned()));
    assert_eq!(seen, expected);
}

async fn days_beyond_what_is_known_are_the_clients_error(bank: Bank) {
    huang(&bank).await;
    let id = HoldingId(named("huang/0"));
    for field in [
        "balance(on: \"2026-01-15\") { on }",
        "balances(from: \"2026-01-01\", to: \"2026-01-15\") { on }",
        "balances(from: \"2026-01-09\", to: \"2026-01-08\") { on }",
        "balances(from: \"2024-12-10\", to: \"2026-01-14\") { on }",
    ] {
        let query = format!("{{ node(id: \"{id}\") {{ ... on Holding {{ {field} }} }} }}");
        let answer = bank.rm("li").query(&query).await.body();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{field}");
    }
    let longest = "balances(from: \"2024-12-11\", to: \"2026-01-14\") { on }";
    let seen = told(&bank, longest).await;
    assert_eq!(seen["balances"].as_array().map(Vec::len), Some(400));
}

async fn windows_open_and_close(bank: Bank) {
    huang(&bank).await;
    bank.balance("huang", 0, day(7), 100_000).await;
    bank.balance("huang", 0, day(10), 150_000).await;
    bank.balance("huang", 0, day(14), 112_000).await;
    // The day at whose close the window opens is not in it; its last day is.
    for (on, minor) in [(7, 9_999), (8, 20_000), (10, 30_000), (13, -5_000), (14, -33_000)] {
        bank.movement("huang", 0, day(on), minor).await;
    }

    let money = "{ amount }";
    let fields = format!("opening {money} closing {money} inflow {money} outflow {money} ratio");
    let seen = told(
        &bank,
        &format!(
            "week: movement(window: WEEK) {{ {fields} }} day: movement(window: DAY) {{ {fields} }}
         year: movement(window: YEAR) {{ ratio }}"
        ),
    )
    .await;

    let movement = |amounts: [&str; 4], ratio: &str| {
        let [opening, closing, inflow, outflow] = amounts.map(|text| json!({ "amount": text }));
        json!({ "opening": opening, "closing": closing, "inflow": inflow, "outflow": outflow,
            "ratio": ratio })
    };
    assert_eq!(seen["week"], movement(["1000.00", "1120.00", "500.00", "380.00"], "0.12"));
    assert_eq!(seen["day"], movement(["1500.00", "1120.00", "0.00", "330.00"], "-0.253333"));
    assert_eq!(seen["year"]["ratio"], Value::Null, "there was nothing a year before");
}

async fn nothing_to_compare_with_has_no_ratio(bank: Bank) {
    huang(&bank).await;
    bank.balance("huang", 0, day(7), 0).await;
    bank.balance("huang", 0, day(14), 100).await;
    let seen = told(&bank, "movement(window: WEEK) { opening { amount } ratio }").await;
    assert_eq!(seen["movement"], json!({ "opening": { "amount": "0.00" }, "ratio": null }));
}

async fn names(bank: &Bank, filter: Value) -> Vec<String> {
    let query = "query Names($filter: CustomerFilterInput) { customers(first: 9, filter: $filter,
        orderBy: { field: NAME, direction: ASC }) { nodes { name } totalCount { value } } }";
    let answer = bank.rm("li").query_with(query, json!({ "filter": filter })).await.data();
    let nodes = answer["customers"]["nodes"].as_array().unwrap();
    assert_eq!(answer["customers"]["totalCount"]["value"], nodes.len());
    nodes.iter().map(|node| node["name"].as_str().unwrap().to_owned()).collect()
}

async fn books_are_filtered_by_what_is_held(bank: Bank) {
    for (name, products) in [
        ("both", &["DEP", "FND"][..]),
        ("deposits", &["DEP", "DEP"]),
        ("fund", &["FND"]),
        ("nothing", &[]),
    ] {
        bank.customer(name, "north-1", 1).await;
        bank.assign("li", name, None).await;
        bank.holdings(name, products).await;
    }
    let deposit = json!({ "category": ["DEPOSIT"] });
    let held = |how: &str| json!({ "holdings": { how: deposit } });

    assert_eq!(names(&bank, held("some")).await, ["both", "deposits"]);
    assert_eq!(names(&bank, held("none")).await, ["fund", "nothing"]);
    assert_eq!(names(&bank, held("every")).await, ["deposits", "nothing"]);
    assert_eq!(names(&bank, json!({ "not": held("some") })).await, ["fund", "nothing"]);
    let funds = json!({ "category": ["FUND"] });
    let all = json!({ "holdings": { "some": deposit, "none": funds } });
    assert_eq!(names(&bank, all).await, ["deposits"]);
    let any = json!({ "or": [held("every"), { "holdings": { "some": funds } }] });
    assert_eq!(names(&bank, any).await, ["both", "deposits", "fund", "nothing"]);
    let two = json!({ "and": [held("some"), { "holdings": { "some": funds } }] });
    assert_eq!(names(&bank, two).await, ["both"]);
    assert_eq!(names(&bank, json!({ "holdings": {} })).await.len(), 4);
}

async fn holdings_are_filtered(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    bank.assign("li", "huang", None).await;
    bank.holdings("huang", &["DEP", "FND", "LOA", "DEP"]).await;
    set(&bank, 1, holding::Column::MaturesOn, Expr::value(day(20))).await;
    set(&bank, 3, holding::Column::Status, Expr::value(HoldingStatus::Closed)).await;
    let ask = async |filter: Value| {
        let query = "query Held($id: ID!, $filter: HoldingFilterInput) { customer(id: $id) {
            holdings(first: 9, filter: $filter) { nodes { product { code } } totalCount { value } } } }";
        let id = CustomerId(named("huang")).to_string();
        let answer = bank.rm("li").query_with(query, json!({ "id": id, "filter": filter })).await;
        let page = answer.data()["customer"]["holdings"].clone();
        let nodes = page["nodes"].as_array().unwrap().clone();
        assert_eq!(page["totalCount"]["value"], nodes.len());
        let code = |node: &Value| node["product"]["code"].as_str().unwrap().to_owned();
        nodes.iter().map(code).collect::<Vec<_>>()
    };

    assert_eq!(ask(json!({})).await, ["DEP", "FND", "LOA", "DEP"]);
    assert_eq!(ask(json!({ "category": ["DEPOSIT", "LOAN"] })).await, ["DEP", "LOA", "DEP"]);
    assert_eq!(ask(json!({ "status": ["CLOSED"] })).await, ["DEP"]);
    assert_eq!(ask(json!({ "status": ["ACTIVE"], "category": ["DEPOSIT"] })).await, ["DEP"]);
    assert_eq!(ask(json!({ "maturesBefore": "2026-01-20" })).await, Vec::<String>::new());
    assert_eq!(ask(json!({ "maturesBefore": "2026-01-21" })).await, ["FND"]);
}

async fn set(bank: &Bank, number: usize, column: holding::Column, value: Expr) {
    holding::Entity::update_many()
        .col_expr(column, value)
        .filter(holding::Column::Id.eq(HoldingId(named(&format!("huang/{number}")))))
        .exec(&bank.rows)
        .await
        .unwrap();
}

async fn movements_are_filtered(bank: Bank) {
    huang(&bank).await;
    for (on, minor) in [(3, 100), (5, -2_000), (5, 3_000), (9, -40), (14, 500_000)] {
        bank.movement("huang", 0, day(on), minor).await;
    }
    movement::Entity::update_many()
        .col_expr(movement::Column::Kind, Expr::value(MovementKind::Salary))
        .filter(movement::Column::BookedOn.eq(NaiveDate::from_ymd_opt(2026, 1, 14)))
        .exec(&bank.rows)
        .await
        .unwrap();
    let ask = async |filter: Value| {
        let query = "query Moved($id: ID!, $filter: MovementFilterInput) { customer(id: $id) {
            movements(first: 9, filter: $filter) { nodes { amount { amount } } totalCount { value } }
            holdings(first: 1) { nodes { movements(first: 9, filter: $filter) {
                nodes { amount { amount } } } } } } }";
        let id = CustomerId(named("huang")).to_string();
        let answer = bank.rm("li").query_with(query, json!({ "id": id, "filter": filter })).await;
        let huang = answer.data()["customer"].clone();
        let nodes = huang["movements"]["nodes"].clone();
        assert_eq!(huang["holdings"]["nodes"][0]["movements"]["nodes"], nodes);
        assert_eq!(huang["movements"]["totalCount"]["value"], nodes.as_array().unwrap().len());
        let amount = |node: &Value| node["amount"]["amount"].as_str().unwrap().to_owned();
        let mut amounts: Vec<_> = nodes.as_array().unwrap().iter().map(amount).collect();
        amounts.sort();
        amounts
    };

    assert_eq!(ask(json!({})).await, ["0.40", "1.00", "20.00", "30.00", "5000.00"]);
    assert_eq!(
        ask(json!({ "since": "2026-01-05", "until": "2026-01-09" })).await,
        ["0.40", "20.00", "30.00"]
    );
    assert_eq!(ask(json!({ "direction": "DEBIT" })).await, ["0.40", "20.00"]);
    assert_eq!(ask(json!({ "minAmount": "20" })).await, ["20.00", "30.00", "5000.00"]);
    assert_eq!(
        ask(json!({ "minAmount": "20.01", "direction": "CREDIT" })).await,
        ["30.00", "5000.00"]
    );
    assert_eq!(ask(json!({ "kind": ["SALARY"] })).await, ["5000.00"]);
    assert_eq!(ask(json!({ "kind": ["CASH", "FEE"] })).await, Vec::<String>::new());
}
