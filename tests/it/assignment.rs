//! Who looks after whom: a LEAD handed on as a whole, and what is refused.

use crate::support::{Answer, Bank, Staff, Told, named, noon, on_both, staff_id};
use chrono::TimeDelta;
use entity::{
    assignment::{self, AssignmentRole},
    audit_entry, customer_standing,
    id::{CustomerId, OrgUnitId},
    outbox::{Noun, Operation},
};
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::{Value, json};

on_both! {
    a_lead_is_handed_on_as_a_whole
    another_role_is_added
    who_has_the_role_is_a_duplicate
    what_the_rules_forbid_is_refused
    stale_version_gets_the_current_row
    two_at_once_leave_one_lead
    a_repeat_over_http_says_that_it_is_one
    coverage_tells_the_whole_history
}

const CHANGE: &str =
    "mutation Change($input: AssignmentChangeInput!) { assignmentChange(input: $input) {
    clientMutationId userErrors { code path ... on ConflictError { current { version } } }
    customer { version lead { name } homeUnit { name } }
    assignment { role validFrom validTo reason isGenerated staff { name } } } }";

async fn fill(bank: &Bank) {
    bank.customer("huang", "north-1", 100).await;
    bank.assign_by("huang/a", AssignmentRole::Lead, "li", "huang").await;
    bank.lead("huang", "li").await;
}

fn asked(key: &str, role: &str, staff: &str, version: i32) -> Value {
    json!({ "input": { "clientMutationId": key, "customerId": CustomerId(named("huang")).to_string(),
        "expectedVersion": version, "role": role, "reason": " On leave ",
        "staffId": staff_id(staff).to_string() } })
}

async fn change(staff: &Staff<'_>, key: &str, role: &str, to: &str, version: i32) -> Answer {
    staff.query_with(CHANGE, asked(key, role, to, version)).await
}

fn refusals(answer: &Answer) -> Value {
    let payload = answer.data()["assignmentChange"].clone();
    assert_eq!((&payload["customer"], &payload["assignment"]), (&Value::Null, &Value::Null));
    payload["userErrors"].clone()
}

async fn assignments(bank: &Bank) -> Vec<assignment::Model> {
    let rows = assignment::Entity::find().order_by_asc(assignment::Column::ValidFrom);
    rows.order_by_asc(assignment::Column::CreatedAt).all(&bank.rows).await.unwrap()
}

async fn sees(bank: &Bank, staff: &str) -> bool {
    let names = bank.staff(staff).query("{ customers(first: 9) { nodes { name } } }").await.data();
    names["customers"]["nodes"] == json!([{ "name": "huang" }])
}

async fn a_lead_is_handed_on_as_a_whole(bank: Bank) {
    fill(&bank).await;
    let instance = bank.instance().await;
    assert_eq!((sees(&bank, "li").await, sees(&bank, "zhou").await), (true, false));

    let manager = bank.manager().through(&instance.server);
    let answer = change(&manager, "k1", "LEAD", "zhou", 1).await;

    let assignment = json!({ "role": "LEAD", "validFrom": "2026-01-15T12:00:00Z", "validTo": null,
        "reason": "On leave", "isGenerated": false, "staff": { "name": "zhou" } });
    let customer =
        json!({ "version": 2, "lead": { "name": "zhou" }, "homeUnit": { "name": "north-2" } });
    assert_eq!(
        answer.data()["assignmentChange"],
        json!({ "clientMutationId": "k1",
        "userErrors": [], "customer": customer, "assignment": assignment })
    );

    // The old one ended when the new one began.
    let [old, new] = &assignments(&bank).await[..] else { panic!("two assignments") };
    assert_eq!((old.staff_id, old.valid_to), (staff_id("li"), Some(noon(15))));
    assert_eq!((new.staff_id, new.valid_from, new.valid_to), (staff_id("zhou"), noon(15), None));
    let (row, north_2) = (bank.row("huang").await, OrgUnitId(named("north-2")));
    assert_eq!((row.home_unit_id, row.lead_staff_id), (north_2, Some(staff_id("zhou"))));
    assert_eq!((row.version, row.revision, row.updated_at), (2, 2, noon(15)));
    let standing = customer_standing::Entity::find_by_id(row.id).one(&bank.rows).await.unwrap();
    assert_eq!(standing.unwrap().home_unit_id, north_2);

    // Access follows at once, by assignment and by unit.
    assert_eq!((sees(&bank, "li").await, sees(&bank, "zhou").await), (false, true));
    assert_eq!((sees(&bank, "lead").await, sees(&bank, "boss").await), (false, true));

    told(&bank, old, new).await;
    let entries = audit_entry::Entity::find().all(&bank.rows).await.unwrap();
    let [entry] = &entries[..] else { panic!("{entries:?}") };
    assert_eq!((entry.action.as_str(), entry.subject_id), ("assignmentChange", Some(new.id.0)));
    assert_eq!((entry.actor_id, entry.customer_id), (Some(staff_id("boss")), Some(row.id)));
    assert_eq!((entry.fields.as_str(), entry.roles.as_str()), ("role,staffId", "BRANCH_MANAGER"));
}

/// The change log names those who lost and who gained access, with both home units.
async fn told(bank: &Bank, old: &assignment::Model, new: &assignment::Model) {
    let sequencer = bank.instance().await.sequencer;
    sequencer.sequence().await.unwrap();
    let log = bank.log(0).await;
    let rows: Vec<_> =
        log.iter().map(|row| (row.noun, row.row_id, row.operation, row.staff_id)).collect();
    assert_eq!(
        rows,
        [
            (Noun::Assignment, old.id.0, Operation::Update, Some(staff_id("li"))),
            (Noun::Assignment, new.id.0, Operation::Create, Some(staff_id("zhou"))),
            (Noun::Customer, named("huang"), Operation::Update, None),
        ]
    );
    let units = ["north-1", "north-2"].map(|unit| OrgUnitId(named(unit)).to_string());
    for row in &log {
        assert_eq!(row.home_unit_id, Some(OrgUnitId(named("north-2"))));
        assert_eq!((row.customer_id, row.revision), (Some(CustomerId(named("huang"))), 2));
    }
    for row in &log[..2] {
        let payload: Value = serde_json::from_str(&row.payload).unwrap();
        assert_eq!(
            (&payload["homeUnitBefore"], &payload["homeUnit"]),
            (&json!(units[0]), &json!(units[1]))
        );
        assert_eq!(payload["role"], "LEAD");
    }
    let payload: Value = serde_json::from_str(&log[2].payload).unwrap();
    assert_eq!(payload["fields"], json!(["lead", "homeUnit"]));
}

async fn another_role_is_added(bank: Bank) {
    fill(&bank).await;
    let answer = change(&bank.staff("lead"), "k1", "SUPPORT", "wang", 1).await;
    let payload = answer.data()["assignmentChange"].clone();
    assert_eq!(payload["userErrors"], json!([]));
    assert_eq!(
        payload["customer"],
        json!({ "version": 1, "lead": { "name": "li" },
        "homeUnit": { "name": "north-1" } })
    );
    assert_eq!(payload["assignment"]["role"], "SUPPORT");
    assert!(assignments(&bank).await.iter().all(|row| row.valid_to.is_none()));
    assert_eq!((sees(&bank, "li").await, sees(&bank, "wang").await), (true, true));
    assert_eq!(bank.left().await, (1, 1));
}

async fn who_has_the_role_is_a_duplicate(bank: Bank) {
    fill(&bank).await;
    let answer = change(&bank.manager(), "k1", "LEAD", "li", 1).await;
    let duplicate = json!([{ "code": "DUPLICATE", "path": ["input", "staffId"] }]);
    assert_eq!(refusals(&answer), duplicate);
    let support = change(&bank.manager(), "k2", "SUPPORT", "wang", 1).await;
    assert_eq!(support.data()["assignmentChange"]["userErrors"], json!([]));
    let again = change(&bank.manager(), "k3", "SUPPORT", "wang", 1).await;
    assert_eq!(refusals(&again), duplicate);
    assert_eq!(assignments(&bank).await.len(), 2);
}

async fn what_the_rules_forbid_is_refused(bank: Bank) {
    fill(&bank).await;
    let violated = json!([{ "code": "RULE_VIOLATED", "path": ["input", "staffId"] }]);
    // No relationship manager, one of another branch, one of another team than a team lead's.
    for (who, to) in [("boss", "lead"), ("boss", "sui"), ("lead", "zhou"), ("boss", "nobody")] {
        let answer = change(&bank.staff(who), "k1", "LEAD", to, 1).await;
        assert_eq!(refusals(&answer), violated, "{who} {to}");
    }
    for (reason, code) in [("  ", "REQUIRED"), (&"长".repeat(201), "TOO_LONG")] {
        let mut variables = asked("k1", "LEAD", "zhou", 1);
        variables["input"]["reason"] = json!(reason);
        let answer = bank.manager().query_with(CHANGE, variables).await;
        let refused = json!([{ "code": code, "path": ["input", "reason"] }]);
        assert_eq!(refusals(&answer), refused);
    }
    for who in ["li", "leader", "analyst", "admin", "auditor"] {
        let answer = change(&bank.staff(who), "k1", "LEAD", "zhou", 1).await.body();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{who}");
    }
    assert_eq!((bank.left().await, assignments(&bank).await.len()), ((0, 0), 1));
    assert_eq!(bank.row("huang").await.version, 1);
}

async fn stale_version_gets_the_current_row(bank: Bank) {
    fill(&bank).await;
    bank.manager().rename("k1", "huang", 1, "Huang Wei").await;
    let answer = change(&bank.manager(), "k2", "LEAD", "zhou", 1).await;
    let stale = json!([{ "code": "STALE_VERSION", "path": ["input", "expectedVersion"],
        "current": { "version": 2 } }]);
    assert_eq!(refusals(&answer), stale);
    assert_eq!(assignments(&bank).await.len(), 1);
}

async fn two_at_once_leave_one_lead(bank: Bank) {
    fill(&bank).await;
    let manager = bank.manager();
    let (one, two) = tokio::join!(
        change(&manager, "k1", "LEAD", "zhou", 1),
        change(&manager, "k2", "LEAD", "wang", 1)
    );
    let written = [&one, &two]
        .iter()
        .filter(|answer| answer.data()["assignmentChange"]["userErrors"] == json!([]))
        .count();
    assert_eq!(written, 1);
    let open = assignments(&bank).await.into_iter().filter(|row| row.valid_to.is_none()).count();
    assert_eq!(open, 1);
}

async fn a_repeat_over_http_says_that_it_is_one(bank: Bank) {
    fill(&bank).await;
    let http = bank.http().await;
    let body = json!({ "query": CHANGE, "variables": asked("k1", "LEAD", "wang", 1) }).to_string();
    let send = || http.post().bearer_auth(http.token("boss")).body(body.clone());

    let (first, again) = (Told::of(send()).await, Told::of(send()).await);

    assert_eq!((first.status, again.status), (200, 200), "{first:?}");
    assert_eq!(first.body["extensions"].get("idempotentReplay"), None);
    assert_eq!(again.body["extensions"]["idempotentReplay"], true);
    assert_eq!(first.body["data"], again.body["data"]);
    assert_eq!(first.body["data"]["assignmentChange"]["customer"]["version"], 2);
    assert_eq!((assignments(&bank).await.len(), bank.left().await), (2, (1, 3)));
}

async fn coverage_tells_the_whole_history(bank: Bank) {
    fill(&bank).await;
    change(&bank.manager(), "k1", "LEAD", "zhou", 1).await;
    bank.clock.pass(TimeDelta::days(1));
    change(&bank.manager(), "k2", "LEAD", "wang", 2).await;
    let id = CustomerId(named("huang"));
    let coverage = async |arguments: &str| {
        let query = format!(
            "{{ customer(id: \"{id}\") {{ coverage({arguments}) {{
            nodes {{ staff {{ name }} validTo }} totalCount {{ value }} }} }} }}"
        );
        let page = bank.manager().query(&query).await.data()["customer"]["coverage"].clone();
        let nodes = page["nodes"].as_array().unwrap().clone();
        let name = |node: &Value| node["staff"]["name"].as_str().unwrap().to_owned();
        (nodes.iter().map(name).collect::<Vec<_>>(), page["totalCount"]["value"].clone())
    };

    let all = ["wang", "zhou", "li"].map(str::to_owned).to_vec();
    assert_eq!(coverage("first: 9").await, (all, json!(3)));
    let at = |instant: &str| format!("first: 9, at: \"{instant}\"");
    let one = |name: &str| (vec![name.to_owned()], json!(1));
    assert_eq!(coverage(&at("2026-01-15T11:59:59.999999Z")).await, one("li"));
    assert_eq!(coverage(&at("2026-01-15T12:00:00Z")).await, one("zhou"));
    assert_eq!(coverage(&at("2026-01-16T12:00:00Z")).await, one("wang"));
    assert_eq!(coverage(&at("2025-12-01T00:00:00Z")).await, (vec![], json!(0)));
}
