//! What customers are to one another: both ends, what is shown of the other one, and groups.

use crate::support::{Answer, Bank, Staff, named, on_both};
use entity::{
    customer::{self, CustomerKind},
    id::{CustomerId, RelationId},
    outbox::Noun,
    relation::{self, RelationKind},
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};

on_both! {
    both_ends_have_it
    the_other_end_is_a_label_for_whoever_may_not_see_it
    what_is_no_relation_is_refused
    a_customer_one_cannot_see_is_not_found
    removed_by_whoever_sees_one_end
    a_page_of_relations_goes_on
    a_group_counts_each_member_once
    a_group_says_how_many_are_hidden
}

const ADD: &str = "mutation Add($input: RelationAddInput!) { relationAdd(input: $input) {
    userErrors { code path } relation { id kind direction otherLabel other { name } } } }";
const REMOVE: &str =
    "mutation Remove($input: RelationRemoveInput!) { relationRemove(input: $input) {
    userErrors { code path } removedId } }";
const GROUP: &str = "query Group($id: ID!) { customer(id: $id) { group {
    rootLabel memberCount hiddenCount aum { amount } loans { amount } } } }";

/// Persons and a company of li's, and one that only zhou sees.
async fn fill(bank: &Bank) {
    for (name, home) in
        [("huang", "north-1"), ("sun", "north-1"), ("acme", "north-1"), ("qian", "north-2")]
    {
        bank.customer(name, home, 100).await;
    }
    for name in ["huang", "sun", "acme"] {
        bank.assign("li", name, None).await;
    }
    bank.assign("zhou", "qian", None).await;
    customer::Entity::update_many()
        .col_expr(customer::Column::Kind, Expr::value(CustomerKind::Company))
        .filter(customer::Column::Id.eq(CustomerId(named("acme"))))
        .exec(&bank.rows)
        .await
        .unwrap();
}

fn of(customer: &str) -> String {
    CustomerId(named(customer)).to_string()
}

async fn add(staff: &Staff<'_>, from: &str, kind: &str, to: &str) -> Answer {
    let key = format!("{from}/{kind}/{to}");
    let input =
        json!({ "clientMutationId": key, "fromId": of(from), "toId": of(to), "kind": kind });
    staff.query_with(ADD, json!({ "input": input })).await
}

async fn added(staff: &Staff<'_>, from: &str, kind: &str, to: &str) -> String {
    let answer = add(staff, from, kind, to).await.data()["relationAdd"].clone();
    assert_eq!(answer["userErrors"], json!([]), "{from} {kind} {to}");
    answer["relation"]["id"].as_str().unwrap().to_owned()
}

async fn relations(staff: &Staff<'_>, customer: &str) -> Value {
    let query = format!(
        "{{ customer(id: \"{}\") {{ relations(first: 9) {{ totalCount {{ value }}
            nodes {{ kind direction otherLabel other {{ name }} }} }} }} }}",
        of(customer)
    );
    staff.query(&query).await.data()["customer"]["relations"].clone()
}

async fn group(staff: &Staff<'_>, customer: &str) -> Value {
    let answer = staff.query_with(GROUP, json!({ "id": of(customer) })).await;
    answer.data()["customer"]["group"].clone()
}

async fn both_ends_have_it(bank: Bank) {
    fill(&bank).await;
    let instance = bank.instance().await;
    let li = bank.rm("li").through(&instance.server);

    let answer = add(&li, "huang", "LEGAL_REP", "acme").await.data()["relationAdd"].clone();

    let side = |direction: &str, other: &str| {
        json!({ "kind": "LEGAL_REP", "direction": direction, "otherLabel": other,
            "other": { "name": other } })
    };
    let mut whole = side("OUTGOING", "acme");
    whole["id"] = answer["relation"]["id"].clone();
    assert_eq!(answer, json!({ "userErrors": [], "relation": whole }));
    let list = |side: Value| json!({ "totalCount": { "value": 1 }, "nodes": [side] });
    assert_eq!(relations(&li, "huang").await, list(side("OUTGOING", "acme")));
    assert_eq!(relations(&li, "acme").await, list(side("INCOMING", "huang")));
    let again = add(&li, "huang", "LEGAL_REP", "acme").await.data()["relationAdd"].clone();
    assert_eq!(again, answer, "a repeat");

    instance.sequencer.sequence().await.unwrap();
    let told: Vec<_> = bank.log(0).await.iter().map(|row| (row.noun, row.customer_id)).collect();
    let [huang, acme] = ["huang", "acme"].map(|name| Some(CustomerId(named(name))));
    assert_eq!(told, [(Noun::Relation, huang), (Noun::Relation, acme)]);
}

async fn the_other_end_is_a_label_for_whoever_may_not_see_it(bank: Bank) {
    fill(&bank).await;
    let id = added(&bank.manager(), "huang", "FAMILY", "qian").await;
    let list = |direction: &str, label: &str, other: Value| {
        json!({ "totalCount": { "value": 1 }, "nodes": [{ "kind": "FAMILY",
            "direction": direction, "otherLabel": label, "other": other }] })
    };
    let li = bank.rm("li");
    assert_eq!(relations(&li, "huang").await, list("OUTGOING", "q**", Value::Null));
    let zhou = bank.rm("zhou");
    assert_eq!(relations(&zhou, "qian").await, list("INCOMING", "h**", Value::Null));
    let whole = list("OUTGOING", "qian", json!({ "name": "qian" }));
    assert_eq!(relations(&bank.manager(), "huang").await, whole);

    // By its id it is seen from the end that is seen.
    let node = format!("{{ node(id: \"{id}\") {{ ... on Relation {{ direction otherLabel }} }} }}");
    let seen = |direction: &str, label: &str| json!({ "node": { "direction": direction, "otherLabel": label } });
    assert_eq!(li.query(&node).await.data(), seen("OUTGOING", "q**"));
    assert_eq!(zhou.query(&node).await.data(), seen("INCOMING", "h**"));
    assert_eq!(bank.rm("sui").query(&node).await.data(), json!({ "node": null }));
}

async fn what_is_no_relation_is_refused(bank: Bank) {
    fill(&bank).await;
    let li = bank.rm("li");
    added(&li, "huang", "SUPPLIER", "acme").await;
    added(&li, "huang", "FAMILY", "sun").await;
    added(&li, "acme", "GROUP_PARENT", "sun").await;
    added(&li, "sun", "GROUP_PARENT", "huang").await;
    for (from, kind, to, code, path) in [
        ("huang", "FAMILY", "huang", "RULE_VIOLATED", "toId"),
        ("acme", "LEGAL_REP", "huang", "RULE_VIOLATED", "kind"),
        ("huang", "FAMILY", "acme", "RULE_VIOLATED", "kind"),
        ("acme", "BUYER", "huang", "DUPLICATE", "kind"),
        ("sun", "FAMILY", "huang", "DUPLICATE", "kind"),
        ("huang", "GROUP_PARENT", "acme", "RULE_VIOLATED", "fromId"),
    ] {
        let answer = add(&li, from, kind, to).await.data()["relationAdd"].clone();
        let refused = json!([{ "code": code, "path": ["input", path] }]);
        assert_eq!(
            answer,
            json!({ "userErrors": refused, "relation": null }),
            "{from} {kind} {to}"
        );
    }
    assert_eq!(relation::Entity::find().count(&bank.rows).await.unwrap(), 4);
    for who in ["leader", "analyst", "admin", "auditor"] {
        let answer = add(&bank.staff(who), "sun", "BUYER", "acme").await.body();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{who}");
    }
}

async fn a_customer_one_cannot_see_is_not_found(bank: Bank) {
    fill(&bank).await;
    let li = bank.rm("li");
    for (from, to, path) in
        [("huang", "qian", "toId"), ("huang", "never", "toId"), ("qian", "huang", "fromId")]
    {
        let answer = add(&li, from, "FAMILY", to).await.data()["relationAdd"].clone();
        let missing = json!([{ "code": "NOT_FOUND", "path": ["input", path] }]);
        assert_eq!(answer["userErrors"], missing, "{from} {to}");
    }
    assert_eq!(bank.left().await, (0, 0));
}

async fn removed_by_whoever_sees_one_end(bank: Bank) {
    fill(&bank).await;
    let id = added(&bank.manager(), "huang", "FAMILY", "qian").await;
    let remove = async |staff: Staff<'_>, id: &str| {
        let input = json!({ "clientMutationId": "r", "id": id });
        let answer = staff.query_with(REMOVE, json!({ "input": input })).await;
        answer.data()["relationRemove"].clone()
    };
    let missing = json!([{ "code": "NOT_FOUND", "path": ["input", "id"] }]);
    let never = RelationId(named("never")).to_string();
    for id in [&id, &never] {
        assert_eq!(remove(bank.rm("sui"), id).await["userErrors"], missing);
    }
    let instance = bank.instance().await;
    instance.sequencer.sequence().await.unwrap();
    let before = bank.log(0).await.len();
    let removed = remove(bank.rm("zhou").through(&instance.server), &id).await;
    assert_eq!(removed, json!({ "userErrors": [], "removedId": id }));
    assert_eq!(relations(&bank.rm("li"), "huang").await["nodes"], json!([]));
    instance.sequencer.sequence().await.unwrap();
    assert_eq!(bank.log(0).await.len(), before + 2, "both ends hear of it");
    added(&bank.manager(), "qian", "FAMILY", "huang").await;
}

async fn a_page_of_relations_goes_on(bank: Bank) {
    fill(&bank).await;
    let li = bank.rm("li");
    for kind in ["SUPPLIER", "REFERRED_BY", "FAMILY"] {
        added(&li, "huang", kind, "sun").await;
    }
    added(&li, "acme", "REFERRED_BY", "huang").await;
    let page = "query Page($after: String) { customers(first: 3, orderBy: { field: NAME,
        direction: ASC }) { nodes { name relations(first: 3, after: $after) {
            nodes { kind } totalCount { value } pageInfo { hasNextPage endCursor } } } } }";
    let first = li.query(page).await;
    let node = |answer: &Answer, at: usize| answer.data()["customers"]["nodes"][at].clone();
    assert_eq!(node(&first, 1)["name"], "huang");
    let list = node(&first, 1)["relations"].clone();
    assert_eq!(
        (&list["totalCount"]["value"], &list["pageInfo"]["hasNextPage"]),
        (&json!(4), &json!(true))
    );
    assert_eq!(node(&first, 0)["relations"]["totalCount"]["value"], 1);
    assert_eq!(node(&first, 2)["relations"]["nodes"].as_array().unwrap().len(), 3);
    let after = list["pageInfo"]["endCursor"].clone();
    let second = li.query_with(page, json!({ "after": after })).await;
    assert_eq!(node(&second, 1)["relations"]["nodes"], json!([{ "kind": "REFERRED_BY" }]));
    assert_eq!(first.statements.len(), second.statements.len());
}

/// Puts a relation there whatever the rules say.
async fn state(bank: &Bank, from: &str, kind: RelationKind, to: &str) {
    bank.add(relation::Model {
        id: RelationId(uuid::Uuid::now_v7()),
        from_id: CustomerId(named(from)),
        to_id: CustomerId(named(to)),
        kind,
        version: 1,
        revision: 1,
        created_at: crate::support::noon(1),
        updated_at: crate::support::noon(1),
        deleted_at: None,
    })
    .await;
}

async fn a_group_counts_each_member_once(bank: Bank) {
    fill(&bank).await;
    let li = bank.rm("li");
    assert_eq!(group(&li, "huang").await, Value::Null);
    // Two ways lead from acme to huang.
    for (from, to) in [("acme", "sun"), ("acme", "huang"), ("sun", "huang")] {
        added(&li, from, "GROUP_PARENT", to).await;
    }
    let whole = json!({ "rootLabel": "acme", "memberCount": 3, "hiddenCount": 0,
        "aum": { "amount": "3.00" }, "loans": { "amount": "0.00" } });
    for member in ["acme", "sun", "huang"] {
        assert_eq!(group(&li, member).await, whole, "{member}");
    }
    // One that closed behind the rules' back ends nowhere, and is read all the same.
    state(&bank, "huang", RelationKind::GroupParent, "acme").await;
    assert_eq!(group(&li, "sun").await["memberCount"], 3);
}

async fn a_group_says_how_many_are_hidden(bank: Bank) {
    fill(&bank).await;
    added(&bank.manager(), "qian", "GROUP_PARENT", "huang").await;
    added(&bank.manager(), "qian", "GROUP_PARENT", "sun").await;
    let seen = json!({ "rootLabel": "q**", "memberCount": 3, "hiddenCount": 1,
        "aum": { "amount": "2.00" }, "loans": { "amount": "0.00" } });
    assert_eq!(group(&bank.rm("li"), "sun").await, seen);
    assert_eq!(group(&bank.manager(), "sun").await["aum"]["amount"], "3.00");
}
