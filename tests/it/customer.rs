//! The book and the single customer: what they answer, and with how many statements.

use crate::support::{Bank, named, on_both};
use api::service::{
    customer::{self, BookAsk, BookOrder, CustomerFilter, CustomerWant},
    page::{First, Slice},
};
use entity::id::CustomerId;
use serde_json::{Value, json};

on_both! {
    whole_page
    one_customer
    as_many_statements_for_fifty_as_for_five
    cap_is_named
    given_up_amid_a_statement
}

const BOOK: &str = "query Book($first: Int!, $after: String) {
    customers(first: $first, after: $after) {
        edges { node {
            id name profile { ... on PersonProfile { mobile { masked revealable } } }
            standing { aum { amount currency display } }
            holdings(first: 2) {
                nodes { id accountNumber { masked } balance { on amount { amount currency } } openedOn
                        product { id code name } }
                pageInfo { hasNextPage }
            }
        } }
        pageInfo { hasNextPage hasPreviousPage }
    }
}";

async fn whole_page(bank: Bank) {
    for (name, aum_minor) in [("huang", 5_000_000), ("sun", 90_050), ("wu", 90_050), ("zhao", 7)] {
        bank.customer(name, "north-1", aum_minor).await;
        bank.assign("li", name, None).await;
    }
    bank.holdings("huang", &["DEP", "FND", "DEP"]).await;
    bank.holdings("wu", &["FND"]).await;

    let answer = bank.rm("li").query_with(BOOK, json!({ "first": 3 })).await;

    insta::assert_json_snapshot!("whole_page", answer.response);
}

async fn one_customer(bank: Bank) {
    bank.customer("huang", "north-1", 100).await;
    bank.assign("li", "huang", None).await;
    let id = CustomerId(named("huang")).to_string();
    let query = "query One($id: ID!) { customer(id: $id) {
        id name holdings(first: 1) { nodes { id } } } }";

    let answer = bank.rm("li").query_with(query, json!({ "id": id })).await;

    assert_eq!(answer.statements.len(), 2);
    let huang = json!({ "id": id, "name": "huang", "holdings": { "nodes": [] } });
    assert_eq!(answer.data()["customer"], huang);
}

async fn as_many_statements_for_fifty_as_for_five(bank: Bank) {
    for number in 0..60 {
        let name = format!("c{number:02}");
        bank.customer(&name, "north-1", number).await;
        bank.assign("li", &name, None).await;
        bank.holdings(&name, &["DEP", "FND"]).await;
    }
    let li = bank.rm("li");

    let five = li.query_with(BOOK, json!({ "first": 5 })).await;
    let fifty = li.query_with(BOOK, json!({ "first": 50 })).await;
    let eight = li.query_with(BOOK, json!({ "first": 8 })).await;
    let shallow = li.query("{ customers(first: 50) { nodes { name } } }").await;

    assert_eq!((five.statements.len(), fifty.statements.len()), (4, 4));
    assert_eq!(shallow.statements.len(), 1);
    assert_eq!(five.statements, eight.statements, "one text for five to eight");
    assert_eq!(fifty.data()["customers"]["edges"].as_array().map(Vec::len), Some(50));
}

async fn cap_is_named(bank: Bank) {
    let li = bank.rm("li");
    let message = "`first` must be from 1 to 100, not 101";
    for query in [
        "{ customers(first: 101) { nodes { id } } }",
        "{ customers(first: 1) { nodes { holdings(first: 101) { nodes { id } } } } }",
    ] {
        let answer = li.query(query).await;
        assert_eq!(answer.statements.len(), 0);
        assert_eq!(answer.body()["data"], Value::Null);
        assert_eq!(answer.body()["errors"][0]["message"], message);
        let extensions = json!({ "code": "BAD_USER_INPUT", "retryable": false });
        assert_eq!(answer.body()["errors"][0]["extensions"], extensions);
    }
}

async fn given_up_amid_a_statement(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    let manager = bank.manager();
    let ask = BookAsk {
        slice: Slice::First(First::new(1).unwrap()),
        beyond: None,
        filter: CustomerFilter::default(),
        order: BookOrder::default(),
        is_own: false,
        total: false,
    };
    let want = CustomerWant::default();

    for _ in 0..20 {
        let op = manager.op();
        let read = async || customer::book(&op, &ask, &want).await;
        read().await.unwrap();
        // Given up at its first wait, as at a deadline. A quick answer may come before that.
        tokio::select! { biased; _ = read() => {}, () = std::future::ready(()) => {} }
    }

    // The only connection of the pool is whole.
    let answer = manager.query("{ customers(first: 1) { nodes { name } } }").await;
    assert_eq!(answer.data()["customers"]["nodes"][0]["name"], "huang");
}
