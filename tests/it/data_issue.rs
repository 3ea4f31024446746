//! What is wrong with data: duplicates are found, judged, and shown to those who see one of them.

use crate::support::{Answer, Bank, Staff, day, issue_id, judge, named, of, on_both};
use api::service::{data_issue::find::find, standing::Tell};
use entity::{customer, id::CustomerId, outbox::Noun, person_profile};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};

on_both! {
    found_by_what_identifies_and_never_by_name
    judged_in_order
    an_issue_shows_no_more_than_one_may_see
}

const ISSUES: &str =
    "query Issues($state: [DataIssueState!]) { dataIssues(first: 9, state: $state) {
    totalCount { value } nodes { id certainty state parties { customerId label } } } }";

async fn found_by_what_identifies_and_never_by_name(bank: Bank) {
    for name in ["a", "b", "c", "d", "e", "f"] {
        bank.customer(name, "north-1", 1).await;
    }
    // a, b and c have one number; d and e one name, birthday and mobile; f only the name.
    for name in ["a", "b", "c"] {
        bank.identify(name, &format!("1381234567{}", name.len()), "110101199001011234").await;
    }
    for (name, id_number) in [("d", "1"), ("e", "2"), ("f", "3")] {
        let mobile = if name == "f" { "13900000000" } else { "13899999999" };
        bank.identify(name, mobile, id_number).await;
        customer::Entity::update_many()
            .col_expr(customer::Column::Name, Expr::value("Gu Fang"))
            .filter(customer::Column::Id.eq(CustomerId(named(name))))
            .exec(&bank.rows)
            .await
            .unwrap();
        person_profile::Entity::update_many()
            .col_expr(person_profile::Column::BirthDate, Expr::value(day(3)))
            .filter(person_profile::Column::CustomerId.eq(CustomerId(named(name))))
            .exec(&bank.rows)
            .await
            .unwrap();
    }
    let writer = bank.server.writer();
    assert_eq!(find(writer, Tell::Changes).await.unwrap(), 3);
    assert_eq!(find(writer, Tell::Changes).await.unwrap(), 0, "found once");

    let answer = bank.manager().query_with(ISSUES, json!({})).await.data();
    let nodes = answer["dataIssues"]["nodes"].as_array().unwrap();
    let mut pairs: Vec<_> = nodes
        .iter()
        .map(|node| {
            let label = |at: usize| node["parties"][at]["label"].as_str().unwrap().to_owned();
            (node["certainty"].as_str().unwrap().to_owned(), label(0), label(1))
        })
        .collect();
    pairs.sort();
    let pair = |certainty: &str, one: &str, other: &str| {
        (certainty.to_owned(), one.to_owned(), other.to_owned())
    };
    let expected = [
        pair("CERTAIN", "a", "b"),
        pair("CERTAIN", "a", "c"),
        pair("LIKELY", "Gu Fang", "Gu Fang"),
    ];
    assert_eq!(pairs, expected);
    bank.instance().await.sequencer.sequence().await.unwrap();
    let told = bank.log(0).await;
    assert_eq!(told.len(), 6, "each for both");
    assert!(told.iter().all(|row| row.noun == Noun::DataIssue));
}

async fn judged_in_order(bank: Bank) {
    bank.twins().await;
    let told = |answer: Answer| answer.data()["dataIssueJudge"].clone();
    // A relationship manager says that it is so, and nobody but those above that it is not.
    let rejected = judge(&bank.rm("li"), "OPEN", "REJECT").await.body();
    assert_eq!(rejected["errors"][0]["extensions"]["code"], "FORBIDDEN");
    let confirmed = json!({ "state": "CONFIRMED", "allowedActions": [], "mergedId": null });
    let answer = told(judge(&bank.rm("li"), "OPEN", "CONFIRM").await);
    assert_eq!(answer, json!({ "userErrors": [], "dataIssue": confirmed }));
    let stale = json!([{ "code": "STALE_STATE", "path": ["input", "expectedState"] }]);
    let late = told(judge(&bank.rm("zhou"), "OPEN", "CONFIRM").await);
    assert_eq!(late["userErrors"], stale);
    let no_way = json!([{ "code": "RULE_VIOLATED", "path": ["input", "verdict"] }]);
    let again = told(judge(&bank.manager(), "CONFIRMED", "CONFIRM").await);
    assert_eq!(again["userErrors"], no_way);
    let rejected = json!({ "state": "REJECTED", "allowedActions": [], "mergedId": null });
    let answer = told(judge(&bank.manager(), "CONFIRMED", "REJECT").await);
    assert_eq!(answer["dataIssue"], rejected);
    let missing = json!([{ "code": "NOT_FOUND", "path": ["input", "id"] }]);
    let foreign = told(judge(&bank.rm("sui"), "REJECTED", "CONFIRM").await);
    assert_eq!(foreign["userErrors"], missing);
}

async fn an_issue_shows_no_more_than_one_may_see(bank: Bank) {
    bank.twins().await;
    let issues = async |staff: Staff<'_>| {
        let answer = staff.query_with(ISSUES, json!({ "state": ["OPEN"] })).await;
        answer.data()["dataIssues"].clone()
    };
    let seen = |parties: Value| {
        json!({ "totalCount": { "value": 1 }, "nodes": [{ "id": issue_id(),
            "certainty": "CERTAIN", "state": "OPEN", "parties": parties }] })
    };
    let whole = |name: &str| json!({ "customerId": of(name), "label": name });
    let hidden = |label: &str| json!({ "customerId": null, "label": label });
    assert_eq!(issues(bank.manager()).await, seen(json!([whole("huang"), whole("wong")])));
    assert_eq!(issues(bank.rm("li")).await, seen(json!([whole("huang"), hidden("w**")])));
    assert_eq!(issues(bank.rm("zhou")).await, seen(json!([hidden("h**"), whole("wong")])));
    let nothing = json!({ "totalCount": { "value": 0 }, "nodes": [] });
    for who in ["sui", "leader", "analyst", "admin"] {
        assert_eq!(issues(bank.staff(who)).await, nothing, "{who}");
    }
    let query = format!(
        "{{ customer(id: \"{}\") {{ dataIssues {{ id parties {{ label }} }} }} }}",
        of("huang")
    );
    let below = bank.rm("li").query(&query).await.data()["customer"]["dataIssues"].clone();
    let parties = json!([{ "label": "huang" }, { "label": "w**" }]);
    assert_eq!(below, json!([{ "id": issue_id(), "parties": parties }]));
}
