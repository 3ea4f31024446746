//! How complete a file is: kept by writes, and computed anew by the standing job.

use crate::support::{Bank, named, noon, on_both};
use api::service::standing::{self, Tell};
use chrono::{TimeZone, Utc};
use entity::{customer, customer_standing, id::CustomerId, outbox::Noun};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

on_both! { kept_by_writes computed_by_the_job }

async fn fill(bank: &Bank) {
    bank.tier_lines().await;
    bank.customer("huang", "north-1", 1).await;
    bank.assign("li", "huang", None).await;
}

async fn complete(bank: &Bank) -> String {
    let query = format!(
        "{{ customer(id: \"{}\") {{ standing {{ completeness }} }} }}",
        CustomerId(named("huang"))
    );
    let data = bank.rm("li").query(&query).await.data();
    data["customer"]["standing"]["completeness"].as_str().unwrap().to_owned()
}

/// When the customer's row was made, and with it what nobody has stated since.
async fn made_in(bank: &Bank, year: i32) {
    let at = Utc.with_ymd_and_hms(year, 6, 1, 12, 0, 0).unwrap();
    customer::Entity::update_many()
        .col_expr(customer::Column::CreatedAt, Expr::value(at))
        .filter(customer::Column::Id.eq(CustomerId(named("huang"))))
        .exec(&bank.rows)
        .await
        .unwrap();
}

async fn compute(bank: &Bank) {
    standing::compute(bank.server.writer(), Tell::Changes).await.unwrap();
}

async fn kept_by_writes(bank: Bank) {
    fill(&bank).await;
    made_in(&bank, 2020).await;
    let instance = bank.instance().await;
    let li = bank.rm("li").through(&instance.server);
    compute(&bank).await;
    assert_eq!(complete(&bank).await, "0.05");
    // A name that is stated anew is fresh again.
    li.rename("k1", "huang", 1, "Huang Wei").await;
    assert_eq!(complete(&bank).await, "0.1");
    let record = "mutation Record($input: PreferenceRecordInput!) {
        preferenceRecord(input: $input) { preference { id } } }";
    let seen = |key: &str, on: &str| {
        json!({ "input": { "clientMutationId": key, "key": key, "value": "green",
            "customerId": CustomerId(named("huang")).to_string(), "source": "visit",
            "lastSeenOn": on } })
    };
    li.query_with(record, seen("tea", "2024-01-05")).await.data();
    assert_eq!(complete(&bank).await, "0.15", "an old one counts by half");
    li.query_with(record, seen("seat", "2026-01-05")).await.data();
    assert_eq!(complete(&bank).await, "0.2");

    instance.sequencer.sequence().await.unwrap();
    let told: Vec<_> = bank.log(0).await.iter().map(|row| (row.noun, row.revision)).collect();
    let standing = Noun::CustomerStanding;
    assert_eq!(
        told,
        [
            (standing, 2),
            (standing, 3),
            (Noun::Customer, 2),
            (Noun::Preference, 1),
            (standing, 4),
            (Noun::Preference, 1),
            (standing, 5),
        ]
    );
}

async fn computed_by_the_job(bank: Bank) {
    fill(&bank).await;
    bank.identify("huang", "13812345678", "110101199001011234").await;
    compute(&bank).await;
    assert_eq!(complete(&bank).await, "0.4", "name, mobile, identity number");
    made_in(&bank, 2024).await;
    compute(&bank).await;
    assert_eq!(complete(&bank).await, "0.2", "all of it is old");
    bank.rm("li").rename("k1", "huang", 1, "Huang Wei").await;
    assert_eq!(complete(&bank).await, "0.25");
    compute(&bank).await;
    assert_eq!(complete(&bank).await, "0.25");
    let id = CustomerId(named("huang"));
    let row = customer_standing::Entity::find_by_id(id).one(&bank.rows).await.unwrap().unwrap();
    assert_eq!((row.completeness, row.revision), (250_000, 4));
    assert_eq!(bank.row("huang").await.updated_at, noon(15));
}
