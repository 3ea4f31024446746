//! An import that is run again: after its end, with more of the file, after it was killed.

use crate::{
    import::on_each,
    support::{
        Database,
        pkdd99::{Folder, loading},
    },
};
use api::ingest::{pkdd99::Import, report::Report, run};
use chrono::NaiveDate;
use entity::{
    assignment, balance_day, bank, customer, customer_standing, holding, import_run, movement,
    outbox::{self, Noun, Operation},
};
use sea_orm::{
    ActiveValue::Set, DatabaseConnection, EntityTrait, IntoActiveModel, PaginatorTrait, QueryOrder,
};
use std::time::Duration;

on_each! {
    a_second_run_changes_nothing
    more_of_a_file_adds_what_is_new
    a_corrected_row_corrects_its_balances
    killed_and_run_again_is_as_if_run_once
    what_people_have_changed_stays
}

/// Everything that an import writes and a rerun could double.
#[derive(Debug, PartialEq)]
struct Image {
    counts: [u64; 4],
    movements: Vec<movement::Model>,
    balances: Vec<balance_day::Model>,
    standings: Vec<(i64, i64, i64, String)>,
}

async fn image(rows: &DatabaseConnection) -> Image {
    let counts = [
        customer::Entity::find().count(rows).await.unwrap(),
        assignment::Entity::find().count(rows).await.unwrap(),
        holding::Entity::find().count(rows).await.unwrap(),
        bank::Entity::find().count(rows).await.unwrap(),
    ];
    let movements = movement::Entity::find().order_by_asc(movement::Column::Id);
    let balances = balance_day::Entity::find()
        .order_by_asc(balance_day::Column::HoldingId)
        .order_by_asc(balance_day::Column::BookedOn);
    let standings = customer_standing::Entity::find()
        .order_by_asc(customer_standing::Column::CustomerId)
        .all(rows)
        .await
        .unwrap();
    let figures = |row: customer_standing::Model| {
        let tier = format!("{:?} {:?} {}", row.tier, row.tier_state, row.as_of);
        (row.aum_minor, row.deposits_minor, row.loans_minor, tier)
    };
    Image {
        counts,
        movements: movements.all(rows).await.unwrap(),
        balances: balances.all(rows).await.unwrap(),
        standings: standings.into_iter().map(figures).collect(),
    }
}

async fn told(rows: &DatabaseConnection) -> Vec<outbox::Model> {
    outbox::Entity::find().order_by_asc(outbox::Column::Seq).all(rows).await.unwrap()
}

async fn a_second_run_changes_nothing(database: Database) {
    let folder = Folder::new();
    let first = folder.import(&database, None, true).await.unwrap();
    assert!(!first.loaded.unchanged);
    let rows = database.connect().await;
    let (before, told_before) = (image(&rows).await, told(&rows).await);
    // Into an empty bank: one reset tells of everything.
    let nouns: Vec<_> = told_before.iter().map(|row| (row.noun, row.operation)).collect();
    assert_eq!(nouns, [(Noun::Bank, Operation::Reset)]);
    let second = folder.import(&database, None, true).await.unwrap();
    assert!(second.loaded.unchanged);
    assert_eq!(second.loaded.counts.iter().map(|count| count.written).sum::<u64>(), 0);
    assert_eq!(image(&rows).await, before);
    assert_eq!(told(&rows).await, told_before);
}

async fn more_of_a_file_adds_what_is_new(database: Database) {
    let folder = Folder::new();
    folder.first_trans(9);
    let first = folder.import(&database, None, true).await.unwrap();
    assert_eq!(first.bank_date, NaiveDate::from_ymd_opt(1993, 2, 27).unwrap());
    let rows = database.connect().await;
    let before = told(&rows).await.len();
    folder.first_trans(15);
    let second = folder.import(&database, None, true).await.unwrap();
    let movements = second.loaded.counts.iter().find(|count| count.noun == "movements").unwrap();
    assert_eq!((movements.written, movements.known), (6, 7));
    let new = told(&rows).await.split_off(before);
    let of = |noun| new.iter().filter(|row| row.noun == noun).count();
    // One for each customer, not for each movement: of the accounts 2 and 3.
    assert_eq!(of(Noun::Movement), 2);
    assert_eq!(of(Noun::Bank), 1);
    assert!(new.iter().all(|row| row.operation != Operation::Reset));
    assert!(of(Noun::CustomerStanding) >= 1);
    let at_once = Database::create(database.backend).await;
    folder.import(&at_once, None, true).await.unwrap();
    assert_eq!(image(&rows).await, image(&at_once.connect().await).await);
}

async fn a_corrected_row_corrects_its_balances(database: Database) {
    let folder = Folder::new();
    let text = std::fs::read_to_string(folder.0.join("trans.asc")).unwrap();
    folder.file("trans", &text.replace("4;1;930131", "4;1;930132"));
    let first = folder.import(&database, None, false).await.unwrap();
    assert_eq!(first.files.iter().map(|file| file.rejected).sum::<u64>(), 1);
    folder.file("trans", &text);
    folder.import(&database, None, true).await.unwrap();
    let at_once = Database::create(database.backend).await;
    folder.import(&at_once, None, true).await.unwrap();
    let (twice, once) = (database.connect().await, at_once.connect().await);
    assert_eq!(image(&twice).await, image(&once).await);
}

async fn killed_and_run_again_is_as_if_run_once(database: Database) {
    let folder = Folder::new();
    folder.long(2_000);
    let at_once = Database::create(database.backend).await;
    let whole = folder.import(&at_once, None, true).await.unwrap();
    let bank_date = whole.bank_date;
    let mut cut_off = 0;
    for millis in [1, 20, 60, 150, 400, 900] {
        let import = Import::new(folder.0.clone());
        let report = Report::new(folder.rejects(), true);
        let run = run::run(import, bank_date, report, loading(&database).await, |_| {});
        // Dropped wherever it is: amid a statement, between two batches, before the commit.
        cut_off +=
            u32::from(tokio::time::timeout(Duration::from_millis(millis), run).await.is_err());
    }
    assert!(cut_off > 0, "no run was cut off");
    let rows = database.connect().await;
    let checkpoint = import_run::Entity::find().one(&rows).await.unwrap();
    let last = folder.import(&database, None, true).await.unwrap();
    if checkpoint.is_some_and(|run| !run.is_done) {
        assert!(last.resumed_after.is_some());
    }
    assert_eq!(image(&rows).await, image(&at_once.connect().await).await);
    let told = told(&rows).await;
    let nouns: Vec<_> = told.iter().map(|row| (row.noun, row.operation)).collect();
    assert_eq!(
        nouns,
        [(Noun::Bank, Operation::Reset)],
        "an import that was cut off stays a first one"
    );
}

async fn what_people_have_changed_stays(database: Database) {
    let folder = Folder::new();
    folder.first_trans(9);
    folder.import(&database, None, true).await.unwrap();
    let rows = database.connect().await;
    let found = customer::Entity::find().one(&rows).await.unwrap().unwrap();
    let mut renamed = found.clone().into_active_model();
    renamed.name = Set("Renamed".into());
    customer::Entity::update(renamed).exec(&rows).await.unwrap();
    // The lead is handed on: the generated assignment ends, another begins.
    let given = assignment::Entity::find().all(&rows).await.unwrap();
    let of_found = given.iter().find(|row| row.customer_id == found.id).unwrap();
    let ended = of_found.valid_from + chrono::TimeDelta::days(30);
    let mut over = of_found.clone().into_active_model();
    over.valid_to = Set(Some(ended));
    assignment::Entity::update(over).exec(&rows).await.unwrap();
    let next = assignment::Model {
        id: entity::id::AssignmentId(uuid::Uuid::now_v7()),
        valid_from: ended,
        valid_to: None,
        ..of_found.clone()
    };
    let next = next.into_active_model();
    assignment::Entity::insert(next).exec_without_returning(&rows).await.unwrap();
    folder.first_trans(15);
    folder.import(&database, None, true).await.unwrap();
    let kept = customer::Entity::find_by_id(found.id).one(&rows).await.unwrap().unwrap();
    assert_eq!(kept.name, "Renamed");
    let kept = assignment::Entity::find_by_id(of_found.id).one(&rows).await.unwrap().unwrap();
    assert_eq!(kept.valid_to, Some(ended));
}
