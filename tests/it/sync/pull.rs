//! What a phone is told: everything first, then what changes, gained and lost access, resets.

use super::phone::Phone;
use crate::support::{Bank, named, on_both, staff_id};
use chrono::TimeDelta;
use entity::{
    assignment::AssignmentRole,
    change_log,
    id::{CustomerId, FollowUpId, InteractionId},
};
use sea_orm::{EntityTrait, sea_query::Expr};
use serde_json::{Value, json};
use uuid::Uuid;

on_both! {
    everything_comes_first_in_pages
    what_changes_is_told_to_those_who_see_it
    a_handover_moves_everything_below
    work_of_ones_own_changes_hands
    a_token_is_worth_nothing_elsewhere
    a_page_ends_after_so_many_bytes
    nothing_is_told_of_what_was_never_seen
}

/// Four customers of `li`'s, each with five contacts and five follow-ups.
async fn fill(bank: &Bank) {
    for name in ["huang", "sun", "wu", "xu"] {
        bank.customer(name, "north-1", 100).await;
        bank.assign_as(AssignmentRole::Lead, "li", name, None).await;
        bank.lead(name, "li").await;
        for number in 0..5 {
            let (id, customer) = (named(&format!("{name}/{number}")), CustomerId(named(name)));
            bank.add(crate::support::planned(InteractionId(id), customer, "li")).await;
            bank.add(crate::support::to_do(FollowUpId(id), customer, "li")).await;
        }
    }
}

async fn sequenced(bank: &Bank) {
    bank.instance().await.sequencer.sequence().await.unwrap();
}

pub(super) async fn hand_over(bank: &Bank, customer: &str, to: &str) {
    let change = "mutation Change($input: AssignmentChangeInput!) {
        assignmentChange(input: $input) { userErrors { code } } }";
    let version = bank.row(customer).await.version;
    let input = json!({ "clientMutationId": Uuid::now_v7().to_string(), "role": "LEAD",
        "customerId": CustomerId(named(customer)).to_string(), "expectedVersion": version,
        "staffId": staff_id(to).to_string(), "reason": "test" });
    let answer = bank.manager().query_with(change, json!({ "input": input })).await;
    assert_eq!(answer.data()["assignmentChange"]["userErrors"], json!([]));
}

async fn everything_comes_first_in_pages(bank: Bank) {
    fill(&bank).await;
    for first in [1, 7, 100] {
        let mut phone = Phone::new("li");
        phone.sync(&bank, first).await;
        let counts = ["cus_", "int_", "fup_", "prd_"].map(|prefix| phone.count(prefix));
        assert_eq!((counts, phone.resets), ([4, 20, 20, 3], 0), "{first}");
    }
    let mut other = Phone::new("sui");
    other.sync(&bank, 100).await;
    assert_eq!((other.rows.len(), other.count("prd_")), (3, 3));
    let mut some = Phone::new("li");
    some.scopes = json!(["FOLLOW_UPS"]);
    some.sync(&bank, 100).await;
    assert_eq!((some.rows.len(), some.count("fup_")), (20, 20));
}

async fn what_changes_is_told_to_those_who_see_it(bank: Bank) {
    fill(&bank).await;
    let (mut li, mut wang) = (Phone::new("li"), Phone::new("wang"));
    li.sync(&bank, 100).await;
    wang.sync(&bank, 100).await;
    bank.rm("li").rename("k1", "huang", 1, "Huang Wei").await;
    let id = CustomerId(named("huang")).to_string();
    // What is not in the log yet is not told yet.
    li.sync(&bank, 100).await;
    assert_eq!(li.rows[&id]["name"], "huang");
    sequenced(&bank).await;
    li.sync(&bank, 100).await;
    wang.sync(&bank, 100).await;
    assert_eq!((&li.rows[&id]["name"], &li.rows[&id]["version"]), (&json!("Huang Wei"), &json!(2)));
    assert_eq!(wang.rows.get(&id), None);
    // A second sync has nothing to tell.
    let before = li.rows.clone();
    assert!(!li.page(&bank, 100).await);
    assert_eq!(li.rows, before);
}

async fn a_handover_moves_everything_below(bank: Bank) {
    fill(&bank).await;
    let mut phones = ["li", "zhou", "lead", "boss"].map(Phone::new);
    for phone in &mut phones {
        phone.sync(&bank, 100).await;
    }
    hand_over(&bank, "huang", "zhou").await;
    sequenced(&bank).await;
    for phone in &mut phones {
        phone.sync(&bank, 3).await;
    }
    let counts = phones.map(|phone| (phone.count("cus_"), phone.count("int_")));
    // The lead's unit is north-1, and the customer has left it; the manager stands above both.
    assert_eq!(counts, [(3, 15), (1, 5), (3, 15), (4, 20)]);

    // Regained within one sync: nothing is missing afterwards.
    let mut li = Phone::new("li");
    li.sync(&bank, 100).await;
    hand_over(&bank, "huang", "li").await;
    hand_over(&bank, "sun", "zhou").await;
    hand_over(&bank, "sun", "li").await;
    sequenced(&bank).await;
    li.sync(&bank, 2).await;
    assert_eq!((li.count("cus_"), li.count("int_"), li.count("fup_")), (4, 20, 20));
}

async fn work_of_ones_own_changes_hands(bank: Bank) {
    let create = "mutation Create($input: FollowUpCreateInput!) {
        followUpCreate(input: $input) { userErrors { code } followUp { id } } }";
    let input = json!({ "clientMutationId": "k1", "kind": "OTHER", "title": "Tidy up",
        "dueAt": "2026-01-20T02:00:00Z", "assigneeId": staff_id("li").to_string() });
    let made = bank.manager().query_with(create, json!({ "input": input })).await.data();
    let id = made["followUpCreate"]["followUp"]["id"].clone();
    let mut phones = ["li", "wang", "boss"].map(Phone::new);
    for phone in &mut phones {
        phone.sync(&bank, 100).await;
    }
    assert_eq!(phones.each_ref().map(|phone| phone.count("fup_")), [1, 0, 1]);
    let update = "mutation Update($input: FollowUpUpdateInput!) {
        followUpUpdate(input: $input) { userErrors { code } } }";
    let input = json!({ "clientMutationId": "k2", "id": id, "expectedVersion": 1,
        "assigneeId": staff_id("wang").to_string() });
    bank.manager().query_with(update, json!({ "input": input })).await.data();
    sequenced(&bank).await;
    for phone in &mut phones {
        phone.sync(&bank, 100).await;
    }
    assert_eq!(phones.map(|phone| phone.count("fup_")), [0, 1, 1]);
}

async fn a_token_is_worth_nothing_elsewhere(bank: Bank) {
    fill(&bank).await;
    let mut li = Phone::new("li");
    li.sync(&bank, 100).await;
    let token = li.token.clone();

    let mut other = Phone::new("wang");
    other.token = token.clone();
    other.sync(&bank, 100).await;
    assert_eq!((other.resets, other.count("cus_")), (1, 0));
    let mut less = Phone::new("li");
    (less.token, less.scopes) = (token.clone(), json!(["CUSTOMERS"]));
    less.sync(&bank, 100).await;
    assert_eq!((less.resets, less.rows.len()), (1, 4));
    let mut made_up = Phone::new("li");
    made_up.token = json!("made-up");
    made_up.sync(&bank, 100).await;
    assert_eq!((made_up.resets, made_up.count("cus_")), (1, 4));
    let hashed = "query Sync($token: SyncToken) { sync(first: 1, scopes: [CUSTOMERS, INTERACTIONS,
        FOLLOW_UPS, PRODUCTS], token: $token, schemaHash: \"other\") { resetRequired } }";
    let answer = bank.rm("li").query_with(hashed, json!({ "token": token })).await.data();
    assert_eq!(answer["sync"]["resetRequired"], true);

    // A bank that was restored, and an import of a whole one.
    entity::bank::Entity::update_many()
        .col_expr(entity::bank::Column::Epoch, Expr::value(named("restored")))
        .exec(&bank.rows)
        .await
        .unwrap();
    let restored = bank.instance().await;
    let plain = "query Sync($token: SyncToken) { sync(first: 1, scopes: [CUSTOMERS, INTERACTIONS,
        FOLLOW_UPS, PRODUCTS], token: $token) { resetRequired } }";
    let li_there = bank.rm("li").through(&restored.server);
    let answer = li_there.query_with(plain, json!({ "token": token })).await.data();
    assert_eq!(answer["sync"]["resetRequired"], true);

    // Older than the log is kept.
    bank.clock.pass(TimeDelta::days(29));
    let answer = bank.rm("li").query_with(plain, json!({ "token": token })).await.data();
    assert_eq!(answer["sync"]["resetRequired"], false);
    bank.clock.pass(TimeDelta::days(2));
    let answer = bank.rm("li").query_with(plain, json!({ "token": token })).await.data();
    assert_eq!(answer["sync"]["resetRequired"], true);
}

async fn a_page_ends_after_so_many_bytes(bank: Bank) {
    bank.customer("huang", "north-1", 100).await;
    bank.assign("li", "huang", None).await;
    let customer = CustomerId(named("huang"));
    for number in 0..60 {
        let id = InteractionId(named(&format!("huang/{number}")));
        let mut row = crate::support::planned(id, customer, "li");
        row.summary = Some("长".repeat(4_000));
        bank.add(row).await;
    }
    let mut phone = Phone::new("li");
    phone.scopes = json!(["INTERACTIONS"]);
    assert!(phone.page(&bank, 100).await);
    // 12,000 bytes each.
    let page = phone.count("int_");
    assert!((18..24).contains(&page), "{page}");
    phone.sync(&bank, 100).await;
    assert_eq!(phone.count("int_"), 60);
}

async fn nothing_is_told_of_what_was_never_seen(bank: Bank) {
    fill(&bank).await;
    let told = "query Sync($token: SyncToken) { sync(first: 100, token: $token,
        scopes: [CUSTOMERS, INTERACTIONS, FOLLOW_UPS]) { changes { op id } nextToken } }";
    let mut tokens = Vec::new();
    for who in ["sui", "chief", "leader", "analyst", "admin"] {
        let answer = bank.staff(who).query(told).await.data();
        assert_eq!(answer["sync"]["changes"], json!([]), "{who}");
        tokens.push((who, answer["sync"]["nextToken"].clone()));
    }
    bank.rm("li").rename("k1", "huang", 1, "Huang Wei").await;
    hand_over(&bank, "huang", "zhou").await;
    sequenced(&bank).await;
    assert!(change_log::Entity::find().all(&bank.rows).await.unwrap().len() > 2);
    for (who, token) in tokens {
        let answer = bank.staff(who).query_with(told, json!({ "token": token })).await.data();
        assert_eq!(answer["sync"]["changes"], Value::Array(Vec::new()), "{who}");
    }
}
