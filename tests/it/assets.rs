//! Assets under management on a day.

use crate::support::{Bank, day, named, noon, on_both};
use api::service::{
    access,
    standing::{self, Tell},
};
use async_graphql::Request;
use chrono::NaiveDate;
use entity::{
    access_record, fx_rate,
    holding::{self, HoldingStatus},
    id::{CustomerId, HoldingId},
    policy,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};
use std::sync::Arc;

on_both! {
    a_day_has_the_last_balances_of_then a_rate_holds_for_seven_days
    the_bank_date_is_what_the_job_computes days_to_come_are_the_clients_error
    a_page_takes_one_statement_for_each_day what_was_read_is_recorded
}

async fn huang(bank: &Bank) {
    bank.customer("huang", "north-1", 100).await;
    bank.assign("li", "huang", None).await;
    bank.holdings("huang", &["DEP", "FND", "LOA"]).await;
}

async fn set<V: Into<sea_orm::Value>>(bank: &Bank, number: usize, column: holding::Column, to: V) {
    holding::Entity::update_many()
        .col_expr(column, Expr::value(to))
        .filter(holding::Column::Id.eq(HoldingId(named(&format!("huang/{number}")))))
        .exec(&bank.rows)
        .await
        .unwrap();
}

/// What `li` is told of huang's assets on a day.
async fn assets(bank: &Bank, on: NaiveDate) -> Value {
    let id = CustomerId(named("huang"));
    let query = format!("{{ customer(id: \"{id}\") {{ aum(on: \"{on}\") {{ amount }} }} }}");
    bank.rm("li").query(&query).await.data()["customer"]["aum"]["amount"].clone()
}

async fn a_day_has_the_last_balances_of_then(bank: Bank) {
    huang(&bank).await;
    bank.balance("huang", 0, day(5), -700).await;
    bank.balance("huang", 1, day(8), 0).await;
    set(&bank, 1, holding::Column::ClosedOn, day(8)).await;
    set(&bank, 1, holding::Column::Status, HoldingStatus::Closed).await;
    bank.balance("huang", 0, day(10), 9_900).await;
    for (on, amount) in [(1, "2469.00"), (4, "2469.00"), (5, "1234.50"), (8, "0.00"), (14, "99.00")]
    {
        assert_eq!(
            assets(&bank, day(on)).await,
            amount,
            "on the {on}th, loans and overdraft aside"
        );
    }
    let before = NaiveDate::from_ymd_opt(2025, 12, 31).unwrap();
    assert_eq!(assets(&bank, before).await, Value::Null, "nothing is known of then");

    let query = "{ customers(first: 9) { nodes { aum { amount currency } } } }";
    let answer = bank.rm("li").query(query).await;
    let standing = json!({ "amount": "1.00", "currency": "CNY" });
    assert_eq!(answer.data()["customers"]["nodes"], json!([{ "aum": standing }]));
    assert_eq!(answer.statements.len(), 1, "as it stands in `standing`");
}

async fn a_rate_holds_for_seven_days(bank: Bank) {
    huang(&bank).await;
    set(&bank, 1, holding::Column::Currency, "USD").await;
    let (currency, on_date) = ("USD".to_owned(), day(3));
    bank.add(fx_rate::Model { currency, on_date, rate_millionths: 7_000_000 }).await;
    assert_eq!(assets(&bank, day(2)).await, Value::Null);
    assert_eq!(assets(&bank, day(3)).await, "9876.00");
    assert_eq!(assets(&bank, day(10)).await, "9876.00");
    assert_eq!(assets(&bank, day(11)).await, Value::Null, "the rate is too old");
}

async fn the_bank_date_is_what_the_job_computes(bank: Bank) {
    huang(&bank).await;
    bank.balance("huang", 0, day(9), 77_700).await;
    set(&bank, 1, holding::Column::Currency, "USD").await;
    let (currency, on_date) = ("USD".to_owned(), day(12));
    bank.add(fx_rate::Model { currency, on_date, rate_millionths: 7_123_456 }).await;
    let lines = standing::shipped(noon(1));
    policy::Entity::insert(lines).exec_without_returning(&bank.rows).await.unwrap();
    standing::compute(bank.server.writer(), Tell::Nothing).await.unwrap();
    let query = "{ customers(first: 9) { nodes { aum { amount } standing { aum { amount } } } } }";
    let nodes = bank.rm("li").query(query).await.data()["customers"]["nodes"].clone();
    assert_eq!(nodes[0]["aum"], nodes[0]["standing"]["aum"]);
    assert_eq!(assets(&bank, day(14)).await, nodes[0]["aum"]["amount"]);
    assert_eq!(nodes[0]["aum"]["amount"], "9570.91");
}

async fn days_to_come_are_the_clients_error(bank: Bank) {
    huang(&bank).await;
    let query = "{ customers(first: 9) { nodes { aum(on: \"2026-01-15\") { amount } } } }";
    let answer = bank.rm("li").query(query).await.body();
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
}

async fn a_page_takes_one_statement_for_each_day(bank: Bank) {
    for number in 0..60 {
        let name = format!("c{number:02}");
        bank.customer(&name, "north-1", 1).await;
        bank.assign("li", &name, None).await;
        bank.holdings(&name, &["DEP", "FND"]).await;
    }
    let query = "query Page($first: Int!) { customers(first: $first) { nodes {
        aum(on: \"2026-01-09\") { amount } again: aum(on: \"2026-01-09\") { amount }
        later: aum(on: \"2026-01-10\") { display } now: aum { amount } } } }";
    for first in [5, 50] {
        let answer = bank.rm("li").query_with(query, json!({ "first": first })).await;
        let nodes = answer.data()["customers"]["nodes"].as_array().unwrap().clone();
        assert_eq!(nodes.len(), first);
        assert!(nodes.iter().all(|node| node["aum"]["amount"] == "2469.00"));
        assert_eq!(answer.statements.len(), 3, "{:#?}", answer.statements);
    }
}

async fn what_was_read_is_recorded(bank: Bank) {
    huang(&bank).await;
    for (query, fields) in [
        ("{ customers(first: 9) { nodes { aum { amount } } } }", None),
        ("{ customers(first: 9) { nodes { aum(on: \"2026-01-09\") { amount } } } }", Some("aum")),
    ] {
        let op = Arc::new(bank.rm("li").op());
        bank.schema.execute(Request::new(query).data(Arc::clone(&op))).await;
        access::flush(&op).await.unwrap();
        bank.server.access().close();
        bank.server.access().run(bank.server.writer()).await;
        let record = access_record::Entity::find().one(&bank.rows).await.unwrap();
        assert_eq!(record.as_ref().map(|record| record.fields.as_str()), fields);
    }
}
