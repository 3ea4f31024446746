//! Timelines: all kinds in one order, paged while rows come, for several customers at once.

use crate::support::{Bank, Staff, day, named, noon, on_both, planned, staff_id, to_do};
use api::service::access;
use chrono::{DateTime, Utc};
use entity::{
    access_record,
    assignment::{self, AssignmentRole},
    follow_up,
    id::{AssignmentId, CustomerId, FollowUpId, InteractionId},
    interaction,
};
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use std::{collections::BTreeSet, sync::Arc};

on_both! {
    equal_instants_have_one_order
    no_row_twice_and_none_lost
    several_customers_each_have_their_own
    small_movements_are_left_out
    reading_it_is_recorded
    a_day_begins_in_the_banks_zone
    what_was_merged_is_one_list
}

const PAGE: &str = "query Page($id: ID!, $first: Int!, $after: String, $least: Decimal) {
    customer(id: $id) { timeline(first: $first, after: $after, minMovement: $least) {
        nodes { __typename ... on Interaction { goal } ... on FollowUp { title }
            ... on Movement { bookedOn amount { amount } }
            ... on CoverageChange { at change assignment { reason staff { name } } } }
        totalCount { value } pageInfo { hasNextPage endCursor } } } }";

/// The beginning of the 20th in Shanghai.
fn start() -> DateTime<Utc> {
    "2026-01-19T16:00:00Z".parse().unwrap()
}

async fn meeting(bank: &Bank, customer: &str, name: &str, at: DateTime<Utc>) {
    let id = InteractionId(named(name));
    let row = planned(id, CustomerId(named(customer)), "li");
    bank.add(interaction::Model { happens_at: at, goal: Some(name.into()), ..row }).await;
}

async fn work(bank: &Bank, customer: &str, name: &str, at: DateTime<Utc>) {
    let row = to_do(FollowUpId(named(name)), CustomerId(named(customer)), "li");
    bank.add(follow_up::Model { due_at: at, title: name.into(), ..row }).await;
}

async fn coverage(bank: &Bank, customer: &str, name: &str, at: [Option<DateTime<Utc>>; 2]) {
    bank.add(assignment::Model {
        id: AssignmentId(named(name)),
        customer_id: CustomerId(named(customer)),
        staff_id: staff_id("wang"),
        role: AssignmentRole::Support,
        valid_from: at[0].unwrap_or(noon(2)),
        valid_to: at[1],
        reason: name.into(),
        is_generated: false,
        created_at: noon(1),
    })
    .await;
}

/// Everything twice at one instant.
async fn fill(bank: &Bank, customer: &str) {
    bank.customer(customer, "north-1", 1).await;
    bank.assign("li", customer, None).await;
    bank.holdings(customer, &["DEP"]).await;
    for number in ["1", "2"] {
        let name = |kind: &str| format!("{customer}/{kind}{number}");
        meeting(bank, customer, &name("i"), start()).await;
        work(bank, customer, &name("f"), start()).await;
        coverage(bank, customer, &name("b"), [Some(start()), None]).await;
        coverage(bank, customer, &name("e"), [None, Some(start())]).await;
        bank.movement(customer, 0, day(20), 1_000_000 + number.parse::<i64>().unwrap()).await;
    }
}

/// What an item is called.
fn label(node: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    match node["__typename"].as_str().unwrap() {
        "Interaction" => text(&node["goal"]),
        "FollowUp" => text(&node["title"]),
        "Movement" => text(&node["amount"]["amount"]),
        _ => format!("{} {}", text(&node["change"]), text(&node["assignment"]["reason"])),
    }
}

/// Reads pages of a size to the end, and does something between two.
async fn read(
    staff: &Staff<'_>,
    customer: &str,
    first: u32,
    between: impl AsyncFn(),
) -> Vec<String> {
    let id = CustomerId(named(customer)).to_string();
    let (mut seen, mut after) = (Vec::new(), Value::Null);
    loop {
        let variables = json!({ "id": id, "first": first, "after": after });
        let page = staff.query_with(PAGE, variables).await.data();
        let page = page["customer"]["timeline"].clone();
        seen.extend(page["nodes"].as_array().unwrap().iter().map(label));
        if page["pageInfo"]["hasNextPage"] == false {
            return seen;
        }
        after = page["pageInfo"]["endCursor"].clone();
        between().await;
    }
}

async fn equal_instants_have_one_order(bank: Bank) {
    fill(&bank, "huang").await;
    meeting(&bank, "huang", "last", noon(25)).await;
    let li = bank.rm("li");
    let whole = read(&li, "huang", 100, async || ()).await;
    let mut expected = vec!["last".to_owned()];
    expected.extend(["f2", "f1", "i2", "i1"].map(|name| format!("huang/{name}")));
    expected.extend(
        ["BEGIN huang/b2", "BEGIN huang/b1", "END huang/e2", "END huang/e1"].map(Into::into),
    );
    expected.extend(["10000.02", "10000.01"].map(Into::into));
    expected.extend(["BEGIN huang/e2", "BEGIN huang/e1", "BEGIN test"].map(Into::into));
    assert_eq!(whole, expected);
    for first in [1, 2, 3, 5] {
        assert_eq!(read(&li, "huang", first, async || ()).await, whole, "{first}");
    }
    let variables = json!({ "id": CustomerId(named("huang")).to_string(), "first": 2 });
    let page = li.query_with(PAGE, variables).await.data();
    assert_eq!(page["customer"]["timeline"]["totalCount"], json!({ "value": whole.len() }));
    // Whoever does not see the customer sees nothing of it.
    let page = bank
        .rm("zhou")
        .query_with(
            PAGE,
            json!({
        "id": CustomerId(named("huang")).to_string(), "first": 2 }),
        )
        .await;
    assert_eq!(page.data()["customer"], Value::Null);
}

async fn no_row_twice_and_none_lost(bank: Bank) {
    fill(&bank, "huang").await;
    let li = bank.rm("li");
    let old: BTreeSet<_> = read(&li, "huang", 100, async || ()).await.into_iter().collect();
    let counter = std::sync::atomic::AtomicU32::new(0);
    let insert = async || {
        let number = counter.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        // Amid the equal instants, ids before and after, and at the end.
        for (letter, at) in [("0", start()), ("z", start()), ("y", noon(1))] {
            meeting(&bank, "huang", &format!("{letter}i{number}"), at).await;
            work(&bank, "huang", &format!("{letter}f{number}"), at).await;
            coverage(&bank, "huang", &format!("{letter}b{number}"), [Some(at), None]).await;
        }
        bank.movement("huang", 0, day(20), 2_000_000).await;
    };
    let seen = read(&li, "huang", 3, insert).await;
    let seen: Vec<_> = seen.iter().filter(|name| *name != "20000.00").collect();
    let once: BTreeSet<_> = seen.iter().collect();
    assert_eq!(once.len(), seen.len(), "no row twice: {seen:?}");
    assert!(old.iter().all(|name| once.contains(&name)), "none lost: {seen:?}");
}

async fn several_customers_each_have_their_own(bank: Bank) {
    for customer in ["huang", "sun", "wu"] {
        fill(&bank, customer).await;
    }
    bank.customer("zhao", "north-1", 0).await;
    bank.assign("li", "zhao", None).await;
    let li = bank.rm("li");
    let query = "query All($first: Int!) { customers(first: 9) { nodes { name
        timeline(first: $first) { nodes { __typename ... on Interaction { goal }
            ... on FollowUp { title assignee { name } } ... on Movement { amount { amount } }
            ... on CoverageChange { change assignment { reason staff { name } } } }
            totalCount { value } } } } }";
    let three = li.query_with(query, json!({ "first": 3 })).await;
    let all = li.query_with(query, json!({ "first": 100 })).await;
    assert_eq!(three.statements.len(), all.statements.len(), "{:#?}", all.statements);
    for (answer, first) in [(three, 3), (all, 100)] {
        for node in answer.data()["customers"]["nodes"].as_array().unwrap() {
            let name = node["name"].as_str().unwrap();
            let alone = read(&li, name, 100, async || ()).await;
            let timeline = node["timeline"]["nodes"].as_array().unwrap();
            let timeline: Vec<_> = timeline.iter().map(label).collect();
            assert_eq!(node["timeline"]["totalCount"]["value"], alone.len(), "{name}");
            assert_eq!(timeline, alone[..first.min(alone.len())], "{name}");
        }
    }
}

async fn small_movements_are_left_out(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    bank.assign("li", "huang", None).await;
    bank.holdings("huang", &["DEP"]).await;
    for minor in [999_999, 1_000_000, -1_000_001] {
        bank.movement("huang", 0, day(14), minor).await;
    }
    let id = CustomerId(named("huang")).to_string();
    let seen = async |least: Value| {
        let variables = json!({ "id": id, "first": 9, "least": least });
        let page = bank.rm("li").query_with(PAGE, variables).await.data();
        let nodes = page["customer"]["timeline"]["nodes"].as_array().unwrap().clone();
        nodes.iter().filter(|node| node["__typename"] == "Movement").count()
    };
    assert_eq!(seen(Value::Null).await, 2);
    assert_eq!(seen(json!("10000")).await, 2);
    assert_eq!(seen(json!("9999.991")).await, 2);
    assert_eq!(seen(json!("9999.99")).await, 3);
    assert_eq!(seen(json!("10000.01")).await, 1);
    // A cursor is one of its threshold.
    let page = bank.rm("li").query_with(PAGE, json!({ "id": id, "first": 1 })).await.data();
    let after = page["customer"]["timeline"]["pageInfo"]["endCursor"].clone();
    let variables = json!({ "id": id, "first": 1, "after": after, "least": "1" });
    let answer = bank.rm("li").query_with(PAGE, variables).await.body();
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    let variables = json!({ "id": id, "first": 1, "least": "1000000000000000000000" });
    let answer = bank.rm("li").query_with(PAGE, variables).await.body();
    assert_eq!(answer["errors"][0]["message"], "`minMovement` is too large");
}

async fn reading_it_is_recorded(bank: Bank) {
    fill(&bank, "huang").await;
    let op = Arc::new(bank.rm("li").op());
    let query = format!(
        "{{ customer(id: \"{}\") {{ timeline(first: 1) {{ nodes {{ __typename }} }} }} }}",
        CustomerId(named("huang"))
    );
    let request = async_graphql::Request::new(query).data(Arc::clone(&op));
    assert_eq!(bank.schema.execute(request).await.errors.len(), 0);
    access::flush(&op).await.unwrap();
    bank.server.access().close();
    bank.server.access().run(bank.server.writer()).await;
    let record = access_record::Entity::find().one(&bank.rows).await.unwrap().unwrap();
    assert_eq!(record.customers, CustomerId(named("huang")).to_string());
    assert_eq!((record.fields.as_str(), record.actor_id), ("timeline", staff_id("li")));
}

/// A movement stands at the beginning of its day in Shanghai, which lies in the day before in UTC.
async fn a_day_begins_in_the_banks_zone(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    bank.assign("li", "huang", None).await;
    bank.holdings("huang", &["DEP"]).await;
    bank.movement("huang", 0, day(14), 1_000_000).await;
    let at = |text: &str| text.parse().unwrap();
    meeting(&bank, "huang", "before", at("2026-01-13T15:59:59.999999Z")).await;
    meeting(&bank, "huang", "with", at("2026-01-13T16:00:00Z")).await;
    work(&bank, "huang", "after", at("2026-01-13T16:00:00.000001Z")).await;
    let seen = read(&bank.rm("li"), "huang", 1, async || ()).await;
    assert_eq!(seen, ["after", "with", "10000.00", "before", "BEGIN test"]);
}

/// What was with either stands under the one that stays, and coverage of the other ended with it.
async fn what_was_merged_is_one_list(bank: Bank) {
    for (customer, staff) in [("huang", "li"), ("wong", "zhou")] {
        bank.customer(customer, "north-1", 1).await;
        bank.assign(staff, customer, None).await;
        bank.holdings(customer, &["DEP"]).await;
    }
    meeting(&bank, "huang", "of huang", noon(9)).await;
    meeting(&bank, "wong", "of wong", noon(9)).await;
    work(&bank, "wong", "work", noon(20)).await;
    bank.movement("wong", 0, day(14), 1_000_000).await;
    coverage(&bank, "wong", "old", [None, Some(noon(5))]).await;
    coverage(&bank, "wong", "cut", [None, Some(noon(25))]).await;
    bank.one("huang", "wong", noon(12)).await;
    let li = bank.rm("li");
    let whole = read(&li, "huang", 100, async || ()).await;
    let expected = [
        "work",
        "10000.00",
        // Both at once: that of zhou, whose id is of this day, and the one that was to end later.
        "END cut",
        "END test",
        "of wong",
        "of huang",
        "END old",
        "BEGIN old",
        "BEGIN cut",
        "BEGIN test",
        "BEGIN test",
    ];
    assert_eq!(whole, expected);
    for first in [1, 2, 3] {
        assert_eq!(read(&li, "huang", first, async || ()).await, whole, "{first}");
    }
    let id = CustomerId(named("huang")).to_string();
    let page = li.query_with(PAGE, json!({ "id": id, "first": 3 })).await.data();
    let page = &page["customer"]["timeline"];
    assert_eq!(page["totalCount"]["value"], whole.len());
    assert_eq!(page["nodes"][2]["at"], "2026-01-12T12:00:00Z");
}
