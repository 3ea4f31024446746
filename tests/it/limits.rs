//! What an operation, a user and a connection may take.

use crate::support::{Bank, named, noon, on_both};
use entity::id::CustomerId;

on_both! {
    documents_are_limited_before_they_are_validated
    spent_points_are_told_with_a_wait
    estimate_is_not_below_what_it_comes_to
}

const KIND: &str = "{ __typename }";

async fn documents_are_limited_before_they_are_validated(bank: Bank) {
    let http = bank.http().await;
    let fragment = |n| format!("fragment F{n} on Query{{...F{0} ...F{0}}}", n + 1);
    let doubling = (0..60).map(fragment).collect::<Vec<_>>().concat();
    let bomb = format!("{{...F0}}{doubling}fragment F60 on Query{{__typename}}");
    assert!(bomb.len() < 2_600);
    // Whoever followed every path, 2^60 of them, would never answer.
    let told = http.ask("li", &bomb).await;
    assert_eq!(told.refused(), (400, "COST_EXCEEDED"));
    let message = told.body["errors"][0]["message"].as_str().unwrap();
    assert!(message.ends_with("at most 2000 are answered."), "{message}");

    assert_eq!(http.ask("li", "queryx { __typename }").await.refused(), (400, "BAD_USER_INPUT"));
    let wide = "{ customers(first: 100) { nodes { holdings(first: 100) { nodes { id } } } } }";
    http.ask("li", wide).await;
    let wider = "{ customers(first: 100) { nodes { holdings(first: 100) { nodes {
        movements(first: 100) { nodes { id } } } } } } }";
    assert_eq!(http.ask("li", wider).await.refused(), (400, "COST_EXCEEDED"));
    let unknown = format!("{{ {} }}", "nope ".repeat(15));
    let told = http.ask("li", &unknown).await;
    assert_eq!(told.body["errors"].as_array().unwrap().len(), 5);
}

async fn spent_points_are_told_with_a_wait(bank: Bank) {
    let http = bank.http().await;
    let dear = "{ customers(first: 100) { nodes { holdings(first: 100) { nodes { id } } } } }";
    for _ in 0..3 {
        assert_eq!(http.ask("li", dear).await.status, 200);
    }
    let told = http.ask("li", dear).await;
    assert_eq!(told.refused(), (429, "RATE_LIMITED"));
    let error = &told.body["errors"][0]["extensions"];
    assert_eq!(error["retryable"], true);
    let seconds = error["retryAfterMs"].as_u64().unwrap().div_ceil(1_000);
    assert_eq!(told.header("retry-after"), seconds.to_string());
    assert!(told.body["extensions"]["cost"]["available"].as_u64().unwrap() < 510);
    assert_eq!(http.ask("wang", dear).await.status, 200, "each has a bucket of their own");
    assert_eq!(http.ask("li", KIND).await.status, 200);
}

async fn estimate_is_not_below_what_it_comes_to(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    bank.customer("sun", "north-1", 2).await;
    for name in ["huang", "sun"] {
        bank.assign("li", name, None).await;
        bank.holdings(name, &["DEP", "FND", "LOA"]).await;
        bank.movement(name, 0, noon(14).date_naive(), 100).await;
    }
    let http = bank.http().await;
    let one = CustomerId(named("sun"));
    let deep = "profile { __typename } numbers { number } lead { name } homeUnit { name }
        holdings(first: 5) { totalCount { value } nodes { product { name } balance { amount { amount } }
            balances(from: \"2026-01-01\", to: \"2026-01-14\") { on }
            movement(window: WEEK) { ratio } movements(first: 2) { nodes { id } } } }
        movements(first: 2) { nodes { id } } coverage(first: 2) { nodes { staff { name } } }";
    for document in [
        "{ viewer { staff { orgUnit { name } } book(first: 20) { nodes { standing { tier } } } } }"
            .into(),
        format!("{{ customer(id: \"{one}\") {{ {deep} }} }}"),
        format!("{{ customers(first: 2) {{ totalCount {{ value }} nodes {{ {deep} }} }} }}"),
        "{ products(first: 3) { nodes { name } } apiInfo { limits { name } } }".into(),
    ] {
        let told = http.ask("li", &document).await;
        assert_eq!((told.status, told.body.get("errors")), (200, None), "{told:?}");
        let cost = &told.body["extensions"]["cost"];
        let (requested, actual) = (cost["requested"].as_u64(), cost["actual"].as_u64());
        assert!(requested >= actual, "{document}: {cost}");
    }
}
