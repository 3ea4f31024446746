//! Paging, while the book changes under it.

use crate::support::{Bank, on_both};
use api::service::{
    customer::{self, BookAsk, BookOrder, CustomerFilter, CustomerWant},
    page::{First, Slice},
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

on_both! { no_row_twice_and_none_lost foreign_cursor_is_refused one_request_sees_one_state }

const PAGE: &str = "query Page($after: String) { customers(first: 4, after: $after) {
    nodes { name } pageInfo { hasNextPage endCursor } } }";

async fn no_row_twice_and_none_lost(bank: Bank) {
    let add = async |name: String, aum_minor: i64| {
        bank.customer(&name, "north-1", aum_minor).await;
        bank.assign("li", &name, None).await;
    };
    // Three rows share each sort key, so that pages of four end amid equal keys.
    for number in 0..18 {
        add(format!("old{number:02}"), 100 - number / 3).await;
    }

    let (mut seen, mut after) = (Vec::new(), Value::Null);
    for page in 0.. {
        let variables = json!({ "after": after });
        let book = bank.rm("li").query_with(PAGE, variables).await.data()["customers"].clone();
        let names = book["nodes"].as_array().unwrap().iter();
        seen.extend(names.map(|node| node["name"].as_str().unwrap().to_owned()));
        if book["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = book["pageInfo"]["endCursor"].clone();
        // Before everything, and at both ends of a key that a page may have ended in.
        add(format!("top{page}"), 1_000).await;
        add(format!("a{page}"), 100 - page).await;
        add(format!("z{page}"), 100 - page).await;
    }

    let once: BTreeSet<_> = seen.iter().collect();
    assert_eq!(once.len(), seen.len(), "no row twice");
    assert_eq!(seen.iter().filter(|name| name.starts_with("old")).count(), 18, "none lost");
}

async fn foreign_cursor_is_refused(bank: Bank) {
    for number in 0..3 {
        bank.customer(&format!("c{number}"), "north-1", number).await;
        bank.assign("li", &format!("c{number}"), None).await;
    }
    let other = "{ customers(first: 1, orderBy: { field: NAME, direction: ASC }) {
        pageInfo { endCursor } } }";
    let filtered = "{ customers(first: 1, filter: { kind: [PERSON] }) { pageInfo { endCursor } } }";
    let cursor = async |document: &str| {
        let data = bank.rm("li").query(document).await.data();
        data["customers"]["pageInfo"]["endCursor"].as_str().unwrap().to_owned()
    };
    let cursors = [String::new(), "AAAA".into(), cursor(other).await, cursor(filtered).await];
    for cursor in cursors {
        let answer = bank.rm("li").query_with(PAGE, json!({ "after": cursor })).await;
        let error = answer.body()["errors"][0].clone();
        assert_eq!(error["message"], "the cursor is not one of this list, order and filter");
        assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT");
    }
}

async fn one_request_sees_one_state(bank: Bank) {
    bank.customer("huang", "north-1", 2).await;
    let manager = bank.manager();
    let ask = BookAsk {
        slice: Slice::First(First::new(10).unwrap()),
        beyond: None,
        filter: CustomerFilter::default(),
        order: BookOrder::default(),
        is_own: false,
        total: false,
    };
    let want = CustomerWant::default();
    let op = manager.op();

    let before = customer::book(&op, &ask, &want).await.unwrap().rows.len();
    bank.customer("sun", "north-1", 1).await;
    let same_request = customer::book(&op, &ask, &want).await.unwrap().rows.len();
    drop(op);
    let next_request = customer::book(&manager.op(), &ask, &want).await;

    assert_eq!((before, same_request, next_request.unwrap().rows.len()), (1, 1, 2));
}
