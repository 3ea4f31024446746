//! Random histories: people write, customers change hands, phones sync in between or are lost.
//! Afterwards each phone holds exactly what its owner may see.

use super::{
    phone::{NODE, Phone},
    pull::hand_over,
};
use crate::support::{Bank, named, on_both, staff_id};
use api::service::assignment::turn::{Stretch, turn};
use chrono::TimeDelta;
use entity::{
    assignment::{self, AssignmentRole},
    customer, data_issue, follow_up,
    id::{CustomerId, DataIssueId},
    interaction,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

on_both! { each_phone_holds_what_its_owner_may_see }

const PEOPLE: [&str; 6] = ["li", "wang", "zhou", "both", "lead", "boss"];
const CUSTOMERS: [&str; 5] = ["huang", "sun", "wu", "xu", "zheng"];
/// Histories on each back end; `RAPPORT_TEST_HISTORIES` sets another number.
const HISTORIES: u64 = 12;
const STEPS: usize = 25;

/// Numbers that look random and are the same in every run (xorshift64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }
}

async fn each_phone_holds_what_its_owner_may_see(bank: Bank) {
    bank.tier_lines().await;
    for (number, name) in CUSTOMERS.into_iter().enumerate() {
        bank.customer(name, ["north-1", "north-2"][number % 2], 100).await;
        let lead = ["li", "zhou"][number % 2];
        bank.assign_as(AssignmentRole::Lead, lead, name, None).await;
        bank.lead(name, lead).await;
    }
    let histories = histories();
    let mut phones = PEOPLE.map(Phone::new);
    for seed in 1..=histories {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        for _ in 0..STEPS {
            bank.clock.pass(TimeDelta::minutes(1));
            Box::pin(step(&bank, &mut dice, &mut phones)).await;
        }
        settled(&bank, seed, &mut phones).await;
    }
}

#[expect(clippy::disallowed_methods, reason = "no server reads this")]
fn histories() -> u64 {
    let number = std::env::var("RAPPORT_TEST_HISTORIES");
    number.map_or(HISTORIES, |number| number.parse().unwrap())
}

async fn step(bank: &Bank, dice: &mut Dice, phones: &mut [Phone; 6]) {
    let customer = dice.pick(&CUSTOMERS);
    let who = dice.pick(&PEOPLE);
    match dice.roll(12) {
        0 | 1 => meet(bank, dice, who, customer).await,
        2 => amend(bank, dice, who).await,
        3 => memo(bank, dice, who).await,
        4 => give(bank, dice, who, customer).await,
        5 => regive(bank, dice, who).await,
        6 => {
            let version = bank.row(customer).await.version;
            let name = format!("{customer} {}", dice.roll(100));
            bank.staff(who).rename(&key(), customer, version.into(), &name).await;
        }
        7 => {
            let row = bank.row(customer).await;
            let to = dice.pick(&["li", "wang", "zhou"]);
            if row.merged_into_id.is_none() && row.lead_staff_id != Some(staff_id(to)) {
                hand_over(bank, customer, to).await;
            }
        }
        8 => help(bank, dice, customer).await,
        11 => merge(bank, dice).await,
        9 => {
            // Lost on the way home, or replaced.
            let number = dice.roll(phones.len());
            phones[number] = Phone::new(phones[number].owner);
        }
        _ => {
            bank.instance().await.sequencer.sequence().await.unwrap();
            let number = dice.roll(phones.len());
            let first = dice.roll(9) + 1;
            phones[number].page(bank, first).await;
        }
    }
}

fn key() -> String {
    Uuid::now_v7().to_string()
}

async fn write(bank: &Bank, who: &str, root: &str, mut input: Value) {
    input["clientMutationId"] = json!(key());
    let name = root[..1].to_uppercase() + &root[1..];
    let document = format!(
        "mutation Write($input: {name}Input!) {{ {root}(input: $input) {{ \
         userErrors {{ code }} }} }}"
    );
    let answer = bank.staff(who).query_with(&document, json!({ "input": input })).await;
    assert_eq!(answer.response.errors.len(), 0, "{root}: {:?}", answer.response.errors);
}

async fn meet(bank: &Bank, dice: &mut Dice, who: &str, customer: &str) {
    let at = bank.staff(who).op().now() - TimeDelta::minutes(5);
    let input = json!({ "customerId": CustomerId(named(customer)).to_string(), "channel": "PHONE",
        "direction": "OUTBOUND", "startedAt": at.to_rfc3339(), "summary": "Talked",
        "outcome": dice.pick(&["REACHED", "NO_ANSWER"]), "memo": "Noted",
        "memoIsConfidential": dice.roll(2) == 0 });
    write(bank, who, "interactionRecord", input).await;
}

async fn amend(bank: &Bank, dice: &mut Dice, who: &str) {
    let rows = interaction::Entity::find().all(&bank.rows).await.unwrap();
    if rows.is_empty() {
        return;
    }
    let row = &rows[dice.roll(rows.len())];
    let input = json!({ "id": row.id.to_string(), "expectedVersion": row.version,
        "summary": format!("Talked {}", dice.roll(100)) });
    write(bank, who, "interactionAmend", input).await;
}

async fn memo(bank: &Bank, dice: &mut Dice, who: &str) {
    let mine = interaction::Column::AuthorId.eq(staff_id(who));
    let rows = interaction::Entity::find().filter(mine).all(&bank.rows).await.unwrap();
    if rows.is_empty() {
        return;
    }
    let id = rows[dice.roll(rows.len())].id;
    let memo = entity::interaction_memo::Entity::find_by_id(id).one(&bank.rows).await.unwrap();
    let input = json!({ "id": id.to_string(), "memo": format!("Noted {}", dice.roll(100)),
        "expectedVersion": memo.map_or(0, |memo| memo.version),
        "memoIsConfidential": dice.roll(2) == 0 });
    write(bank, who, "interactionMemoWrite", input).await;
}

async fn give(bank: &Bank, dice: &mut Dice, who: &str, customer: &str) {
    let of_customer = dice.roll(2) == 0;
    let customer = of_customer.then(|| CustomerId(named(customer)).to_string());
    let input = json!({ "customerId": customer, "kind": "CALL", "title": "Call back",
        "dueAt": "2026-02-20T02:00:00Z", "assigneeId": staff_id(dice.pick(&PEOPLE)).to_string() });
    write(bank, who, "followUpCreate", input).await;
}

async fn regive(bank: &Bank, dice: &mut Dice, who: &str) {
    let rows = follow_up::Entity::find().all(&bank.rows).await.unwrap();
    if rows.is_empty() {
        return;
    }
    let row = &rows[dice.roll(rows.len())];
    let state = dice.pick(&["DOING", "DONE", "DOING", "DOING"]);
    let input = json!({ "id": row.id.to_string(), "expectedVersion": row.version, "state": state,
        "assigneeId": staff_id(dice.pick(&PEOPLE)).to_string() });
    write(bank, who, "followUpUpdate", input).await;
}

/// Somebody helps for two minutes, or from in a minute on; the minute job tells of it.
async fn help(bank: &Bank, dice: &mut Dice, customer: &str) {
    let now = bank.staff("li").op().now();
    let from = now + TimeDelta::seconds([0, 30][dice.roll(2)]);
    let row = assignment::Model {
        id: entity::id::AssignmentId(Uuid::now_v7()),
        customer_id: CustomerId(named(customer)),
        staff_id: staff_id(dice.pick(&["li", "wang", "zhou"])),
        role: AssignmentRole::Support,
        valid_from: from,
        valid_to: Some(from + TimeDelta::minutes(2)),
        reason: "test".into(),
        is_generated: false,
        created_at: now,
    };
    bank.add(row).await;
}

/// Two customers become one, or two again: at most two are one at a time.
async fn merge(bank: &Bank, dice: &mut Dice) {
    let rows = customer::Entity::find().all(&bank.rows).await.unwrap();
    let version = |id: CustomerId| rows.iter().find(|row| row.id == id).unwrap().version;
    if let Some(merged) = rows.iter().find(|row| row.merged_into_id.is_some()) {
        let input = json!({ "mergedId": merged.id.to_string(),
            "expectedVersion": version(merged.merged_into_id.unwrap()) });
        return write(bank, "boss", "customerUnmerge", input).await;
    }
    let survivor = dice.roll(CUSTOMERS.len());
    let merged = (survivor + 1 + dice.roll(CUSTOMERS.len() - 1)) % CUSTOMERS.len();
    let [survivor, merged] = [survivor, merged].map(|number| CUSTOMERS[number]);
    data_issue::Entity::delete_many().exec(&bank.rows).await.unwrap();
    bank.issue("twins", survivor, merged).await;
    let issue = DataIssueId(named("twins")).to_string();
    let judged = json!({ "id": issue, "expectedState": "OPEN", "verdict": "CONFIRM" });
    write(bank, "boss", "dataIssueJudge", judged).await;
    let [survivor, merged] = [survivor, merged].map(|name| CustomerId(named(name)));
    let input = json!({ "survivorId": survivor.to_string(), "mergedId": merged.to_string(),
        "expectedVersion": version(survivor), "mergedExpectedVersion": version(merged),
        "issueId": issue });
    write(bank, "boss", "customerMerge", input).await;
    let merged = customer::Entity::find_by_id(merged).one(&bank.rows).await.unwrap().unwrap();
    assert_eq!(merged.merged_into_id, Some(survivor));
}

/// Whatever begins and ends by time is told of, everything is in the log, and all phones sync.
async fn settled(bank: &Bank, seed: u64, phones: &mut [Phone; 6]) {
    bank.clock.pass(TimeDelta::minutes(5));
    let op = bank.staff("li").op();
    let stretch = Stretch { after: op.now() - TimeDelta::minutes(40), until: op.now() };
    turn(&op, stretch).await.unwrap();
    bank.instance().await.sequencer.sequence().await.unwrap();
    for phone in phones {
        phone.sync(bank, 1 + usize::try_from(seed).unwrap() % 40).await;
        let all = seen(bank, phone.owner).await;
        let kept = phone.rows.iter().filter(|(id, _)| !id.starts_with("prd_"));
        let wrong: Vec<_> = kept.filter(|(id, row)| all.get(*id) != Some(*row)).collect();
        let missing: Vec<_> = all.iter().filter(|(id, _)| !phone.rows.contains_key(*id)).collect();
        let place = format!("history {seed}, phone of {}", phone.owner);
        assert!(wrong.is_empty() && missing.is_empty(), "{place}: {wrong:#?} {missing:#?}");
    }
}

/// Everything that a member of staff sees, by asking for all there is.
async fn seen(bank: &Bank, who: &str) -> BTreeMap<String, Value> {
    let customers = customer::Entity::find().all(&bank.rows).await.unwrap();
    let interactions = interaction::Entity::find().all(&bank.rows).await.unwrap();
    let follow_ups = follow_up::Entity::find().all(&bank.rows).await.unwrap();
    let ids: Vec<_> = customers
        .iter()
        .map(|row| row.id.to_string())
        .chain(interactions.iter().map(|row| row.id.to_string()))
        .chain(follow_ups.iter().map(|row| row.id.to_string()))
        .collect();
    let document = format!("query All($ids: [ID!]!) {{ nodes(ids: $ids) {{ {NODE} }} }}");
    let mut seen = BTreeMap::new();
    for some in ids.chunks(100) {
        let answer = bank.staff(who).query_with(&document, json!({ "ids": some })).await.data();
        for node in answer["nodes"].as_array().unwrap().iter().filter(|node| !node.is_null()) {
            seen.insert(node["id"].as_str().unwrap().to_owned(), node.clone());
        }
    }
    seen
}
