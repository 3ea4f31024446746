//! Paging, while the book changes under it.

use crate::support::{Bank, day, named, on_both};
use api::service::{
    customer::{self, BookAsk, BookOrder, CustomerFilter, CustomerWant},
    page::{First, Slice},
};
use entity::id::{CustomerId, HoldingId, OrgUnitId};
use serde_json::{Value, json};
use std::collections::BTreeSet;

on_both! {
    no_row_twice_and_none_lost
    foreign_cursor_is_refused cursor_below_a_row_holds_its_filter
    one_request_sees_one_state
    a_book_of_several_units_is_one_list
    backwards_is_the_same_reversed
    lists_below_a_customer_go_on
    lists_below_a_unit_go_on
    totals_are_capped_and_say_so
}

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

async fn cursor_below_a_row_holds_its_filter(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    bank.assign("li", "huang", None).await;
    bank.holdings("huang", &["DEP", "FND"]).await;
    let page =
        "query Page($after: String, $status: [HoldingStatus!]) { customers(first: 1) { nodes {
        holdings(first: 1, after: $after, filter: { status: $status }) {
            nodes { id } pageInfo { endCursor hasNextPage } } } } }";
    let li = bank.rm("li");
    let first = li.query_with(page, json!({ "status": ["ACTIVE"] })).await.data();
    let cursor = first["customers"]["nodes"][0]["holdings"]["pageInfo"]["endCursor"].clone();

    let next = json!({ "status": ["ACTIVE"], "after": cursor });
    let next = li.query_with(page, next).await.data();
    let holdings = &next["customers"]["nodes"][0]["holdings"];
    assert_eq!(holdings["nodes"].as_array().map(Vec::len), Some(1));
    assert_eq!(holdings["pageInfo"]["hasNextPage"], false);
    let other = li.query_with(page, json!({ "status": ["CLOSED"], "after": cursor })).await;
    assert_eq!(other.body()["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
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

/// All four orders, both directions, from both ends, with keys that several rows share.
async fn backwards_is_the_same_reversed(bank: Bank) {
    for number in 0..11_u32 {
        let name = format!("c{number:02}");
        bank.customer(&name, "north-1", i64::from(number / 4)).await;
        bank.assign("li", &name, None).await;
        bank.times(&name, number / 3 + 1).await;
    }
    for field in ["AUM", "NAME", "LAST_CONTACT", "UPDATED_AT"] {
        let mut both = Vec::new();
        for direction in ["ASC", "DESC"] {
            let order = json!({ "field": field, "direction": direction });
            let whole = pages(&bank, &order, 100, false).await;
            assert_eq!(whole.len(), 11, "{field} {direction}");
            for size in [1, 3, 4] {
                assert_eq!(pages(&bank, &order, size, false).await, whole, "{field} {direction}");
                assert_eq!(pages(&bank, &order, size, true).await, whole, "{field} {direction}");
            }
            both.push(whole);
        }
        assert_ne!(both[0], both[1], "{field}");
    }
}

/// The whole book, in order, read in pages of a size from one of its ends.
async fn pages(bank: &Bank, order: &Value, size: u32, is_backward: bool) -> Vec<String> {
    let (length, from, more, next) = if is_backward {
        ("last", "before", "hasPreviousPage", "startCursor")
    } else {
        ("first", "after", "hasNextPage", "endCursor")
    };
    let query = format!(
        "query Page($order: CustomerOrder!, $cursor: String) {{
            customers({length}: {size}, {from}: $cursor, orderBy: $order) {{ nodes {{ name }}
                pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}"
    );
    let (mut seen, mut cursor) = (Vec::new(), Value::Null);
    loop {
        let variables = json!({ "order": order, "cursor": cursor });
        let page = bank.rm("li").query_with(&query, variables).await.data()["customers"].clone();
        let names = page["nodes"].as_array().unwrap().iter();
        let names = names.map(|node| node["name"].as_str().unwrap().to_owned());
        if is_backward {
            seen.splice(0..0, names);
        } else {
            seen.extend(names);
        }
        if page["pageInfo"][more] == false {
            return seen;
        }
        cursor = page["pageInfo"][next].clone();
    }
}

async fn lists_below_a_customer_go_on(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    bank.customer("sun", "north-1", 1).await;
    for staff in ["li", "wang", "zhou", "both"] {
        bank.assign(staff, "huang", None).await;
    }
    for name in ["huang", "sun"] {
        bank.holdings(name, &["DEP", "FND", "DEP", "LOA", "DEP"]).await;
        for number in 0..7 {
            bank.movement(name, 0, day(10 + number / 3), i64::from(number) + 1).await;
        }
    }
    let id = CustomerId(named("huang"));
    let node = HoldingId(named("huang/0"));
    for (root, list, length) in [
        (format!("customer(id: \"{id}\")"), "holdings", 5),
        (format!("customer(id: \"{id}\")"), "movements", 7),
        (format!("customer(id: \"{id}\")"), "coverage", 4),
        (format!("node(id: \"{node}\")"), "movements", 7),
    ] {
        let whole = below(&bank, &root, list, 100).await;
        assert_eq!(whole.len(), length, "{list}");
        assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), length, "{list}");
        for size in [1, 2, 3] {
            assert_eq!(below(&bank, &root, list, size).await, whole, "{list}");
        }
    }
}

async fn lists_below_a_unit_go_on(bank: Bank) {
    for (name, list, length) in [("hq", "children", 2), ("hq", "staff", 4), ("north-1", "staff", 4)]
    {
        let root = format!("orgUnit(id: \"{}\")", OrgUnitId(named(name)));
        let whole = below(&bank, &root, list, 100).await;
        assert_eq!(whole.len(), length, "{name} {list}");
        for size in [1, 3] {
            assert_eq!(below(&bank, &root, list, size).await, whole, "{name} {list}");
        }
    }
}

/// The ids of a list below a row, read in pages of a size.
async fn below(bank: &Bank, root: &str, list: &str, size: u32) -> Vec<String> {
    let on = if root.starts_with("node") { "... on Holding" } else { "..." };
    let query = format!(
        "query Page($after: String) {{ answer: {root} {{ {on} {{ {list}(first: {size}, after: $after) {{
            nodes {{ id }} totalCount {{ value }} pageInfo {{ hasNextPage endCursor }} }} }} }} }}"
    );
    let (mut seen, mut after, mut totals) = (Vec::new(), Value::Null, BTreeSet::new());
    loop {
        let answer = bank.manager().query_with(&query, json!({ "after": after })).await.data();
        let page = answer["answer"][list].clone();
        let ids = page["nodes"].as_array().unwrap().iter();
        seen.extend(ids.map(|node| node["id"].as_str().unwrap().to_owned()));
        totals.insert(page["totalCount"]["value"].as_u64());
        if page["pageInfo"]["hasNextPage"] == false {
            assert_eq!(totals, [u64::try_from(seen.len()).ok()].into(), "the same on every page");
            return seen;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

async fn totals_are_capped_and_say_so(bank: Bank) {
    let total = "{ customers(first: 1) { totalCount { value isCapped } } }";
    let ask = async || bank.auditor().query(total).await.data()["customers"]["totalCount"].clone();
    bank.many_customers(10_000).await;
    assert_eq!(ask().await, json!({ "value": 10_000, "isCapped": false }));
    bank.customer("one more", "north-1", 1).await;
    assert_eq!(ask().await, json!({ "value": 10_000, "isCapped": true }));
}

/// Rows of three units with equal keys among them, in every order and from both ends.
async fn a_book_of_several_units_is_one_list(bank: Bank) {
    for number in 0..21 {
        let unit = ["north-1", "north-2", "north"][number % 3];
        bank.customer(&format!("u{number:02}"), unit, (number / 6).try_into().unwrap()).await;
    }
    bank.customer("elsewhere", "south", 9).await;
    for order in ["AUM", "NAME", "LAST_CONTACT", "UPDATED_AT"] {
        for direction in ["ASC", "DESC"] {
            let forward = walked(&bank, order, direction, "first", "after").await;
            let mut backward = walked(&bank, order, direction, "last", "before").await;
            backward.reverse();
            assert_eq!(forward.iter().flatten().count(), 21, "{order} {direction}");
            let all: BTreeSet<_> = forward.iter().flatten().collect();
            assert_eq!(all.len(), 21, "{order} {direction}");
            let flat = |pages: &[Vec<String>]| pages.concat();
            assert_eq!(flat(&forward), flat(&backward), "{order} {direction}");
        }
    }
}

/// The pages of four of the manager's book, as they came.
async fn walked(
    bank: &Bank,
    order: &str,
    direction: &str,
    length: &str,
    beyond: &str,
) -> Vec<Vec<String>> {
    let query = format!(
        "query Page($at: String) {{ customers({length}: 4, {beyond}: $at, filter: {{ aum: {{ max: \
         \"8\" }} }}, orderBy: {{ field: {order}, direction: {direction} }}) {{ nodes {{ name }} \
         pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}"
    );
    let (more, place) = if length == "first" {
        ("hasNextPage", "endCursor")
    } else {
        ("hasPreviousPage", "startCursor")
    };
    let (mut pages, mut at) = (Vec::new(), Value::Null);
    loop {
        let page = bank.manager().query_with(&query, json!({ "at": at })).await.data();
        let page = &page["customers"];
        let names = page["nodes"].as_array().unwrap().iter();
        pages.push(names.map(|node| node["name"].as_str().unwrap().to_owned()).collect());
        if page["pageInfo"][more] == false {
            return pages;
        }
        at = page["pageInfo"][place].clone();
    }
}
