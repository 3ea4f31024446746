//! Identifiers that must show up nowhere: in no answer to anybody, no error, no cursor, no log of
//! changes.

use crate::support::{Bank, named, on_both, session_of};
use entity::{
    assignment::AssignmentRole,
    audit_entry, change_log,
    id::{CustomerId, HoldingId, MovementId},
    outbox,
};
use sea_orm::EntityTrait;
use serde_json::json;

on_both! { identifiers_show_up_nowhere numbers_are_masked_for_everybody }

const MOBILE: &str = "13877665544";
const ID_NUMBER: &str = "110105197712319876";
const ACCOUNT: &str = "6222808877665544332";

const EVERYBODY: [&str; 11] =
    ["li", "wang", "lead", "boss", "chief", "both", "leader", "analyst", "admin", "auditor", "sui"];

/// Everything that can be read of a customer.
const EVERYTHING: &str = "fragment All on Customer { id version name kind createdAt updatedAt
    relationType stage stageSince isGenerated allowedActions
    profile { ... on PersonProfile { gender birthDate occupation education
        mobile { masked revealable } idNumber { masked revealable } yearlyIncome { amount } } }
    numbers { system number } standing { aum { display } tier } lead { name } homeUnit { name }
    coverage(first: 5) { edges { cursor node { staff { name } } } }
    holdings(first: 5) { edges { cursor node { id accountNumber { masked revealable }
        product { name } balance { amount { display } }
        movements(first: 5) { edges { cursor node { id counterpartyName
            counterpartyAccount { masked } } } } } } }
    movements(first: 5) { edges { cursor node { id } } } }";

async fn fill(bank: &Bank) {
    bank.customer("huang", "north-1", 1).await;
    bank.assign_by("huang/a", AssignmentRole::Lead, "li", "huang").await;
    bank.holdings("huang", &["DEP"]).await;
    bank.movement("huang", 0, crate::support::day(14), 100).await;
    bank.name_movement("huang", "huang/m").await;
    bank.identify("huang", MOBILE, ID_NUMBER).await;
    bank.number_account("huang/0", ACCOUNT).await;
}

/// No run of digits that a mask hides.
fn shows_none(text: &str, place: &str) {
    for hidden in [MOBILE, &MOBILE[3..8], ID_NUMBER, &ID_NUMBER[4..14], ACCOUNT, &ACCOUNT[6..15]] {
        assert!(!text.contains(hidden), "{hidden} in {place}: {text}");
    }
}

fn documents() -> Vec<String> {
    let id = CustomerId(named("huang"));
    let account = HoldingId(named("huang/0"));
    let movement = MovementId(named("huang/m"));
    let update = |fields: &str| {
        format!("mutation {{ customerUpdate(input: {{ clientMutationId: \"c\", id: \"{id}\", {fields} }})
            {{ userErrors {{ code message path ... on ConflictError {{ current {{ id
            ... on Customer {{ ...All }} }} }} }} customer {{ ...All }} }} }} {EVERYTHING}")
    };
    vec![
        format!("{{ customer(id: \"{id}\") {{ ...All }} }} {EVERYTHING}"),
        format!("{{ node(id: \"{id}\") {{ ...All }} }} {EVERYTHING}"),
        format!(
            "{{ customers(first: 9) {{ edges {{ cursor node {{ ...All }} }} }} }} {EVERYTHING}"
        ),
        format!(
            "{{ viewer {{ book(first: 9) {{ edges {{ cursor node {{ ...All }} }} }} }} }} {EVERYTHING}"
        ),
        format!(
            "{{ nodes(ids: [\"{account}\", \"{movement}\"]) {{ id
            ... on Holding {{ accountNumber {{ masked }} }} }} }}"
        ),
        update("expectedVersion: 99, name: \"x\""),
        update("expectedVersion: 1, name: \"\""),
        update("expectedVersion: 1, occupation: \"baker\""),
        // A purpose, a field and a bearer that are refused.
        reveal(&id.to_string(), "CREDIT_CODE", "CONTACT_CUSTOMER"),
        reveal(&id.to_string(), "ACCOUNT_NUMBER", "VERIFY_IDENTITY"),
        reveal(&account.to_string(), "MOBILE", "AUDIT"),
        reveal(&session_of("li").to_string(), "MOBILE", "AUDIT"),
        format!("{{ customer(id: \"{id}\") {{ nope }} }}"),
        format!("{{ customer(id: \"{id}\") {{ holdings(first: 500) {{ nodes {{ id }} }} }} }}"),
    ]
}

fn reveal(id: &str, field: &str, purpose: &str) -> String {
    format!(
        "mutation {{ customerReveal(input: {{ id: \"{id}\", field: {field}, purpose: {purpose},
        note: \"why\" }}) {{ userErrors {{ code message path }} value }} }}"
    )
}

async fn identifiers_show_up_nowhere(bank: Bank) {
    fill(&bank).await;
    let http = bank.http().await;
    for document in documents() {
        for name in EVERYBODY {
            let answer = bank.staff(name).query(&document).await;
            shows_none(&answer.text(), name);
            for statement in &answer.statements {
                shows_none(statement, "a statement");
            }
        }
        for name in ["li", "boss", "auditor"] {
            let told = http.ask(name, &document).await;
            shows_none(&told.body.to_string(), name);
            shows_none(&format!("{:?}", told.headers), name);
        }
    }
    // What the client itself has written is not repeated to anybody else, and nothing is left of it.
    let input = json!({ "id": CustomerId(named("huang")).to_string(), "field": "MOBILE",
        "purpose": "CONTACT_CUSTOMER" });
    let document = "mutation Reveal($input: CustomerRevealInput!) {
        customerReveal(input: $input) { value } }";
    let shown = bank.rm("li").query_with(document, json!({ "input": input })).await;
    assert_eq!(shown.data()["customerReveal"]["value"], MOBILE, "the canary is alive");
    for row in audit_entry::Entity::find().all(&bank.rows).await.unwrap() {
        shows_none(&format!("{row:?}"), "the audit");
    }
    for row in outbox::Entity::find().all(&bank.rows).await.unwrap() {
        shows_none(&format!("{row:?}"), "the outbox");
    }
    bank.instance().await.sequencer.sequence().await.unwrap();
    for row in change_log::Entity::find().all(&bank.rows).await.unwrap() {
        shows_none(&format!("{row:?}"), "the change log");
    }
}

async fn numbers_are_masked_for_everybody(bank: Bank) {
    fill(&bank).await;
    let document = "{ customers(first: 1) { nodes { profile { ... on PersonProfile {
        mobile { masked } idNumber { masked } } }
        holdings(first: 1) { nodes { accountNumber { masked } } } } } }";
    for name in ["li", "lead", "boss", "auditor"] {
        let answer = bank.staff(name).query(document).await.data();
        let huang = &answer["customers"]["nodes"][0];
        assert_eq!(huang["profile"]["mobile"]["masked"], "138******44", "{name}");
        assert_eq!(huang["profile"]["idNumber"]["masked"], "110***********9876", "{name}");
        let account = &huang["holdings"]["nodes"][0]["accountNumber"]["masked"];
        assert_eq!(account, "***************4332", "{name}");
    }
}
