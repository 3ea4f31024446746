//! Days in an agenda: where they begin in the bank's zone, the day that not every year has, and by
//! how much one has passed.

use super::{PAGE, TWENTIETH, born, fill, plan, whole, work};
use crate::support::{Bank, day, noon, on_both};
use entity::{assignment::AssignmentRole, bank};
use sea_orm::{EntityTrait, sea_query::Expr};
use serde_json::{Value, json};

on_both! {
    a_day_begins_in_the_banks_zone
    a_day_begins_where_the_clock_is_set
    the_leap_day_is_the_28th_in_other_years
    a_window_may_hold_the_turn_of_a_year
    what_is_due_says_by_how_much
    what_was_merged_belongs_to_the_one_that_stays
}

async fn a_day_begins_in_the_banks_zone(bank: Bank) {
    fill(&bank, "huang", "li").await;
    let li = bank.rm("li");
    let count = async |from: &str, to: &str| whole(&li, (from, to)).await.len();
    assert_eq!(count("2026-01-19T15:00:00Z", "2026-01-19T16:00:00Z").await, 0);
    assert_eq!(count("2026-01-19T15:00:00Z", "2026-01-19T16:00:00.000001Z").await, 6);
    assert_eq!(count("2026-01-19T16:00:00Z", "2026-01-19T16:00:00.000001Z").await, 6);
    assert_eq!(count("2026-01-19T16:00:00.000001Z", "2026-01-20T16:00:00Z").await, 0);
    assert_eq!(count("2026-01-20T00:00:00+08:00", "2026-01-21T00:00:00+08:00").await, 6);
}

/// In Prague the 29th of March 2026 has 23 hours.
async fn a_day_begins_where_the_clock_is_set(bank: Bank) {
    bank::Entity::update_many()
        .col_expr(bank::Column::TimeZone, Expr::value("Europe/Prague"))
        .exec(&bank.rows)
        .await
        .unwrap();
    let server = bank.server_with(|_| ()).await;
    bank.customer("huang", "north-1", 1).await;
    bank.assign_as(AssignmentRole::Lead, "li", "huang", None).await;
    bank.holdings("huang", &["DEP"]).await;
    let on = |text: &str| text.parse().unwrap();
    born(&bank, "huang", "1990-03-29").await;
    bank.matures("huang/0", on("2026-03-30")).await;
    bank.due("huang", on("2026-03-28"), on("2026-10-26")).await;
    let li = bank.rm("li").through(&server);
    for (from, to, found) in [
        ("2026-03-27T23:00:00Z", "2026-03-28T23:00:00Z", "VISIT huang 2026-03-28"),
        ("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", "huang 2026-03-29 36"),
        ("2026-03-29T22:00:00Z", "2026-03-30T22:00:00Z", "huang DEP"),
        // Set back on the 25th of October.
        ("2026-10-25T23:00:00Z", "2026-10-26T23:00:00Z", "TOUCH huang 2026-10-26"),
    ] {
        assert_eq!(whole(&li, (from, to)).await, [found], "{from}");
    }
}

async fn the_leap_day_is_the_28th_in_other_years(bank: Bank) {
    for (customer, on) in [("huang", "1992-02-29"), ("sun", "1990-02-28"), ("wu", "1990-03-01")] {
        bank.customer(customer, "north-1", 1).await;
        bank.assign("li", customer, None).await;
        born(&bank, customer, on).await;
    }
    let li = bank.rm("li");
    let found = async |from: &str, to: &str| whole(&li, (from, to)).await;
    let common = ["huang 2026-02-28 34", "sun 2026-02-28 36", "wu 2026-03-01 36"];
    assert_eq!(found("2026-02-27T16:00:00Z", "2026-03-02T16:00:00Z").await, common);
    assert_eq!(found("2026-02-28T16:00:00Z", "2026-03-02T16:00:00Z").await, common[2..]);
    let leap = ["sun 2028-02-28 38", "huang 2028-02-29 36", "wu 2028-03-01 38"];
    assert_eq!(found("2028-02-27T16:00:00Z", "2028-03-02T16:00:00Z").await, leap);
    assert_eq!(found("2028-02-28T16:00:00Z", "2028-02-29T16:00:00Z").await, leap[1..2]);
}

async fn a_window_may_hold_the_turn_of_a_year(bank: Bank) {
    for (customer, on) in [
        ("huang", "1990-01-05"),
        ("sun", "1990-12-20"),
        ("wu", "1990-12-31"),
        ("zhao", "1990-06-30"),
    ] {
        bank.customer(customer, "north-1", 1).await;
        bank.assign("li", customer, None).await;
        born(&bank, customer, on).await;
    }
    let li = bank.rm("li");
    let turn = ("2026-12-14T16:00:00Z", "2027-01-14T16:00:00Z");
    let expected = ["sun 2026-12-20 36", "wu 2026-12-31 36", "huang 2027-01-05 37"];
    assert_eq!(whole(&li, turn).await, expected);
    assert_eq!(super::read(&li, turn, 1, async || ()).await, expected);
    // No day begins within this hour, and the days beside it are of two years.
    let none = whole(&li, ("2026-12-31T12:00:00Z", "2026-12-31T13:00:00Z")).await;
    assert_eq!(none, Vec::<String>::new());
    born(&bank, "huang", &day(1).to_string()).await;
    assert_eq!(whole(&li, turn).await[2], "huang 2027-01-01 1");
}

async fn what_is_due_says_by_how_much(bank: Bank) {
    fill(&bank, "huang", "li").await;
    bank.clock.set(noon(29));
    // Counted from the 14th: a visit within 6 days, a contact within 10.
    bank.due("huang", day(20), day(24)).await;
    let variables = json!({ "from": TWENTIETH.0, "to": "2026-01-30T16:00:00Z", "first": 9 });
    let page = bank.rm("li").query_with(PAGE, variables).await.data();
    let nodes = page["viewer"]["agenda"]["nodes"].as_array().unwrap().clone();
    let by = |contact: &str| {
        let node = nodes.iter().find(|node| node["contact"] == contact).unwrap();
        node["overdueIntervals"].clone()
    };
    assert_eq!((by("VISIT"), by("TOUCH")), (json!("1.5"), json!("0.5")));
    let standing = "{ customers(first: 1) { nodes { standing {
        visitOverdueIntervals touchOverdueIntervals } } } }";
    let told = bank.rm("li").query(standing).await.data();
    let expected = json!({ "visitOverdueIntervals": "1.5", "touchOverdueIntervals": "0.5" });
    assert_eq!(told["customers"]["nodes"][0]["standing"], expected);
}

/// Money and plans of the merged one are there; its own day of birth and cadence say nothing more.
async fn what_was_merged_belongs_to_the_one_that_stays(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    bank.assign_as(AssignmentRole::Lead, "li", "huang", None).await;
    fill(&bank, "wong", "zhou").await;
    plan(&bank, "wong", "by zhou", "zhou", noon(20)).await;
    work(&bank, "wong", "for li", "li", noon(20)).await;
    let li = bank.rm("li");
    assert_eq!(whole(&li, TWENTIETH).await, Vec::<String>::new());
    bank.one("huang", "wong", noon(12)).await;
    assert_eq!(whole(&li, TWENTIETH).await, ["huang DEP", "wong/i", "for li", "by zhou"]);
    let variables = json!({ "from": TWENTIETH.0, "to": TWENTIETH.1, "first": 9 });
    let page = li.query_with(PAGE, variables).await.data();
    for node in page["viewer"]["agenda"]["nodes"].as_array().unwrap() {
        let customer = if node["of"] == Value::Null { &node["customer"] } else { &node["of"] };
        assert_eq!(customer["name"], "huang", "{node}");
    }
    assert_eq!(whole(&bank.rm("zhou"), TWENTIETH).await, Vec::<String>::new());
}
