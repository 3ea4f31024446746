//! The same data however a selection is written, and no row fetched that it leaves out.

use crate::support::{Bank, on_both};
use serde_json::{Value, json};

on_both! {
    written_otherwise_the_same
    aliases_with_their_own_pages
    left_out_is_not_fetched
    roots_twice
}

async fn fill(bank: &Bank) {
    for (name, aum_minor) in [("huang", 3), ("sun", 2), ("wu", 1)] {
        bank.customer(name, "north-1", aum_minor).await;
        bank.assign("li", name, None).await;
        bank.holdings(name, &["DEP", "FND", "DEP"]).await;
    }
}

async fn written_otherwise_the_same(bank: Bank) {
    fill(&bank).await;
    let plain = "{ customers(first: 2) { nodes {
        name holdings(first: 2) { nodes { id product { code name } } } } } }";
    let otherwise = "query Otherwise($yes: Boolean!, $no: Boolean!, $rows: Int!) {
        customers(first: 2) {
            ... on CustomerConnection @include(if: $yes) { nodes { ...Named ...Holding } }
            nodes @skip(if: $yes) { holdings(first: 99) { nodes { id } } }
        } }
        fragment Named on Customer { name profile @include(if: $no) { __typename } }
        fragment Holding on Customer {
            holdings(first: $rows) { nodes { id } }
            holdings(first: $rows) { nodes { ...Product @include(if: $yes) } } }
        fragment Product on Holding { product { code } ... { product { name } } }";

    let plain = bank.rm("li").query(plain).await;
    let variables = json!({ "yes": true, "no": false, "rows": 2 });
    let otherwise = bank.rm("li").query_with(otherwise, variables).await;

    assert_eq!((plain.statements.len(), otherwise.statements.len()), (2, 2));
    assert_eq!(plain.data(), otherwise.data());
}

async fn aliases_with_their_own_pages(bank: Bank) {
    fill(&bank).await;
    let query = "{ b: customers(first: 1) { edges { node {
        all: holdings(first: 3) { nodes { product { code } } pageInfo { hasNextPage } }
        one: holdings(first: 1) { nodes { id } pageInfo { hasNextPage } } } } } }";

    let answer = bank.rm("li").query(query).await;

    assert_eq!(answer.statements.len(), 2);
    let node = answer.data()["b"]["edges"][0]["node"].clone();
    let page = |alias: &str| {
        let rows = node[alias]["nodes"].as_array().map(Vec::len);
        (rows, node[alias]["pageInfo"]["hasNextPage"].clone())
    };
    assert_eq!(page("one"), (Some(1), Value::Bool(true)));
    assert_eq!(page("all"), (Some(3), Value::Bool(false)));
}

async fn left_out_is_not_fetched(bank: Bank) {
    fill(&bank).await;
    let query = "query Maybe($deep: Boolean = false) { customers(first: 3) { nodes {
        name ...Deep @include(if: $deep) } } }
        fragment Deep on Customer { holdings(first: 3) { nodes { id } } }";
    let li = bank.rm("li");

    assert_eq!(li.query(query).await.statements.len(), 1);
    let deep = li.query_with(query, json!({ "deep": true })).await;
    assert_eq!(deep.statements.len(), 2);
    assert!(!deep.statements[1].contains("balance_day"), "no balance");
}

async fn roots_twice(bank: Bank) {
    fill(&bank).await;
    // async-graphql resolves each and merges the answers: right, but twice the statements.
    let query = "{ customers(first: 2) { nodes { name } }
        customers(first: 2) { nodes { holdings(first: 1) { nodes { id } } } } }";

    let answer = bank.rm("li").query(query).await;

    assert_eq!(answer.statements.len(), 3);
    let node = answer.data()["customers"]["nodes"][1].clone();
    assert_eq!(node["name"], "sun");
    assert_eq!(node["holdings"]["nodes"].as_array().map(Vec::len), Some(1));
}
