//! What a server does when time passes: it gives up what takes too long, and ends in order.

use crate::support::{Bank, Told, named, on_both};
use entity::id::CustomerId;
use reqwest::Method;
use sea_orm::{ConnectionTrait, TransactionTrait};
use serde_json::json;
use std::time::{Duration, Instant};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

on_both! {
    operation_that_takes_too_long_is_given_up
    body_that_does_not_come_is_not_waited_for
    readiness_ends_before_the_server_does
}

async fn operation_that_takes_too_long_is_given_up(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    bank.assign("li", "huang", None).await;
    let http = bank.http_with(|config| config.limits.execution_seconds = 1).await;
    let rename = format!(
        "mutation {{ customerUpdate(input: {{ clientMutationId: \"a\", id: \"{}\",
            expectedVersion: 1, name: \"sun\" }}) {{ userErrors {{ code }} }} }}",
        CustomerId(named("huang"))
    );
    // Whoever writes now waits for longer than an operation may take.
    let other = bank.rows.begin().await.unwrap();
    other.execute_unprepared("UPDATE customer SET revision = revision").await.unwrap();
    let told = http.ask("li", &rename).await;
    assert_eq!(told.refused(), (504, "DEADLINE_EXCEEDED"));
    assert_eq!(told.body.get("data"), None);
    other.rollback().await.unwrap();

    // What was given up has left nothing, and its connection is good for others.
    assert_eq!(bank.left().await, (0, 0));
    let told = http.ask("li", &rename).await;
    assert_eq!((told.status, bank.row("huang").await.version), (200, 2), "{told:?}");
}

async fn body_that_does_not_come_is_not_waited_for(bank: Bank) {
    let http = bank.http_with(|config| config.http.body_seconds = 1).await;
    let mut stream = TcpStream::connect(http.address).await.unwrap();
    let head = "POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n\
                content-length: 20\r\n\r\n{";
    stream.write_all(head.as_bytes()).await.unwrap();
    let (start, mut text) = (Instant::now(), String::new());
    stream.read_to_string(&mut text).await.unwrap();
    assert!(text.starts_with("HTTP/1.1 408"), "{text}");
    assert!(start.elapsed() < Duration::from_secs(3));
}

async fn readiness_ends_before_the_server_does(bank: Bank) {
    let http = bank.http().await;
    let get = async |path: &str| Told::of(http.request(Method::GET, path)).await;
    assert_eq!(get("/live").await.status, 200);
    assert_eq!(get("/ready").await.body, json!({ "ready": true, "missing": [] }));
    http.health.stop();
    assert_eq!(get("/live").await.status, 200);
    assert_eq!(get("/ready").await.status, 503);
    assert_eq!(http.ask("li", "{ viewer { staff { name } } }").await.status, 200);
    assert!(http.stop().await);
}
