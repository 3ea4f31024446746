//! Searching: what is found by what, in which order, by whom, and what it gives away.

mod kept;
mod order;

use crate::support::{Answer, Bank, Staff, named, noon, on_both};
use entity::{customer_number, id::CustomerId, id::CustomerNumberId};
use sea_orm::{EntityTrait, sea_query::Expr};
use serde_json::{Value, json};

on_both! {
    names_pinyin_and_initials
    tails_and_numbers
    staff_and_products
    signs_mean_nothing
    too_little_and_too_much_are_refused
    what_may_not_be_seen_is_not_found
    a_handover_takes_what_is_found_along
    an_analyst_may_not_search
}

pub(crate) const SEARCH: &str =
    "query Search($text: String!, $types: [SearchType!], $first: Int = 100,
    $after: String) {
    search(text: $text, types: $types, first: $first, after: $after) {
        edges { cursor matchedOn node { id ... on Customer { name }
            ... on Staff { name } ... on Product { name } } }
        pageInfo { hasNextPage hasPreviousPage endCursor } } }";

/// Each row that is found, with what it was found by.
pub(crate) async fn found(staff: &Staff<'_>, text: &str) -> Vec<(String, String)> {
    rows(&staff.query_with(SEARCH, json!({ "text": text })).await)
}

pub(crate) fn rows(answer: &Answer) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let edges = answer.data()["search"]["edges"].as_array().unwrap().clone();
    edges.iter().map(|edge| (text(&edge["node"]["name"]), text(&edge["matchedOn"]))).collect()
}

fn by<'a>(rows: &'a [(String, String)], matched: &str) -> Vec<&'a str> {
    rows.iter().filter(|row| row.1 == matched).map(|row| row.0.as_str()).collect()
}

fn names(rows: &[(String, String)]) -> Vec<&str> {
    rows.iter().map(|row| row.0.as_str()).collect()
}

/// Customers of `li`'s of these names.
pub(crate) async fn fill(bank: &Bank, names: &[&str]) {
    for name in names {
        bank.customer(name, "north-1", 1).await;
        bank.assign("li", name, None).await;
    }
    bank.searchable().await;
}

pub(crate) async fn number(bank: &Bank, customer: &str, number: &str) {
    let customer_id = CustomerId(named(customer));
    let id = CustomerNumberId(customer_id.0);
    let (system, number, deleted_at) = ("core".into(), number.to_owned(), None);
    bank.add(customer_number::Model { id, customer_id, system, number, deleted_at }).await;
}

async fn names_pinyin_and_initials(bank: Bank) {
    fill(&bank, &["张伟", "张伟明", "李张", "章文", "周望", "王小明", "Zoe Wu", "曾伟"]).await;
    for who in ["li", "boss", "auditor"] {
        let all = async |text: &str| found(&bank.staff(who), text).await;
        let list = all("张").await;
        assert_eq!(by(&list, "NAME"), ["张伟", "张伟明", "李张"], "begins with it, then holds it");
        assert_eq!(names(&list).len(), 3);
        assert_eq!(names(&all("张伟").await), ["张伟", "张伟明"], "exactly, then more");
        assert_eq!(names(&all("伟").await), ["曾伟", "张伟", "张伟明"]);
        let zhang = all("zhang").await;
        assert_eq!(by(&zhang, "PINYIN"), ["张伟", "张伟明", "章文", "李张"]);
        for text in ["zhangw", "zhang w", "ZHANG  W", "ｚｈａｎｇｗ"] {
            assert_eq!(names(&all(text).await), ["张伟", "张伟明", "章文"], "{text}");
        }
        assert_eq!(names(&all("xiaoming").await), ["王小明"]);
        assert_eq!(names(&all("xiao m").await), ["王小明"]);
        let zw = all("zw").await;
        let expected = ["Zoe Wu", "周望", "张伟", "章文", "曾伟", "张伟明"];
        let mut initials = by(&zw, "INITIALS");
        assert_eq!(initials.len(), 6);
        initials.sort_unstable();
        let mut sorted = expected;
        sorted.sort_unstable();
        assert_eq!(initials, sorted);
        assert_eq!(by(&all("xm").await, "INITIALS"), ["王小明"]);
        // A surname is read as one, and who reads the character otherwise finds it too.
        assert_eq!(names(&all("zengwei").await), ["曾伟"]);
        assert_eq!(names(&all("cengwei").await), ["曾伟"]);
        assert_eq!(by(&all("wu").await, "NAME"), ["Zoe Wu"]);
    }
}

async fn tails_and_numbers(bank: Bank) {
    fill(&bank, &["张伟", "李宁", "王五"]).await;
    bank.identify("张伟", "13812345678", "110101199001011234").await;
    bank.identify("李宁", "13912341234", "11010119900101002X").await;
    number(&bank, "王五", "5678").await;
    rewritten(&bank).await;
    for who in ["li", "boss", "auditor"] {
        let all = async |text: &str| found(&bank.staff(who), text).await;
        let list = all("5678").await;
        assert_eq!((by(&list, "TAIL"), by(&list, "NUMBER")), (vec!["张伟"], vec!["王五"]));
        assert_eq!(names(&list), ["张伟", "王五"]);
        assert_eq!(by(&all("1234").await, "TAIL"), ["李宁", "张伟"], "of either number");
        assert_eq!(by(&all("002x").await, "TAIL"), ["李宁"]);
        // A tail is four characters, and a number is the whole of it.
        for text in ["678", "45678", "567", "13812345678", "138"] {
            assert_eq!(all(text).await, [], "{text}");
        }
    }
}

/// Entries that were written before the identifiers are written anew.
async fn rewritten(bank: &Bank) {
    entity::search_entry::Entity::update_many()
        .col_expr(entity::search_entry::Column::Form, Expr::value(0))
        .exec(&bank.rows)
        .await
        .unwrap();
    bank.searchable().await;
}

async fn staff_and_products(bank: Bank) {
    bank.searchable().await;
    let li = bank.rm("li");
    assert_eq!(found(&li, "wang").await, [("wang".into(), "NAME".into())]);
    assert_eq!(found(&li, "E-wang").await, [("wang".into(), "NUMBER".into())]);
    assert_eq!(found(&li, "bo").await.first().unwrap().0, "Bond fund");
    assert_eq!(found(&li, "FND").await, [("Bond fund".into(), "NUMBER".into())]);
    let only = async |types: Value| {
        let variables = json!({ "text": "le", "types": types });
        rows(&li.query_with(SEARCH, variables).await)
    };
    assert_eq!(names(&only(json!(["STAFF"])).await), ["lead", "leader"]);
    assert_eq!(names(&only(json!([])).await), ["lead", "leader"]);
    assert_eq!(only(json!(["PRODUCT", "CUSTOMER"])).await, []);
}

async fn signs_mean_nothing(bank: Bank) {
    fill(&bank, &["张伟", "A_B", "100%"]).await;
    for who in ["li", "auditor"] {
        let all = async |text: &str| found(&bank.staff(who), text).await;
        for text in ["%张", "张*", "\"张\"", "^张", "(张)", "张%"] {
            assert_eq!(names(&all(text).await), ["张伟"], "{text}");
        }
        for text in ["zh_ng", "zh%g", "张 OR 李", "NEAR(张 伟)", "name:张", "张 AND 伟", "-张 x"]
        {
            assert_eq!(all(text).await, [], "{text}");
        }
        assert_eq!(names(&all("a_b").await), ["A_B"]);
        assert_eq!(names(&all("100%").await), ["100%"]);
        // Characters that an index may not know.
        for text in ["\u{30000}", "\u{1f600}张", "ab\u{1e5d0}"] {
            let answer = bank.staff(who).query_with(SEARCH, json!({ "text": text })).await;
            assert_eq!(answer.body().get("errors"), None, "{text}");
        }
    }
}

async fn too_little_and_too_much_are_refused(bank: Bank) {
    for text in ["", "z", "%", "%%", "__", " 1 ", &"长".repeat(65)] {
        let answer = bank.rm("li").query_with(SEARCH, json!({ "text": text })).await;
        let error = &answer.body()["errors"][0];
        assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{text}");
        assert_eq!(answer.statements.len(), 0);
    }
}

async fn what_may_not_be_seen_is_not_found(bank: Bank) {
    fill(&bank, &["张伟"]).await;
    bank.customer("黄蓉", "south", 1).await;
    bank.identify("黄蓉", "13812345678", "110101199001011234").await;
    number(&bank, "黄蓉", "K-4711").await;
    bank.assign("sui", "黄蓉", Some(noon(10))).await;
    bank.searchable().await;
    let total = "query Search($text: String!) { search(text: $text, first: 9) {
        edges { cursor matchedOn node { id } } nodes { id } totalCount { value isCapped }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";
    let never = json!({ "text": "郭靖" });
    for who in ["li", "wang", "lead", "boss", "both", "leader", "admin", "sui"] {
        let staff = bank.staff(who);
        let nothing = staff.query_with(total, never.clone()).await;
        assert_eq!(nothing.data()["search"]["totalCount"]["value"], 0);
        for text in ["黄蓉", "黄", "huang", "huangrong", "hr", "5678", "1234", "K-4711"] {
            let answer = staff.query_with(total, json!({ "text": text })).await;
            assert_eq!(answer.text(), nothing.text(), "{who} {text}");
        }
    }
    for who in ["chief", "auditor"] {
        assert_eq!(names(&found(&bank.staff(who), "huangrong").await), ["黄蓉"], "{who}");
    }
    // Nobody finds a customer that is deleted.
    entity::customer::Entity::update_many()
        .col_expr(entity::customer::Column::DeletedAt, Expr::value(noon(15)))
        .exec(&bank.rows)
        .await
        .unwrap();
    assert_eq!(found(&bank.auditor(), "huangrong").await, []);
}

async fn a_handover_takes_what_is_found_along(bank: Bank) {
    bank.customer("黄蓉", "north-1", 1).await;
    bank.assign_as(entity::assignment::AssignmentRole::Lead, "li", "黄蓉", None).await;
    bank.lead("黄蓉", "li").await;
    bank.searchable().await;
    let input = json!({ "clientMutationId": "k", "customerId": CustomerId(named("黄蓉")).to_string(),
        "expectedVersion": 1, "role": "LEAD", "reason": "handover",
        "staffId": crate::support::staff_id("zhou").to_string() });
    let document = "mutation Change($input: AssignmentChangeInput!) {
        assignmentChange(input: $input) { userErrors { code } } }";
    let before = async || {
        let mut seen = Vec::new();
        for who in ["li", "zhou", "lead", "boss"] {
            seen.push(found(&bank.staff(who), "hr").await.len());
        }
        seen
    };
    assert_eq!(before().await, [1, 0, 1, 1]);
    let answer = bank.manager().query_with(document, json!({ "input": input })).await;
    assert_eq!(answer.data()["assignmentChange"]["userErrors"], json!([]));
    bank.clock.pass(chrono::TimeDelta::seconds(1));
    assert_eq!(before().await, [0, 1, 0, 1]);
}

async fn an_analyst_may_not_search(bank: Bank) {
    let answer = bank.staff("analyst").query_with(SEARCH, json!({ "text": "张" })).await;
    assert_eq!(answer.body()["errors"][0]["extensions"]["code"], "FORBIDDEN");
}
