//! The input of each write, for whoever asks.

use super::case::Case;
use crate::support::{Bank, named, session_of, staff_id};
use entity::{
    data_issue,
    id::{CustomerId, DataIssueId, FollowUpId, InteractionId, KeyPersonId, PreferenceId},
    key_person, preference, relation,
};
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use uuid::Uuid;

pub(super) async fn input(bank: &Bank, case: &Case, who: &str) -> Value {
    let id = CustomerId(named("huang")).to_string();
    let (key, version) = (Uuid::now_v7().to_string(), bank.row("huang").await.version);
    let purpose = if case.of == "for the audit" { "AUDIT" } else { "CONTACT_CUSTOMER" };
    match case.root {
        "customerUpdate" => json!({ "clientMutationId": key, "id": id,
            "expectedVersion": version, "name": who }),
        "customerReveal" => json!({ "id": id, "field": "MOBILE", "purpose": purpose,
            "note": "asked for" }),
        "assignmentChange" => json!({ "clientMutationId": key, "customerId": id,
            "expectedVersion": version, "role": "CO_RM", "reason": "more hands",
            "staffId": staff_id("both").to_string() }),
        "keyPersonAdd" => json!({ "clientMutationId": key, "customerId": id, "name": who,
            "influence": 3, "isDecisionMaker": true }),
        "keyPersonUpdate" => json!({ "clientMutationId": key, "id": person(bank, "huang/k").await,
            "expectedVersion": 1, "name": who }),
        "keyPersonRemove" => json!({ "clientMutationId": key, "id": person(bank, "huang/g").await,
            "expectedVersion": 1 }),
        "preferenceRecord" => json!({ "clientMutationId": key, "customerId": id, "key": "tea",
            "value": who, "source": "visit", "lastSeenOn": "2026-01-15" }),
        "preferenceRemove" => json!({ "clientMutationId": key, "expectedVersion": 1,
            "id": preference(bank, "huang/p").await }),
        "relationAdd" => json!({ "clientMutationId": key, "fromId": id, "kind": "SUPPLIER",
            "toId": partner(bank).await }),
        "relationRemove" => {
            partner(bank).await;
            let id = bank.relation("huang/r", "huang", "partner").await;
            json!({ "clientMutationId": key, "id": id })
        }
        "dataIssueJudge" => {
            let verdict = if case.of == "so" { "CONFIRM" } else { "REJECT" };
            json!({ "clientMutationId": key, "id": issue(bank).await, "expectedState": "OPEN",
                "verdict": verdict })
        }
        // Two versions that nobody has: everything else of a merge is asked before.
        "customerMerge" => json!({ "clientMutationId": key, "survivorId": id,
            "expectedVersion": 0, "mergedId": partner(bank).await, "mergedExpectedVersion": 0,
            "issueId": issue(bank).await }),
        "customerUnmerge" => json!({ "clientMutationId": key, "mergedId": id,
            "expectedVersion": version }),
        "sessionEnd" => json!({ "clientMutationId": key, "id": session_of("li").to_string() }),
        "sessionSignIn" => json!({ "employeeNo": format!("E-{who}"), "password": "wrong",
            "device": "a phone", "app": "ios/1.0" }),
        _ => of_contact(case.root, &key, &id),
    }
}

/// Of a write to contacts and follow-ups; nothing for a root that takes nothing.
fn of_contact(root: &str, key: &str, id: &str) -> Value {
    match root {
        "interactionPlan" => json!({ "clientMutationId": key, "customerId": id,
            "channel": "VISIT", "direction": "OUTBOUND", "plannedAt": "2026-01-20T02:00:00Z" }),
        "syncPush" => json!({ "ops": [{ "interactionRecord": { "clientMutationId": key,
            "customerId": id, "channel": "VISIT", "direction": "OUTBOUND", "outcome": "NO_ANSWER",
            "startedAt": "2026-01-15T02:00:00Z" } }] }),
        "interactionRecord" => json!({ "clientMutationId": key, "customerId": id,
            "channel": "VISIT", "direction": "OUTBOUND", "startedAt": "2026-01-15T02:00:00Z",
            "outcome": "NO_ANSWER" }),
        "interactionAmend" | "interactionCancel" => json!({ "clientMutationId": key,
            "id": InteractionId(named("huang/i")).to_string(), "expectedVersion": 1 }),
        "interactionMemoWrite" => json!({ "clientMutationId": key, "expectedVersion": 0,
            "id": InteractionId(named("huang/i")).to_string(), "memo": "m" }),
        "followUpCreate" => json!({ "clientMutationId": key, "customerId": id, "kind": "CALL",
            "title": "t", "dueAt": "2026-01-20T02:00:00Z" }),
        "followUpUpdate" => json!({ "clientMutationId": key, "expectedVersion": 1,
            "id": FollowUpId(named("huang/f")).to_string(), "priority": "HIGH" }),
        _ => json!({}),
    }
}

/// A key person as new, whatever the one before has done to them.
async fn person(bank: &Bank, name: &str) -> String {
    key_person::Entity::delete_by_id(KeyPersonId(named(name))).exec(&bank.rows).await.unwrap();
    bank.key_person(name, "huang").await;
    KeyPersonId(named(name)).to_string()
}

/// The same of a preference.
async fn preference(bank: &Bank, name: &str) -> String {
    preference::Entity::delete_by_id(PreferenceId(named(name))).exec(&bank.rows).await.unwrap();
    bank.preference(name, "huang").await;
    PreferenceId(named(name)).to_string()
}

/// An issue of huang's that nobody has judged.
async fn issue(bank: &Bank) -> String {
    data_issue::Entity::delete_many().exec(&bank.rows).await.unwrap();
    bank.issue("huang/i", "huang", "partner").await;
    DataIssueId(named("huang/i")).to_string()
}

/// A customer whom everybody sees who sees huang, without any relation.
async fn partner(bank: &Bank) -> String {
    relation::Entity::delete_many().exec(&bank.rows).await.unwrap();
    CustomerId(named("partner")).to_string()
}
