//! Agendas: what belongs to whose and to which window, in one order, paged while rows come.

mod days;

use crate::support::{Bank, Staff, day, named, noon, on_both, planned, staff_id, to_do};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    assignment::AssignmentRole,
    follow_up, holding,
    id::{CustomerId, FollowUpId, HoldingId, InteractionId},
    interaction, interaction_participant, person_profile,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicU32, Ordering},
};

on_both! {
    equal_instants_have_one_order
    no_row_twice_and_none_lost
    only_what_is_theirs
    what_is_late_belongs_to_the_present
    a_window_is_checked_and_held_by_its_cursors
}

const PAGE: &str = "query Page($from: DateTime!, $to: DateTime!, $first: Int!, $after: String) {
    viewer { agenda(from: $from, to: $to, first: $first, after: $after) {
        nodes { __typename ... on Interaction { goal customer { name } }
            ... on FollowUp { title of: customer { name } }
            ... on ContactDue { contact dueOn overdueIntervals customer { name } }
            ... on Maturity { on customer { name } holding { product { code } } }
            ... on Birthday { on age customer { name } } }
        totalCount { value } pageInfo { hasNextPage endCursor } } } }";

/// The beginning of the 20th in Shanghai, and that of the 21st.
const TWENTIETH: (&str, &str) = ("2026-01-19T16:00:00Z", "2026-01-20T16:00:00Z");

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

async fn plan(bank: &Bank, customer: &str, name: &str, by: &str, at: DateTime<Utc>) {
    let row = planned(InteractionId(named(name)), CustomerId(named(customer)), by);
    bank.add(interaction::Model { happens_at: at, goal: Some(name.into()), ..row }).await;
}

async fn work(bank: &Bank, customer: &str, name: &str, whose: &str, at: DateTime<Utc>) {
    let row = to_do(FollowUpId(named(name)), CustomerId(named(customer)), whose);
    bank.add(follow_up::Model { due_at: at, title: name.into(), ..row }).await;
}

async fn born(bank: &Bank, customer: &str, on: &str) {
    let on: NaiveDate = on.parse().unwrap();
    person_profile::Entity::update_many()
        .col_expr(person_profile::Column::BirthDate, Expr::value(on))
        .filter(person_profile::Column::CustomerId.eq(CustomerId(named(customer))))
        .exec(&bank.rows)
        .await
        .unwrap();
}

/// A customer of `lead`'s with one of everything at the beginning of the 20th.
async fn fill(bank: &Bank, customer: &str, lead: &str) {
    bank.customer(customer, "north-1", 1).await;
    bank.assign_as(AssignmentRole::Lead, lead, customer, None).await;
    bank.holdings(customer, &["DEP"]).await;
    let start = at(TWENTIETH.0);
    plan(bank, customer, &format!("{customer}/i"), lead, start).await;
    work(bank, customer, &format!("{customer}/f"), lead, start).await;
    born(bank, customer, "1990-01-20").await;
    bank.matures(&format!("{customer}/0"), day(20)).await;
    bank.due(customer, day(20), day(20)).await;
}

/// What an item is called.
fn label(node: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let name = || text(&node["customer"]["name"]);
    match node["__typename"].as_str().unwrap() {
        "Interaction" => text(&node["goal"]),
        "FollowUp" => text(&node["title"]),
        "ContactDue" => format!("{} {} {}", text(&node["contact"]), name(), text(&node["dueOn"])),
        "Maturity" => format!("{} {}", name(), text(&node["holding"]["product"]["code"])),
        _ => format!("{} {} {}", name(), text(&node["on"]), node["age"]),
    }
}

/// Reads pages of a size to the end, and does something between two.
async fn read(
    staff: &Staff<'_>,
    window: (&str, &str),
    first: u32,
    between: impl AsyncFn(),
) -> Vec<String> {
    let (mut seen, mut after) = (Vec::new(), Value::Null);
    loop {
        let variables = json!({ "from": window.0, "to": window.1, "first": first, "after": after });
        let page = staff.query_with(PAGE, variables).await.data()["viewer"]["agenda"].clone();
        seen.extend(page["nodes"].as_array().unwrap().iter().map(label));
        if page["pageInfo"]["hasNextPage"] == false {
            return seen;
        }
        after = page["pageInfo"]["endCursor"].clone();
        between().await;
    }
}

async fn whole(staff: &Staff<'_>, window: (&str, &str)) -> Vec<String> {
    read(staff, window, 100, async || ()).await
}

async fn equal_instants_have_one_order(bank: Bank) {
    fill(&bank, "huang", "li").await;
    fill(&bank, "sun", "li").await;
    plan(&bank, "huang", "later", "li", noon(20)).await;
    let li = bank.rm("li");
    let found = whole(&li, TWENTIETH).await;
    let expected = [
        "huang 2026-01-20 36",
        "sun 2026-01-20 36",
        "huang DEP",
        "sun DEP",
        "VISIT huang 2026-01-20",
        "VISIT sun 2026-01-20",
        "TOUCH huang 2026-01-20",
        "TOUCH sun 2026-01-20",
        "huang/f",
        "sun/f",
        "huang/i",
        "sun/i",
        "later",
    ];
    assert_eq!(found, expected);
    for first in [1, 2, 3, 5] {
        assert_eq!(read(&li, TWENTIETH, first, async || ()).await, expected, "{first}");
    }
    let variables = json!({ "from": TWENTIETH.0, "to": TWENTIETH.1, "first": 2 });
    let page = li.query_with(PAGE, variables).await.data();
    assert_eq!(page["viewer"]["agenda"]["totalCount"], json!({ "value": expected.len() }));
}

async fn no_row_twice_and_none_lost(bank: Bank) {
    for customer in ["huang", "sun"] {
        fill(&bank, customer, "li").await;
    }
    let li = bank.rm("li");
    let old: BTreeSet<_> = whole(&li, TWENTIETH).await.into_iter().collect();
    let counter = AtomicU32::new(0);
    let insert = async || {
        let number = counter.fetch_add(1, Ordering::Relaxed);
        // More come than a page holds, so that they must end for the pages to.
        if number > 8 {
            return;
        }
        for letter in ["a", "m", "z"] {
            fill(&bank, &format!("{letter}{number}"), "li").await;
        }
        plan(&bank, "huang", &format!("end{number}"), "li", noon(20)).await;
    };
    let seen = read(&li, TWENTIETH, 3, insert).await;
    let once: BTreeSet<_> = seen.iter().collect();
    assert_eq!(once.len(), seen.len(), "no row twice: {seen:?}");
    assert!(old.iter().all(|name| once.contains(name)), "none lost: {seen:?}");
}

async fn only_what_is_theirs(bank: Bank) {
    fill(&bank, "huang", "li").await;
    bank.assign("wang", "huang", None).await;
    fill(&bank, "sun", "zhou").await;
    let (li, wang) = (bank.rm("li"), bank.rm("wang"));
    // Of one they do not lead: what they planned or take part in, no contacts that are due.
    plan(&bank, "huang", "by wang", "wang", noon(20)).await;
    plan(&bank, "huang", "with wang", "li", noon(20)).await;
    bank.add(interaction_participant::Model {
        interaction_id: InteractionId(named("with wang")),
        staff_id: staff_id("wang"),
        customer_id: CustomerId(named("huang")),
    })
    .await;
    work(&bank, "huang", "for wang", "wang", noon(20)).await;
    let days = ["huang 2026-01-20 36", "huang DEP"];
    let mut expected = days.to_vec();
    expected.extend(["for wang", "by wang", "with wang"]);
    assert_eq!(whole(&wang, TWENTIETH).await, expected);
    // A LEAD also sees what others have planned, and no one's work but their own.
    let mut expected = days.to_vec();
    expected.extend(["VISIT huang 2026-01-20", "TOUCH huang 2026-01-20", "huang/f", "huang/i"]);
    expected.extend(["by wang", "with wang"]);
    assert_eq!(whole(&li, TWENTIETH).await, expected);

    // What is held, done or closed is none of it, and a joint holder does not count money twice.
    interaction::Entity::update_many()
        .col_expr(interaction::Column::Outcome, Expr::value("CANCELLED"))
        .filter(interaction::Column::CustomerId.eq(CustomerId(named("huang"))))
        .exec(&bank.rows)
        .await
        .unwrap();
    follow_up::Entity::update_many()
        .col_expr(follow_up::Column::State, Expr::value("DONE"))
        .exec(&bank.rows)
        .await
        .unwrap();
    bank.customer("wu", "north-1", 1).await;
    bank.assign("wang", "wu", None).await;
    bank.add(entity::holding_holder::Model {
        customer_id: CustomerId(named("wu")),
        holding_id: HoldingId(named("huang/0")),
        role: entity::holding_holder::HolderRole::Joint,
    })
    .await;
    assert_eq!(whole(&wang, TWENTIETH).await, days);
    holding::Entity::update_many()
        .col_expr(holding::Column::Status, Expr::value("CLOSED"))
        .exec(&bank.rows)
        .await
        .unwrap();
    assert_eq!(whole(&wang, TWENTIETH).await, days[..1]);

    // Nobody's book is nobody's agenda, whatever they may see.
    for who in ["lead", "boss", "leader", "analyst", "admin", "auditor", "sui"] {
        assert_eq!(whole(&bank.staff(who), TWENTIETH).await, Vec::<String>::new(), "{who}");
    }
    // Work of one's own that no customer is about.
    let row = to_do(FollowUpId(named("own")), CustomerId(named("huang")), "lead");
    let row = follow_up::Model { customer_id: None, title: "own".into(), ..row };
    bank.add(row).await;
    assert_eq!(whole(&bank.staff("lead"), TWENTIETH).await, ["own"]);
}

/// It is noon of the 15th.
async fn what_is_late_belongs_to_the_present(bank: Bank) {
    fill(&bank, "huang", "li").await;
    work(&bank, "huang", "late", "li", noon(10)).await;
    plan(&bank, "huang", "missed", "li", noon(10)).await;
    born(&bank, "huang", "1990-01-10").await;
    bank.matures("huang/0", day(10)).await;
    bank.due("huang", day(9), day(11)).await;
    let li = bank.rm("li");
    let late = ["VISIT huang 2026-01-09", "late", "TOUCH huang 2026-01-11"];
    for first in [1, 100] {
        let now = ("2026-01-15T12:00:00Z", "2026-01-15T12:00:00.000001Z");
        assert_eq!(read(&li, now, first, async || ()).await, late);
    }
    for other in [
        ("2026-01-15T12:00:00.000001Z", "2026-01-16T00:00:00Z"),
        ("2026-01-15T00:00:00Z", "2026-01-15T12:00:00Z"),
    ] {
        assert_eq!(whole(&li, other).await, Vec::<String>::new(), "{other:?}");
    }
    // A window of before shows it where it was.
    let before = whole(&li, ("2026-01-08T16:00:00Z", "2026-01-11T16:00:00Z")).await;
    let mut expected = vec![late[0], "huang 2026-01-10 36", "huang DEP"];
    expected.extend(["late", "missed", late[2]]);
    assert_eq!(before, expected);
}

async fn a_window_is_checked_and_held_by_its_cursors(bank: Bank) {
    fill(&bank, "huang", "li").await;
    let li = bank.rm("li");
    let ask = async |from: &str, to: &str, after: &Value| {
        let variables = json!({ "from": from, "to": to, "first": 1, "after": after });
        li.query_with(PAGE, variables).await
    };
    let longest = ("2026-01-01T00:00:00Z", "2026-04-03T00:00:00Z");
    let page = ask(longest.0, longest.1, &Value::Null).await.data();
    let cursor = page["viewer"]["agenda"]["pageInfo"]["endCursor"].clone();
    for (from, to, after) in [
        ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", &Value::Null),
        ("2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z", &Value::Null),
        ("2026-01-01T00:00:00Z", "2026-04-03T01:00:00.000001Z", &Value::Null),
        ("2026-01-01T00:00:00Z", "2026-04-02T00:00:00Z", &cursor),
        (longest.0, longest.1, &json!("AAAA")),
    ] {
        let answer = ask(from, to, after).await.body();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{from} {to}");
    }
    // The same instant written otherwise is the same window.
    let answer = ask("2026-01-01T08:00:00+08:00", longest.1, &cursor).await.data();
    assert_eq!(answer["viewer"]["agenda"]["nodes"][0]["__typename"], "Maturity");
}
