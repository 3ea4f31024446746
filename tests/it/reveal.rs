//! Showing an identifier in full: for a purpose, under a quota, and never unaudited.

use crate::support::{Answer, Bank, Staff, named, noon, on_both, staff_id};
use entity::{
    assignment::AssignmentRole,
    audit_entry, company_profile, holding, holding_holder,
    id::{CustomerId, HoldingId},
    person_profile, reveal_quota,
};
use futures_util::future::join_all;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use serde_json::{Value, json};

on_both! {
    shown_counted_and_audited
    an_account_number_is_seen_through_any_holder
    a_foreign_id_answers_like_one_that_never_existed
    managers_say_why_and_relationship_managers_need_not
    auditors_reveal_for_the_audit_and_nobody_else_does
    other_roles_may_not_at_all
    what_cannot_be_shown_is_a_refusal_and_leaves_nothing
    the_quota_is_never_exceeded_by_calls_at_once
    a_quota_is_one_of_a_day
    a_key_that_is_gone_shows_nothing_and_is_audited
}

const MOBILE: &str = "13812345678";
const REVEAL: &str = "mutation Reveal($input: CustomerRevealInput!) {
    customerReveal(input: $input) { userErrors { code path } value expiresAt }
}";

/// Huang, a person whom wang looks after, and acme, a company of another branch.
async fn fill(bank: &Bank) {
    bank.customer("huang", "north-1", 1).await;
    bank.customer("acme", "south", 1).await;
    bank.assign_as(AssignmentRole::Lead, "wang", "huang", None).await;
    seal(bank, "huang", MOBILE).await;
    bank.holdings("huang", &["DEP"]).await;
    let sealed = bank.server.keyring().seal_identifier("6222000011112222").unwrap();
    holding::Entity::update_many()
        .col_expr(holding::Column::AccountCipher, Expr::value(sealed))
        .exec(&bank.rows)
        .await
        .unwrap();
}

async fn seal(bank: &Bank, customer: &str, mobile: &str) {
    let sealed = bank.server.keyring().seal_identifier(mobile).unwrap();
    person_profile::Entity::update_many()
        .col_expr(person_profile::Column::MobileCipher, Expr::value(sealed))
        .filter(person_profile::Column::CustomerId.eq(CustomerId(named(customer))))
        .exec(&bank.rows)
        .await
        .unwrap();
}

fn of(customer: &str) -> String {
    CustomerId(named(customer)).to_string()
}

fn account() -> String {
    HoldingId(named("huang/0")).to_string()
}

async fn reveal(staff: &Staff<'_>, id: &str, field: &str, purpose: &str, note: &str) -> Answer {
    let input = json!({ "id": id, "field": field, "purpose": purpose, "note": note });
    staff.query_with(REVEAL, json!({ "input": input })).await
}

async fn mobile(staff: &Staff<'_>, customer: &str) -> Value {
    let answer = reveal(staff, &of(customer), "MOBILE", "CONTACT_CUSTOMER", "").await;
    answer.data()["customerReveal"].clone()
}

fn refused(code: &str, path: &[&str]) -> Value {
    json!({ "userErrors": [{ "code": code, "path": path }], "value": null, "expiresAt": null })
}

async fn entries(bank: &Bank) -> Vec<audit_entry::Model> {
    let entries = audit_entry::Entity::find().order_by_asc(audit_entry::Column::Id);
    entries.all(&bank.rows).await.unwrap()
}

async fn used(bank: &Bank, staff: &str) -> i32 {
    let days = reveal_quota::Entity::find()
        .filter(reveal_quota::Column::StaffId.eq(staff_id(staff)))
        .all(&bank.rows)
        .await
        .unwrap();
    days.iter().map(|day| day.used).sum()
}

async fn shown_counted_and_audited(bank: Bank) {
    fill(&bank).await;
    let shown = mobile(&bank.rm("wang"), "huang").await;
    let expected =
        json!({ "userErrors": [], "value": MOBILE, "expiresAt": "2026-01-15T12:01:00Z" });
    assert_eq!(shown, expected);

    let entries = entries(&bank).await;
    let [entry] = entries.as_slice() else { panic!("{entries:?}") };
    let told = audit_entry::Model {
        id: entry.id,
        at: noon(15),
        actor_id: Some(staff_id("wang")),
        roles: "RM".into(),
        action: "customerReveal".into(),
        subject_noun: "customer".into(),
        subject_id: Some(named("huang")),
        customer_id: Some(CustomerId(named("huang"))),
        fields: "mobile".into(),
        purpose: Some("CONTACT_CUSTOMER".into()),
        request_id: "test".into(),
    };
    assert_eq!(*entry, told);
    assert_eq!(used(&bank, "wang").await, 1);
    assert_eq!(bank.left().await, (0, 0), "no key, and nothing that clients have to know");

    mobile(&bank.rm("wang"), "huang").await;
    assert_eq!((used(&bank, "wang").await, self::entries(&bank).await.len()), (2, 2));
}

async fn an_account_number_is_seen_through_any_holder(bank: Bank) {
    fill(&bank).await;
    let zhou = bank.rm("zhou");
    let ask = async || {
        let answer = reveal(&zhou, &account(), "ACCOUNT_NUMBER", "PREPARE_DOCUMENT", "").await;
        answer.data()["customerReveal"].clone()
    };
    assert_eq!(ask().await, refused("NOT_FOUND", &["input", "id"]));

    bank.assign("zhou", "acme", None).await;
    let (customer_id, holding_id) = (CustomerId(named("acme")), HoldingId(named("huang/0")));
    let role = holding_holder::HolderRole::Joint;
    bank.add(holding_holder::Model { customer_id, holding_id, role }).await;
    assert_eq!(ask().await["value"], "6222000011112222");
    let entry = entries(&bank).await.remove(0);
    assert_eq!((entry.subject_noun.as_str(), entry.subject_id), ("holding", Some(holding_id.0)));
    assert_eq!(entry.customer_id, Some(CustomerId(named("huang"))), "whose account it is");
}

async fn a_foreign_id_answers_like_one_that_never_existed(bank: Bank) {
    fill(&bank).await;
    let deleted = bank.row("acme").await;
    bank.customer("gone", "north-1", 1).await;
    bank.assign("li", "gone", Some(noon(2))).await;
    for id in [of("huang"), of("gone"), deleted.id.to_string(), of("never")] {
        for (field, note) in [("MOBILE", ""), ("CREDIT_CODE", ""), ("MOBILE", "a reason")] {
            let rm = reveal(&bank.rm("li"), &id, field, "CONTACT_CUSTOMER", note).await;
            let never = reveal(&bank.rm("li"), &of("nobody"), field, "CONTACT_CUSTOMER", "").await;
            assert_eq!(rm.text(), never.text());
            assert_eq!(rm.statements.len(), never.statements.len());
        }
    }
    // A manager of another branch is not told either that a note would have helped.
    let lead = reveal(&bank.staff("lead"), &of("acme"), "MOBILE", "CONTACT_CUSTOMER", "").await;
    assert_eq!(lead.data()["customerReveal"], refused("NOT_FOUND", &["input", "id"]));
    assert_eq!((entries(&bank).await.len(), used(&bank, "li").await), (0, 0));
}

async fn managers_say_why_and_relationship_managers_need_not(bank: Bank) {
    fill(&bank).await;
    for manager in ["lead", "boss", "both"] {
        let staff = bank.staff(manager);
        assert_eq!(mobile(&staff, "huang").await, refused("REQUIRED", &["input", "note"]));
        let unsaid = reveal(&staff, &of("huang"), "MOBILE", "CONTACT_CUSTOMER", "  ").await;
        assert_eq!(unsaid.data()["customerReveal"], refused("REQUIRED", &["input", "note"]));
        let why = reveal(&staff, &of("huang"), "MOBILE", "VERIFY_IDENTITY", " called back ").await;
        assert_eq!(why.data()["customerReveal"]["value"], MOBILE);
    }
    let purposes: Vec<_> = entries(&bank).await.into_iter().map(|entry| entry.purpose).collect();
    assert_eq!(purposes, vec![Some("VERIFY_IDENTITY: called back".to_owned()); 3]);

    bank.assign("both", "huang", None).await;
    assert_eq!(mobile(&bank.staff("both"), "huang").await["value"], MOBILE, "an own customer");
    let long = "长".repeat(201);
    let long = reveal(&bank.rm("wang"), &of("huang"), "MOBILE", "CONTACT_CUSTOMER", &long).await;
    assert_eq!(long.data()["customerReveal"], refused("TOO_LONG", &["input", "note"]));
}

async fn auditors_reveal_for_the_audit_and_nobody_else_does(bank: Bank) {
    fill(&bank).await;
    let denied = refused("FORBIDDEN", &["input", "purpose"]);
    assert_eq!(mobile(&bank.auditor(), "huang").await, denied);
    let audit = reveal(&bank.auditor(), &of("huang"), "MOBILE", "AUDIT", "").await;
    assert_eq!(audit.data()["customerReveal"]["value"], MOBILE);
    let audit = reveal(&bank.rm("wang"), &of("huang"), "MOBILE", "AUDIT", "").await;
    assert_eq!(audit.data()["customerReveal"], denied);
    assert_eq!(entries(&bank).await.len(), 1);
}

async fn other_roles_may_not_at_all(bank: Bank) {
    fill(&bank).await;
    for name in ["leader", "analyst", "admin"] {
        for id in [of("huang"), of("never")] {
            let answer = reveal(&bank.staff(name), &id, "MOBILE", "CONTACT_CUSTOMER", "x").await;
            assert_eq!(answer.body()["errors"][0]["extensions"]["code"], "FORBIDDEN");
            assert_eq!(answer.statements.len(), 0);
        }
    }
}

async fn what_cannot_be_shown_is_a_refusal_and_leaves_nothing(bank: Bank) {
    fill(&bank).await;
    let field = ["input", "field"];
    for (id, name, code) in [
        (of("huang"), "ID_NUMBER", "NOT_FOUND"),
        (of("huang"), "CREDIT_CODE", "NOT_FOUND"),
        (of("huang"), "ACCOUNT_NUMBER", "INVALID"),
        (account(), "MOBILE", "INVALID"),
    ] {
        let answer = reveal(&bank.rm("wang"), &id, name, "CONTACT_CUSTOMER", "").await;
        assert_eq!(answer.data()["customerReveal"], refused(code, &field), "{name}");
    }
    let wrong = reveal(&bank.rm("wang"), "unit_1", "MOBILE", "CONTACT_CUSTOMER", "").await;
    assert_eq!(wrong.body()["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    assert_eq!((entries(&bank).await.len(), used(&bank, "wang").await), (0, 0));

    bank.assign("wang", "acme", None).await;
    let code = Some(bank.server.keyring().seal_identifier("91310000X").unwrap());
    bank.add(company_profile::Model {
        customer_id: CustomerId(named("acme")),
        credit_code_cipher: code,
        credit_code_hash: None,
        credit_code_mask: None,
        ownership: None,
        industry: None,
        system_industry: None,
        legal_representative: None,
        sales_minor: None,
        sales_currency: None,
        is_foreign_trade: false,
    })
    .await;
    let shown = reveal(&bank.rm("wang"), &of("acme"), "CREDIT_CODE", "PREPARE_DOCUMENT", "").await;
    assert_eq!(shown.data()["customerReveal"]["value"], "91310000X");
}

async fn the_quota_is_never_exceeded_by_calls_at_once(bank: Bank) {
    fill(&bank).await;
    let other = bank.instance().await.server;
    let calls = (0..70).map(|number| {
        let wang = bank.rm("wang");
        let wang = if number % 2 == 0 { wang } else { wang.through(&other) };
        async move {
            let id = of("huang");
            let answer = reveal(&wang, &id, "MOBILE", "CONTACT_CUSTOMER", "").await;
            answer.body()["data"]["customerReveal"]["userErrors"].clone()
        }
    });
    let answers = join_all(calls).await;
    let full = json!([{ "code": "LIMIT_EXCEEDED", "path": ["input"] }]);
    let over = answers.iter().filter(|answer| **answer == full).count();
    assert_eq!((over, used(&bank, "wang").await, entries(&bank).await.len()), (20, 50, 50));
}

async fn a_quota_is_one_of_a_day(bank: Bank) {
    fill(&bank).await;
    reveal_quota::Entity::insert(reveal_quota::ActiveModel {
        staff_id: sea_orm::ActiveValue::Set(staff_id("wang")),
        on_date: sea_orm::ActiveValue::Set(noon(15).date_naive()),
        used: sea_orm::ActiveValue::Set(50),
    })
    .exec_without_returning(&bank.rows)
    .await
    .unwrap();
    assert_eq!(mobile(&bank.rm("wang"), "huang").await, refused("LIMIT_EXCEEDED", &["input"]));
    // Midnight in Shanghai is at 16:00 UTC.
    bank.clock.pass(chrono::TimeDelta::hours(4));
    assert_eq!(mobile(&bank.rm("wang"), "huang").await["value"], MOBILE);
    let days = reveal_quota::Entity::find().filter(reveal_quota::Column::Used.eq(1));
    let day = days.one(&bank.rows).await.unwrap().unwrap();
    assert_eq!(day.on_date.to_string(), "2026-01-16");
}

async fn a_key_that_is_gone_shows_nothing_and_is_audited(bank: Bank) {
    fill(&bank).await;
    person_profile::Entity::update_many()
        .col_expr(person_profile::Column::MobileCipher, Expr::value(vec![1_u8; 40]))
        .exec(&bank.rows)
        .await
        .unwrap();
    let answer = reveal(&bank.rm("wang"), &of("huang"), "MOBILE", "CONTACT_CUSTOMER", "").await;
    assert_eq!(answer.body()["errors"][0]["extensions"]["code"], "INTERNAL");
    assert_eq!((entries(&bank).await.len(), used(&bank, "wang").await), (1, 1));
}
