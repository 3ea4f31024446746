//! Access records: who has read balances and movements of whom, one record a request.

use crate::support::{Bank, Staff, named, noon, on_both, staff_id};
use api::service::{access, op::Op};
use async_graphql::Request;
use entity::{access_record, id::CustomerId};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};
use std::time::Duration;

on_both! {
    one_record_a_request_with_all_customers_and_fields
    a_request_to_a_server_leaves_its_record
    a_request_that_reads_no_figures_leaves_none
    nothing_is_lost_when_the_server_stops
    a_request_after_the_end_writes_its_own
    a_database_that_is_away_loses_nothing
    a_server_ends_though_the_database_stays_away
}

const FIGURES: &str = "{ viewer { book(first: 9) { nodes { name holdings(first: 9) { nodes {
    balance { amount { amount } }
    movements(first: 2) { nodes { id } }
} } } } } }";

async fn fill(bank: &Bank) {
    for name in ["huang", "sun", "wu"] {
        bank.customer(name, "north-1", 1).await;
        bank.holdings(name, &["DEP", "FND"]).await;
    }
    bank.assign("wang", "huang", None).await;
    bank.assign("wang", "sun", None).await;
}

/// Executes as the front does, and hands over what was read.
async fn ask(bank: &Bank, staff: &Staff<'_>, document: &str) {
    flushed(bank, staff.op(), document).await.unwrap();
}

async fn flushed(
    bank: &Bank,
    op: Op,
    document: &str,
) -> Result<(), api::service::error::ServiceError> {
    let op = std::sync::Arc::new(op);
    let request = Request::new(document).data(std::sync::Arc::clone(&op));
    let response = bank.schema.execute(request).await;
    assert_eq!(response.errors.len(), 0);
    access::flush(&op).await
}

async fn records(bank: &Bank) -> Vec<access_record::Model> {
    let records = access_record::Entity::find().order_by_asc(access_record::Column::Id);
    records.all(&bank.rows).await.unwrap()
}

/// Runs the queue until it has been closed and is empty.
async fn drain(bank: &Bank) {
    bank.server.access().close();
    let run = bank.server.access().run(bank.server.writer());
    tokio::time::timeout(Duration::from_secs(20), run).await.unwrap();
}

async fn one_record_a_request_with_all_customers_and_fields(bank: Bank) {
    fill(&bank).await;
    ask(&bank, &bank.rm("wang"), FIGURES).await;
    drain(&bank).await;
    let records = records(&bank).await;
    let [record] = records.as_slice() else { panic!("{records:?}") };
    let ids = ["huang", "sun"].map(|name| CustomerId(named(name)).to_string());
    let told = access_record::Model {
        id: record.id,
        at: noon(15),
        actor_id: staff_id("wang"),
        customers: ids.join(","),
        fields: "balance,movements".into(),
        request_id: "test".into(),
    };
    assert_eq!(*record, told);
}

async fn a_request_to_a_server_leaves_its_record(bank: Bank) {
    fill(&bank).await;
    let http = bank.http().await;
    let told = http.ask("wang", FIGURES).await;
    assert_eq!(told.status, 200);
    let recorded = async {
        while records(&bank).await.is_empty() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), recorded).await.unwrap();
    let record = records(&bank).await.remove(0);
    assert_eq!((record.actor_id, record.fields.as_str()), (staff_id("wang"), "balance,movements"));
    assert_eq!(record.request_id, told.header("x-request-id"), "as in the logs");
}

async fn a_request_that_reads_no_figures_leaves_none(bank: Bank) {
    fill(&bank).await;
    let names =
        "{ viewer { book(first: 9) { nodes { name holdings(first: 9) { nodes { id } } } } } }";
    ask(&bank, &bank.rm("wang"), names).await;
    ask(&bank, &bank.rm("li"), FIGURES).await;
    drain(&bank).await;
    assert_eq!(records(&bank).await.len(), 0);
}

async fn nothing_is_lost_when_the_server_stops(bank: Bank) {
    fill(&bank).await;
    let run = async { bank.server.access().run(bank.server.writer()).await };
    let requests = async {
        for _ in 0..40 {
            ask(&bank, &bank.rm("wang"), FIGURES).await;
        }
        bank.server.access().close();
    };
    let both = Box::pin(async { tokio::join!(run, requests) });
    tokio::time::timeout(Duration::from_secs(30), both).await.unwrap();
    assert_eq!(records(&bank).await.len(), 40);
}

async fn a_request_after_the_end_writes_its_own(bank: Bank) {
    fill(&bank).await;
    drain(&bank).await;
    ask(&bank, &bank.rm("wang"), FIGURES).await;
    assert_eq!(records(&bank).await.len(), 1);
}

async fn a_database_that_is_away_loses_nothing(bank: Bank) {
    fill(&bank).await;
    let hidden = "ALTER TABLE access_record RENAME TO hidden";
    bank.rows.execute_unprepared(hidden).await.unwrap();
    let run = async { bank.server.access().run(bank.server.writer()).await };
    let requests = async {
        ask(&bank, &bank.rm("wang"), FIGURES).await;
        tokio::time::sleep(Duration::from_millis(700)).await;
        let shown = "ALTER TABLE hidden RENAME TO access_record";
        bank.rows.execute_unprepared(shown).await.unwrap();
        bank.server.access().close();
    };
    let both = Box::pin(async { tokio::join!(run, requests) });
    tokio::time::timeout(Duration::from_secs(20), both).await.unwrap();
    assert_eq!(records(&bank).await.len(), 1);
}

async fn a_server_ends_though_the_database_stays_away(bank: Bank) {
    fill(&bank).await;
    let hidden = "ALTER TABLE access_record RENAME TO hidden";
    bank.rows.execute_unprepared(hidden).await.unwrap();
    ask(&bank, &bank.rm("wang"), FIGURES).await;
    // What a server waits for the end of the queue.
    bank.server.access().close();
    let run = bank.server.access().run(bank.server.writer());
    tokio::time::timeout(Duration::from_secs(5), run).await.unwrap();
}
