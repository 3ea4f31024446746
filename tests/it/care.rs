//! Needs, and occasions to care for a customer.

use crate::support::{Bank, named, on_both};
use chrono::NaiveDate;
use entity::{
    holding,
    id::{CustomerId, HoldingId},
    person_profile,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};

on_both! {
    needs_are_stated_as_a_whole
    occasions_come_in_the_order_of_their_days
    occasions_of_a_page_take_as_many_statements
    one_does_not_look_too_far
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

async fn fill(bank: &Bank) {
    bank.customer("huang", "north-1", 1).await;
    bank.assign("li", "huang", None).await;
    bank.holdings("huang", &["DEP", "DEP"]).await;
    let born = Expr::value(date("2000-02-29"));
    person_profile::Entity::update_many()
        .col_expr(person_profile::Column::BirthDate, born)
        .exec(&bank.rows)
        .await
        .unwrap();
}

async fn matures(bank: &Bank, holding: &str, on: &str) {
    holding::Entity::update_many()
        .col_expr(holding::Column::MaturesOn, Expr::value(date(on)))
        .filter(holding::Column::Id.eq(HoldingId(named(holding))))
        .exec(&bank.rows)
        .await
        .unwrap();
}

async fn occasions(bank: &Bank, within: i32) -> Value {
    let query = format!(
        "{{ customer(id: \"{}\") {{ careOccasions(within: {within}) {{
            kind on years holdingId }} }} }}",
        CustomerId(named("huang"))
    );
    bank.rm("li").query(&query).await.data()["customer"]["careOccasions"].clone()
}

async fn needs_are_stated_as_a_whole(bank: Bank) {
    fill(&bank).await;
    let update = async |version: i32, needs: Value| {
        let document = "mutation Needs($input: CustomerUpdateInput!) {
            customerUpdate(input: $input) { userErrors { code } customer { needTypes version } } }";
        let input = json!({ "clientMutationId": version.to_string(), "expectedVersion": version,
            "id": CustomerId(named("huang")).to_string(), "needTypes": needs });
        let answer = bank.rm("li").query_with(document, json!({ "input": input })).await;
        answer.data()["customerUpdate"]["customer"]["needTypes"].clone()
    };
    let needs = json!(["FOREIGN_CURRENCY", "DEPOSIT", "DEPOSIT"]);
    assert_eq!(update(1, needs).await, json!(["DEPOSIT", "FOREIGN_CURRENCY"]));
    assert_eq!(update(2, Value::Null).await, json!(["DEPOSIT", "FOREIGN_CURRENCY"]));
    assert_eq!(update(3, json!([])).await, json!([]));
}

async fn occasions_come_in_the_order_of_their_days(bank: Bank) {
    fill(&bank).await;
    matures(&bank, "huang/0", "2026-01-20").await;
    matures(&bank, "huang/1", "2026-01-14").await;
    // Never reached and nothing moved since the first holding of 2020: absent since 2020.
    let absent = json!({ "kind": "LONG_ABSENCE", "on": "2020-12-31", "years": null,
        "holdingId": null });
    let due = json!({ "kind": "MATURITY", "on": "2026-01-20", "years": null,
        "holdingId": HoldingId(named("huang/0")).to_string() });
    let birthday = json!({ "kind": "BIRTHDAY", "on": "2026-02-28", "years": 26,
        "holdingId": null });
    assert_eq!(occasions(&bank, 7).await, json!([absent, due]));
    assert_eq!(occasions(&bank, 45).await, json!([absent, due, birthday]));
    let came = json!({ "kind": "ANNIVERSARY", "on": "2027-01-01", "years": 7,
        "holdingId": null });
    assert_eq!(occasions(&bank, 366).await, json!([absent, due, birthday, came]));
    bank.times("huang", 12).await;
    assert_eq!(occasions(&bank, 7).await, json!([due]), "somebody has spoken to them");
}

async fn occasions_of_a_page_take_as_many_statements(bank: Bank) {
    fill(&bank).await;
    for name in ["sun", "wu"] {
        bank.customer(name, "north-1", 1).await;
        bank.assign("li", name, None).await;
    }
    let page = |first: i32| {
        format!(
            "{{ customers(first: {first}) {{ nodes {{ near: careOccasions(within: 1) {{ on }}
                far: careOccasions(within: 9) {{ on }} }} }} }}"
        )
    };
    let (one, three) = (bank.rm("li").query(&page(1)).await, bank.rm("li").query(&page(3)).await);
    assert_eq!((one.statements.len(), three.statements.len()), (3, 3));
    assert_eq!(three.data()["customers"]["nodes"].as_array().map(Vec::len), Some(3));
}

async fn one_does_not_look_too_far(bank: Bank) {
    fill(&bank).await;
    for within in [0, 367] {
        let query = format!(
            "{{ customers(first: 1) {{ nodes {{ careOccasions(within: {within}) {{ on }} }} }} }}"
        );
        let answer = bank.rm("li").query(&query).await.body();
        assert_eq!(answer["errors"][0]["message"], "`within` must be from 1 to 366");
    }
}
