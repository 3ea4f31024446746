//! The order of what is found, its pages, and what they cost.

use super::{SEARCH, fill, found, rows};
use crate::support::{Bank, named, on_both};
use entity::{id::CustomerId, search_entry};
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use std::collections::BTreeSet;

on_both! {
    every_way_of_looking_finds_the_same
    pages_are_the_whole_and_no_row_comes_twice
    a_foreign_cursor_is_refused
    statements_do_not_depend_on_the_page
    totals_count_what_may_be_seen
    a_large_unit_is_looked_at_through_the_indexes
}

const MANY: [&str; 16] = [
    "张伟",
    "张伟明",
    "李张",
    "章文",
    "周望",
    "王小明",
    "曾伟",
    "伟张",
    "Zoe Wu",
    "Wei Zhang",
    "张张",
    "赵伟",
    "wang",
    "E 1234",
    "单伟",
    "北京张记",
];
const TEXTS: [&str; 18] = [
    "张",
    "伟",
    "张伟",
    "zhang",
    "zh",
    "zw",
    "we",
    "wei",
    "wei zhang",
    "weizhang",
    "wang",
    "1234",
    "zha ng",
    "shan",
    "dan",
    "bjzj",
    "jing zhang",
    "李",
];

/// Over few customers, over the indexes, and as whoever counts first.
async fn every_way_of_looking_finds_the_same(bank: Bank) {
    fill(&bank, &MANY).await;
    for (name, mobile) in [("张伟", "13812341234"), ("E 1234", "13812341234")] {
        bank.identify(name, mobile, "110101199001011234").await;
    }
    for text in TEXTS {
        let li = found(&bank.rm("li"), text).await;
        assert_eq!(found(&bank.manager(), text).await, li, "{text}");
        assert_eq!(found(&bank.auditor(), text).await, li, "{text}");
        assert!(!li.is_empty(), "{text}");
        let once: BTreeSet<_> = li.iter().map(|row| &row.0).collect();
        assert!(once.len() == li.len() || text == "wang", "{text}: {li:?}");
    }
}

async fn page(bank: &Bank, who: &str, text: &str, first: u32, after: &Value) -> Value {
    let variables = json!({ "text": text, "first": first, "after": after });
    bank.staff(who).query_with(SEARCH, variables).await.data()["search"].clone()
}

async fn pages_are_the_whole_and_no_row_comes_twice(bank: Bank) {
    fill(&bank, &MANY).await;
    for who in ["li", "auditor"] {
        for text in ["zhang", "zw", "wei", "张"] {
            let whole = found(&bank.staff(who), text).await;
            for first in [1, 3] {
                let (mut seen, mut after) = (Vec::new(), Value::Null);
                loop {
                    let page = page(&bank, who, text, first, &after).await;
                    assert_eq!(page["pageInfo"]["hasPreviousPage"], !after.is_null());
                    let edges = page["edges"].as_array().unwrap();
                    seen.extend(edges.iter().map(|edge| edge["node"]["name"].clone()));
                    after = page["pageInfo"]["endCursor"].clone();
                    if page["pageInfo"]["hasNextPage"] == false {
                        break;
                    }
                }
                let names: Vec<_> = whole.iter().map(|row| json!(row.0)).collect();
                assert_eq!(seen, names, "{who} {text} {first}");
            }
        }
    }
    // A row that comes in before the place of a cursor moves none behind it.
    let first = page(&bank, "li", "zhang", 2, &Value::Null).await;
    let after = first["pageInfo"]["endCursor"].clone();
    let rest = page(&bank, "li", "zhang", 9, &after).await;
    fill(&bank, &["张"]).await;
    assert_eq!(
        page(&bank, "li", "zhang", 9, &after).await["edges"].as_array().map(Vec::len),
        rest["edges"].as_array().map(Vec::len)
    );
    assert_eq!(found(&bank.rm("li"), "zhang").await[0].0, "张");
}

async fn a_foreign_cursor_is_refused(bank: Bank) {
    fill(&bank, &MANY).await;
    let cursor = page(&bank, "li", "zhang", 1, &Value::Null).await["pageInfo"]["endCursor"].clone();
    for (text, types) in [("zhan", json!([])), ("zhang", json!(["CUSTOMER"]))] {
        let variables = json!({ "text": text, "types": types, "after": cursor });
        let answer = bank.rm("li").query_with(SEARCH, variables).await;
        assert_eq!(answer.body()["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    }
    // The order of the kinds, and one named twice, make no other list.
    let all = json!(["PRODUCT", "STAFF", "CUSTOMER", "STAFF"]);
    let variables = json!({ "text": "zhang", "types": all, "after": cursor });
    assert!(!rows(&bank.rm("li").query_with(SEARCH, variables).await).is_empty());
}

async fn statements_do_not_depend_on_the_page(bank: Bank) {
    let names: Vec<String> = (0..60).map(|number| format!("张{number:02}")).collect();
    fill(&bank, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
    for (who, most) in [("li", 3), ("boss", 4), ("auditor", 3)] {
        let ask = async |first: u32, text: &str| {
            bank.staff(who).query_with(SEARCH, json!({ "text": text, "first": first })).await
        };
        let (five, eight) = (ask(5, "张").await, ask(8, "张").await);
        assert_eq!(five.statements, eight.statements, "one text for five and eight");
        assert_eq!(five.statements.len(), most, "{who}: {:#?}", five.statements);
        assert_eq!(ask(50, "zhang").await.statements.len(), most);
        // Where the page has room, what stands further in is looked for as well.
        assert!(ask(100, "张").await.statements.len() <= most + 1);
    }
}

async fn totals_count_what_may_be_seen(bank: Bank) {
    fill(&bank, &MANY).await;
    bank.customer("张三", "south", 1).await;
    bank.searchable().await;
    let document = "query Total($text: String!) { search(text: $text, first: 1) {
        totalCount { value isCapped } } }";
    for text in TEXTS {
        for who in ["li", "boss", "auditor"] {
            let listed = found(&bank.staff(who), text).await.len();
            let answer = bank.staff(who).query_with(document, json!({ "text": text })).await;
            let total = json!({ "value": listed, "isCapped": false });
            assert_eq!(answer.data()["search"]["totalCount"], total, "{who} {text}");
        }
    }
    let entries = search_entry::Entity::find().all(&bank.rows).await.unwrap();
    assert!(entries.iter().any(|entry| entry.row_id == CustomerId(named("张三")).0));
}

/// Above some number of customers the same is found through the indexes, within a unit as well.
async fn a_large_unit_is_looked_at_through_the_indexes(bank: Bank) {
    fill(&bank, &MANY).await;
    bank.customer("张三", "south", 1).await;
    bank.many_customers(2_050).await;
    bank.searchable().await;
    for text in TEXTS {
        let mut all = found(&bank.auditor(), text).await;
        all.retain(|row| row.0 != "张三");
        assert_eq!(found(&bank.manager(), text).await, all, "{text}");
        // Who has few, and an index over many, find the same.
        assert_eq!(found(&bank.rm("li"), text).await, all, "{text}");
    }
    let page = page(&bank, "boss", "pattern", 100, &Value::Null).await;
    assert_eq!(page["edges"].as_array().map(Vec::len), Some(100));
}
