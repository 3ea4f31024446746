//! Contact compliance: what it counts, and that everybody who may see it sees the same.

use crate::support::{Bank, day, named, noon, on_both, staff_id, unit};
use entity::{assignment::AssignmentRole, customer, id::CustomerId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};

on_both! {
    seventeen_of_twenty
    whoever_may_see_it_sees_the_same
    nobody_has_no_ratio
    units_are_counted_with_those_below
}

const FIGURES: &str = "{ customers overdueVisits overdueTouches ratio asOf }";

/// Twenty customers of `li`'s, of whom on the 15th one's visit is overdue, one's contact, and both
/// of one.
async fn fill(bank: &Bank) {
    for number in 0..20 {
        let name = format!("c{number:02}");
        bank.customer(&name, "north-1", 1).await;
        bank.assign_as(AssignmentRole::Lead, "li", &name, None).await;
        bank.lead(&name, "li").await;
        bank.due(&name, day(15), day(15)).await;
    }
    bank.due("c00", day(14), day(20)).await;
    bank.due("c01", day(20), day(14)).await;
    bank.due("c02", day(1), day(14)).await;
}

fn seventeen() -> Value {
    json!({ "customers": 20, "overdueVisits": 2, "overdueTouches": 2, "ratio": "0.85",
        "asOf": "2026-01-15" })
}

async fn of_staff(bank: &Bank, who: &str, whom: &str) -> Value {
    let document =
        format!("{{ staff(id: \"{}\") {{ contactCompliance {FIGURES} }} }}", staff_id(whom));
    bank.staff(who).query(&document).await.data()["staff"]["contactCompliance"].clone()
}

async fn of_unit(bank: &Bank, who: &str, name: &str) -> Value {
    let document =
        format!("{{ orgUnit(id: \"{}\") {{ contactCompliance {FIGURES} }} }}", unit(name));
    bank.staff(who).query(&document).await.data()["orgUnit"]["contactCompliance"].clone()
}

async fn seventeen_of_twenty(bank: Bank) {
    fill(&bank).await;
    // Neither those that others lead nor those that are gone count.
    for name in ["other", "gone", "former"] {
        bank.customer(name, "north-2", 1).await;
        bank.due(name, day(1), day(1)).await;
    }
    bank.assign("li", "other", None).await;
    bank.assign_as(AssignmentRole::Lead, "li", "gone", None).await;
    bank.assign_as(AssignmentRole::Lead, "li", "former", Some(noon(10))).await;
    customer::Entity::update_many()
        .col_expr(customer::Column::DeletedAt, Expr::value(noon(2)))
        .filter(customer::Column::Id.eq(CustomerId(named("gone"))))
        .exec(&bank.rows)
        .await
        .unwrap();
    assert_eq!(of_staff(&bank, "li", "li").await, seventeen());
    // A day later all of them are overdue.
    bank.clock.set(noon(16));
    let later = of_staff(&bank, "li", "li").await;
    assert_eq!((&later["ratio"], &later["asOf"]), (&json!("0"), &json!("2026-01-16")));
}

async fn whoever_may_see_it_sees_the_same(bank: Bank) {
    fill(&bank).await;
    // One of them belongs to a unit that the team's lead does not see.
    customer::Entity::update_many()
        .col_expr(customer::Column::HomeUnitId, Expr::value(unit("south")))
        .filter(customer::Column::Id.eq(CustomerId(named("c05"))))
        .exec(&bank.rows)
        .await
        .unwrap();
    for who in ["li", "lead", "both", "boss", "auditor"] {
        assert_eq!(of_staff(&bank, who, "li").await, seventeen(), "{who}");
    }
    for who in ["wang", "zhou", "chief", "leader", "analyst", "admin"] {
        assert_eq!(of_staff(&bank, who, "li").await, Value::Null, "{who}");
    }
    for (who, name) in [
        ("li", "north-1"),
        ("lead", "north"),
        ("boss", "hq"),
        ("chief", "north"),
        ("leader", "hq"),
        ("admin", "hq"),
        ("analyst", "hq"),
        ("lead", "north-2"),
    ] {
        assert_eq!(of_unit(&bank, who, name).await, Value::Null, "{who} {name}");
    }
    let team = json!({ "customers": 19, "overdueVisits": 2, "overdueTouches": 2,
        "ratio": "0.8421", "asOf": "2026-01-15" });
    for who in ["lead", "both", "boss", "auditor"] {
        assert_eq!(of_unit(&bank, who, "north-1").await, team, "{who}");
    }
}

async fn nobody_has_no_ratio(bank: Bank) {
    let none = json!({ "customers": 0, "overdueVisits": 0, "overdueTouches": 0, "ratio": null,
        "asOf": "2026-01-15" });
    assert_eq!(of_staff(&bank, "wang", "wang").await, none);
    assert_eq!(of_unit(&bank, "chief", "south").await, none);
}

async fn units_are_counted_with_those_below(bank: Bank) {
    fill(&bank).await;
    bank.customer("sun", "north-2", 1).await;
    bank.customer("wu", "north", 1).await;
    bank.due("wu", day(1), day(1)).await;
    let document = format!(
        "{{ orgUnit(id: \"{}\") {{ contactCompliance {{ customers ratio }}
            children(first: 9) {{ nodes {{ code contactCompliance {{ customers ratio }}
                staff(first: 9) {{ nodes {{ contactCompliance {{ customers }} }} }} }} }} }} }}",
        unit("north")
    );
    let answer = bank.manager().query(&document).await;
    // Units, children and staff, and of each who may know it and how many there are.
    assert_eq!(answer.statements.len(), 9, "{:#?}", answer.statements);
    let north = answer.data()["orgUnit"].clone();
    assert_eq!(north["contactCompliance"], json!({ "customers": 22, "ratio": "0.8182" }));
    let below: Vec<_> = north["children"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| (node["code"].clone(), node["contactCompliance"].clone()))
        .collect();
    let expected = [
        (json!("north-1"), json!({ "customers": 20, "ratio": "0.85" })),
        (json!("north-2"), json!({ "customers": 1, "ratio": "1" })),
    ];
    assert_eq!(below, expected);
}
