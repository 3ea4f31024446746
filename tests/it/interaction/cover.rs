//! By whom a contact is recorded, and until when after a handover.

use super::{AMEND, CANCEL, change, code, count, fill, payload, record, visit, with};
use crate::support::{Bank, named, noon, on_both, staff_id};
use chrono::TimeDelta;
use entity::{
    assignment::{self, AssignmentRole},
    follow_up,
    id::{AssignmentId, InteractionId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

on_both! { a_handover_leaves_72_hours who_does_not_see_the_customer_finds_none }

/// `li` handed over at noon of the 14th.
async fn handed_over(bank: &Bank) {
    assignment::Entity::update_many()
        .col_expr(assignment::Column::ValidTo, Expr::value(noon(14)))
        .filter(assignment::Column::Id.eq(AssignmentId(named("huang/a"))))
        .exec(&bank.rows)
        .await
        .unwrap();
    bank.lead("huang", "zhou").await;
    bank.assign_by("huang/b", AssignmentRole::CoRm, "zhou", "huang").await;
}

async fn a_handover_leaves_72_hours(bank: Bank) {
    fill(&bank).await;
    handed_over(&bank).await;
    let before = json!({ "startedAt": "2026-01-14T11:00:00Z",
        "followUp": { "kind": "PROMISE", "title": "Call back", "dueAt": "2026-01-20T02:00:00Z" } });
    let answer = record(&bank.rm("li"), with(visit("k1"), &before)).await;
    let told = payload(&answer);
    assert_eq!(
        told,
        json!({ "clientMutationId": "k1", "userErrors": [], "interaction": null,
        "followUp": null, "customer": null })
    );
    assert_eq!(count(&bank).await, 1);
    // The next step is left to whoever goes on.
    let made = follow_up::Entity::find().one(&bank.rows).await.unwrap().unwrap();
    assert_eq!(made.assignee_id, staff_id("zhou"));
    // A repeat is the same write.
    assert_eq!(payload(&record(&bank.rm("li"), with(visit("k1"), &before)).await), told);
    assert_eq!(count(&bank).await, 1);

    // What began after it, or is only planned, is no matter of theirs any more.
    let after = record(&bank.rm("li"), visit("k2")).await;
    assert_eq!(code(&after), ("NOT_FOUND".into(), "customerId".into()));
    bank.clock.pass(TimeDelta::hours(48));
    let late = record(&bank.rm("li"), with(visit("k3"), &before)).await;
    assert_eq!(code(&late), ("NOT_FOUND".into(), "customerId".into()));
    assert_eq!(count(&bank).await, 1);
}

async fn who_does_not_see_the_customer_finds_none(bank: Bank) {
    fill(&bank).await;
    let made = record(&bank.rm("li"), visit("k1")).await;
    let id = payload(&made)["interaction"]["id"].as_str().unwrap().to_owned();
    for who in ["zhou", "chief", "wang"] {
        let staff = bank.staff(who);
        let answer = record(&staff, visit("k1")).await;
        assert_eq!(code(&answer), ("NOT_FOUND".into(), "customerId".into()));
        let invented = InteractionId(named("invented")).to_string();
        for document in [AMEND, CANCEL] {
            let foreign = payload(&change(&staff, document, &id, 1, &json!({})).await);
            let none = payload(&change(&staff, document, &invented, 1, &json!({})).await);
            assert_eq!(foreign, none);
        }
        let node = |id: &str| format!("{{ node(id: \"{id}\") {{ id }} }}");
        let foreign = staff.query(&node(&id)).await.text();
        assert_eq!(staff.query(&node(&invented)).await.text(), foreign);
    }
    for who in ["leader", "analyst", "admin", "auditor"] {
        let answer = record(&bank.staff(who), visit("k1")).await;
        assert_eq!(answer.response.errors[0].message, "You may not do this.", "{who}");
    }
}
