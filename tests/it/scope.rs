//! Who sees whom.

use crate::support::{Bank, named, noon, on_both};
use entity::id::{CustomerId, HoldingId};
use serde_json::json;

on_both! {
    foreign_id_answers_like_one_that_never_existed
    assignment_opens_and_closes
    manager_sees_the_units_below
    no_right_sees_nothing
    auditor_sees_all_masked
    wrong_kind_of_id_is_the_clients_error
}

const NAMES: &str = "{ customers(first: 9) { nodes { name } } }";
const ONE: &str =
    "query One($id: ID!) { customer(id: $id) { id name holdings(first: 3) { nodes { id } } } }";

async fn foreign_id_answers_like_one_that_never_existed(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    bank.assign("wang", "huang", None).await;
    let id = |name| json!({ "id": CustomerId(named(name)).to_string() });

    let own = bank.rm("wang").query_with(ONE, id("huang")).await;
    let foreign = bank.rm("li").query_with(ONE, id("huang")).await;
    let never = bank.rm("li").query_with(ONE, id("never")).await;

    assert_eq!(own.data()["customer"]["name"], "huang");
    assert_eq!(foreign.text(), never.text());
    assert_eq!(foreign.text(), r#"{"data":{"customer":null}}"#);
    assert_eq!(foreign.statements, never.statements);
    assert_eq!(foreign.statements.len(), 1);
}

async fn assignment_opens_and_closes(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    bank.assign("li", "huang", Some(noon(10))).await;
    let seen = async |now| {
        bank.clock.set(now);
        let answer = bank.rm("li").query(NAMES).await;
        answer.data()["customers"]["nodes"].to_string()
    };

    let instant = chrono::TimeDelta::microseconds(1);
    assert_eq!(seen(noon(1) - instant).await, "[]");
    assert_eq!(seen(noon(1)).await, r#"[{"name":"huang"}]"#);
    assert_eq!(seen(noon(10) - instant).await, r#"[{"name":"huang"}]"#);
    assert_eq!(seen(noon(10)).await, "[]");
}

async fn manager_sees_the_units_below(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    bank.customer("sun", "north-2", 3).await;
    bank.customer("wu", "north", 2).await;

    let all = bank.manager().query(NAMES).await;
    let team = bank.staff("lead").query(NAMES).await;

    assert_eq!(
        all.text(),
        r#"{"data":{"customers":{"nodes":[{"name":"sun"},{"name":"wu"},{"name":"huang"}]}}}"#
    );
    assert_eq!(team.text(), r#"{"data":{"customers":{"nodes":[{"name":"huang"}]}}}"#);
}

async fn no_right_sees_nothing(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    for name in ["sui", "leader", "analyst", "admin"] {
        assert_eq!(
            bank.staff(name).query(NAMES).await.text(),
            r#"{"data":{"customers":{"nodes":[]}}}"#
        );
    }
}

async fn auditor_sees_all_masked(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    let mobile = "{ customers(first: 9) { nodes { allowedActions
        profile { ... on PersonProfile { mobile { masked revealable } } } } } }";

    let auditor = bank.auditor().query(mobile).await.data();
    let manager = bank.manager().query(mobile).await.data();

    // Both may ask for the whole number, each with a purpose of their own.
    let seen = json!({ "mobile": { "masked": "138****0000", "revealable": true } });
    assert_eq!(auditor["customers"]["nodes"][0]["profile"], seen);
    assert_eq!(manager["customers"]["nodes"][0]["profile"], seen);
    assert_eq!(auditor["customers"]["nodes"][0]["allowedActions"], json!(["REVEAL"]));
}

async fn wrong_kind_of_id_is_the_clients_error(bank: Bank) {
    let id = HoldingId(named("huang")).to_string();
    let answer = bank.rm("li").query_with(ONE, json!({ "id": id })).await;
    assert_eq!(answer.body()["data"], json!({ "customer": null }));
    assert_eq!(answer.body()["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
}
