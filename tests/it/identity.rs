//! What the answer to an id tells: a foreign one, one of a deleted or merged row and an invented one
//! answer alike, byte for byte and statement for statement, wherever an id is taken.

use crate::support::{Bank, Staff, day, named, on_both, session_of, staff_id};
use entity::{
    assignment::AssignmentRole,
    customer,
    id::{AssignmentId, CustomerId, HoldingId, MovementId, OrgUnitId, SessionId, StaffId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};

on_both! {
    reads_by_id_tell_nothing
    filters_tell_nothing
    writes_tell_nothing
    reveals_tell_nothing
    sessions_of_others_tell_nothing
    who_is_handed_a_customer_tells_nothing
    auditors_see_nothing_of_the_deleted
}

/// What nobody sees or `li` does not, each with a holding, a movement and an assignment:
/// of another's, deleted, merged. The last is of nobody.
const HIDDEN: [&str; 4] = ["foreign", "deleted", "merged", "invented"];

async fn fill(bank: &Bank) {
    bank.customer("own", "north-1", 9).await;
    bank.assign_as(AssignmentRole::Lead, "li", "own", None).await;
    bank.holdings("own", &["DEP"]).await;
    for (number, name) in (0..).zip(&HIDDEN[..3]) {
        let home = if *name == "foreign" { "south" } else { "north-1" };
        let lead = if *name == "foreign" { "sui" } else { "li" };
        bank.customer(name, home, number).await;
        bank.assign_by(&format!("{name}/a"), AssignmentRole::Lead, lead, name).await;
        bank.holdings(name, &["DEP"]).await;
        bank.movement(name, 0, day(14), 100).await;
        bank.name_movement(name, &format!("{name}/m")).await;
        bank.identify(name, "13812345678", "110101199001011234").await;
    }
    change(bank, "deleted", customer::Column::DeletedAt, Expr::value(crate::support::noon(2)))
        .await;
    // Under one of the asker's own, what was the merged one's would be seen.
    let foreign = Expr::value(CustomerId(named("foreign")));
    change(bank, "merged", customer::Column::MergedIntoId, foreign).await;
}

async fn change(bank: &Bank, name: &str, column: customer::Column, value: Expr) {
    customer::Entity::update_many()
        .col_expr(column, value)
        .filter(customer::Column::Id.eq(CustomerId(named(name))))
        .exec(&bank.rows)
        .await
        .unwrap();
}

fn customer(name: &str) -> String {
    CustomerId(named(name)).to_string()
}

/// Asks the same with each id, and answers with what all of them got.
async fn alike(staff: &Staff<'_>, document: &str, of: impl Fn(&str) -> Value) -> Value {
    let mut first = None;
    for name in HIDDEN {
        let answer = staff.query_with(document, of(name)).await;
        let (text, statements, body) = (answer.text(), answer.statements.clone(), answer.body());
        let (same_text, same_statements, _) =
            first.get_or_insert((text.clone(), statements.clone(), body));
        assert_eq!(&text, same_text, "{name}: {document}");
        assert_eq!(&statements, same_statements, "{name}: {document}");
    }
    first.unwrap().2
}

async fn reads_by_id_tell_nothing(bank: Bank) {
    fill(&bank).await;
    let one = "query One($id: ID!) { answer: customer(id: $id) { name holdings(first: 2) {
        nodes { id } totalCount { value } } coverage(first: 1) { nodes { staff { name } } } } }";
    let node = "query Node($id: ID!) { answer: node(id: $id) { id
        ... on Customer { name lead { name } } ... on Holding { balance { on } product { name }
        movements(first: 2) { nodes { id } } } ... on Assignment { staff { name } } } }";
    let nodes = "query Nodes($id: ID!, $own: ID!) { answer: nodes(ids: [$own, $id, $id]) { id } }";
    let of = |name: &str| json!({ "id": customer(name) });
    assert_eq!(alike(&bank.rm("li"), one, of).await["data"]["answer"], Value::Null);
    for make in [
        |name: &str| customer(name),
        |name: &str| HoldingId(named(&format!("{name}/0"))).to_string(),
        |name: &str| MovementId(named(&format!("{name}/m"))).to_string(),
        |name: &str| AssignmentId(named(&format!("{name}/a"))).to_string(),
    ] {
        let of = |name: &str| json!({ "id": make(name), "own": customer("own") });
        for staff in [bank.rm("li"), bank.staff("lead"), bank.manager()] {
            let body = alike(&staff, node, of).await;
            assert_eq!(body, json!({ "data": { "answer": null } }));
            let body = alike(&staff, nodes, of).await;
            let own = json!({ "id": customer("own") });
            assert_eq!(body, json!({ "data": { "answer": [own, null, null] } }));
        }
        let leader = alike(&bank.staff("leader"), node, of).await;
        assert_eq!(leader, json!({ "data": { "answer": null } }));
    }
}

async fn filters_tell_nothing(bank: Bank) {
    fill(&bank).await;
    let own =
        "query Own($filter: CustomerFilterInput) { answer: customers(first: 9, filter: $filter)
        { nodes { name } totalCount { value isCapped } pageInfo { hasNextPage endCursor } } }";
    let book = "query Book($filter: CustomerFilterInput) { viewer { answer: book(last: 9,
        filter: $filter) { nodes { name } totalCount { value } } } }";
    // A member of staff and a unit that lead and hold foreign customers only, and none at all.
    for (field, ids) in [
        ("leadId", [StaffId(named("sui")).to_string(), StaffId(named("nobody")).to_string()]),
        ("unitId", [OrgUnitId(named("south")).to_string(), OrgUnitId(named("no")).to_string()]),
    ] {
        for document in [own, book] {
            let ask = async |id: &String| {
                let filter = json!({ field: id });
                let answer = bank.rm("li").query_with(document, json!({ "filter": filter })).await;
                (answer.text(), answer.statements.clone())
            };
            assert_eq!(ask(&ids[0]).await, ask(&ids[1]).await, "{field}");
        }
    }
    // Nor does anything that is true of hidden ones bring them up.
    for filter in [
        json!({ "nameContains": "e" }),
        json!({ "not": { "nameContains": "own" } }),
        json!({ "or": [{ "nameContains": "foreign" }, { "unitId": OrgUnitId(named("hq")).to_string() }] }),
        json!({ "holdings": { "some": { "category": ["DEPOSIT"] } } }),
    ] {
        let answer = bank.rm("li").query_with(own, json!({ "filter": filter })).await.data();
        for node in answer["answer"]["nodes"].as_array().unwrap() {
            assert_eq!(node["name"], "own");
        }
        assert!(answer["answer"]["totalCount"]["value"].as_i64().unwrap() <= 1);
    }
}

async fn writes_tell_nothing(bank: Bank) {
    fill(&bank).await;
    let update =
        "mutation Update($input: CustomerUpdateInput!) { answer: customerUpdate(input: $input)
        { userErrors { code message path } customer { id } } }";
    let of = |name: &str| {
        json!({ "input": { "clientMutationId": "k", "id": customer(name),
        "expectedVersion": 1, "name": "mine" } })
    };
    for staff in [bank.rm("li"), bank.staff("lead"), bank.manager()] {
        let body = alike(&staff, update, of).await;
        assert_eq!(body["data"]["answer"]["userErrors"][0]["code"], "NOT_FOUND");
    }
    let change = "mutation Change($input: AssignmentChangeInput!) {
        answer: assignmentChange(input: $input) { userErrors { code message path }
        customer { id } assignment { id } } }";
    let of = |name: &str| {
        json!({ "input": { "clientMutationId": "k", "customerId": customer(name),
        "expectedVersion": 1, "role": "LEAD", "reason": "r",
        "staffId": staff_id("wang").to_string() } })
    };
    for staff in [bank.staff("lead"), bank.manager()] {
        let body = alike(&staff, change, of).await;
        assert_eq!(body["data"]["answer"]["userErrors"][0]["code"], "NOT_FOUND");
    }
    assert_eq!(bank.left().await, (0, 0));
}

async fn reveals_tell_nothing(bank: Bank) {
    fill(&bank).await;
    let reveal =
        "mutation Reveal($input: CustomerRevealInput!) { answer: customerReveal(input: $input)
        { userErrors { code message path } value } }";
    for field in ["MOBILE", "ID_NUMBER", "ACCOUNT_NUMBER"] {
        let of = |name: &str| {
            let holding = HoldingId(named(&format!("{name}/0"))).to_string();
            let id = if field == "ACCOUNT_NUMBER" { holding } else { customer(name) };
            json!({ "input": { "id": id, "field": field,
            "purpose": "CONTACT_CUSTOMER", "note": "why" } })
        };
        for staff in [bank.rm("li"), bank.staff("lead"), bank.manager()] {
            let body = alike(&staff, reveal, of).await;
            assert_eq!(body["data"]["answer"]["userErrors"][0]["code"], "NOT_FOUND");
            assert_eq!(body["data"]["answer"]["value"], Value::Null);
        }
    }
}

async fn sessions_of_others_tell_nothing(bank: Bank) {
    bank.session("wang").await;
    let node = "query Node($id: ID!) { answer: node(id: $id) { id } }";
    let end = "mutation End($input: SessionEndInput!) { answer: sessionEnd(input: $input) {
        userErrors { code message path } session { id } } }";
    let ids = [session_of("wang"), SessionId(named("never"))];
    for staff in [bank.rm("li"), bank.staff("lead"), bank.manager(), bank.auditor()] {
        let mut answers = Vec::new();
        for id in ids {
            let input = json!({ "clientMutationId": "k", "id": id.to_string() });
            let read = staff.query_with(node, json!({ "id": id.to_string() })).await;
            let write = staff.query_with(end, json!({ "input": input })).await;
            assert_eq!(write.data()["answer"]["userErrors"][0]["code"], "NOT_FOUND");
            assert_eq!(read.data()["answer"], Value::Null);
            let texts = [read.text(), write.text()];
            answers.push((texts, read.statements.clone(), write.statements.clone()));
        }
        assert_eq!(answers[0], answers[1]);
    }
}

/// Who may not take a customer over is refused alike: of another branch, invented, no RM.
async fn who_is_handed_a_customer_tells_nothing(bank: Bank) {
    fill(&bank).await;
    let change = "mutation Change($input: AssignmentChangeInput!) {
        answer: assignmentChange(input: $input) { userErrors { code message path } } }";
    let mut answers = Vec::new();
    for staff in ["sui", "nobody", "lead"] {
        let input = json!({ "clientMutationId": "k", "customerId": customer("own"),
            "expectedVersion": 1, "role": "LEAD", "reason": "r",
            "staffId": staff_id(staff).to_string() });
        let answer = bank.staff("lead").query_with(change, json!({ "input": input })).await;
        assert_eq!(answer.data()["answer"]["userErrors"][0]["code"], "RULE_VIOLATED");
        answers.push((answer.text(), answer.statements.clone()));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
}

async fn auditors_see_nothing_of_the_deleted(bank: Bank) {
    fill(&bank).await;
    change(&bank, "foreign", customer::Column::DeletedAt, Expr::value(crate::support::noon(2)))
        .await;
    let one = "query One($id: ID!) { answer: node(id: $id) { id } }";
    let of = |name: &str| json!({ "id": customer(name) });
    assert_eq!(alike(&bank.auditor(), one, of).await["data"]["answer"], Value::Null);
    let names = bank.auditor().query("{ customers(first: 9) { nodes { name } } }").await;
    assert_eq!(names.data()["customers"]["nodes"], json!([{ "name": "own" }]));
}
