//! What an import makes of the PKDD'99 files: every trap, on both back ends.

use crate::support::{Database, pkdd99::Folder};
use api::ingest::{report::FileCount, run::Summary};
use chrono::NaiveDate;
use entity::{
    assignment, balance_day, bank,
    customer::{self, CustomerKind},
    customer_standing::{self, Tier},
    holding::{self, HoldingStatus},
    holding_holder::{self, HolderRole},
    id::{CustomerId, HoldingId},
    movement::{self, Direction, Initiator, MovementKind},
    org_unit::{self, OrgUnitKind},
    person_profile::{self, Gender},
    product, search_entry, staff, staff_role, unit_closure,
};
use sea_orm::{
    ColumnTrait, DatabaseConnection, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};

/// Runs the named tests of a file on a migrated database of either back end.
macro_rules! on_each {
    ($($test:ident)*) => {
        mod sqlite {
            use crate::support::{Backend, Database};
            $(#[tokio::test] async fn $test() {
                super::$test(Database::create(Backend::Sqlite).await).await;
            })*
        }
        mod postgres {
            use crate::support::{Backend, Database};
            $(#[tokio::test] async fn $test() {
                super::$test(Database::create(Backend::Postgres).await).await;
            })*
        }
    };
}
pub(crate) use on_each;

on_each! {
    rows_become_what_they_mean
    balances_are_of_the_end_of_days
    loans_are_brought_down_by_their_payments
    people_are_generated_and_say_so
}

pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// The files of a summary as (read, rejected, left out).
pub(crate) fn counts(summary: &Summary) -> Vec<(&str, u64, u64, u64)> {
    let of = |file: &FileCount| (file.file, file.read, file.rejected, file.left_out);
    summary.files.iter().map(of).collect()
}

async fn holding_of(rows: &DatabaseConnection, external: &str) -> holding::Model {
    let found = holding::Entity::find().filter(holding::Column::ExternalId.eq(external));
    found.one(rows).await.unwrap().unwrap()
}

pub(crate) async fn balances_of(rows: &DatabaseConnection, external: &str) -> Vec<(String, i64)> {
    let id: HoldingId = holding_of(rows, external).await.id;
    let found = balance_day::Entity::find().filter(balance_day::Column::HoldingId.eq(id));
    let found = found.order_by_asc(balance_day::Column::BookedOn).all(rows).await.unwrap();
    found.into_iter().map(|row| (row.booked_on.to_string(), row.amount_minor)).collect()
}

/// The owner of an account.
async fn owner(rows: &DatabaseConnection, account: &str) -> CustomerId {
    holding_of(rows, account).await.customer_id
}

async fn rows_become_what_they_mean(database: Database) {
    let folder = Folder::new();
    let summary = folder.import(&database, None, true).await.unwrap();
    assert_eq!(
        counts(&summary),
        [
            ("district", 2, 0, 0),
            ("account", 4, 0, 1),
            ("client", 5, 0, 1),
            ("disp", 5, 0, 1),
            ("card", 2, 0, 1),
            ("order", 4, 0, 1),
            ("loan", 2, 0, 1),
            ("trans", 15, 0, 2),
        ]
    );
    let rows = database.connect().await;
    let found = bank::Entity::find().one(&rows).await.unwrap().unwrap();
    assert_eq!(found.bank_date, day(1993, 3, 30), "the day before the last one");
    assert_eq!((found.clock, found.base_currency.as_str()), (bank::Clock::Replay, "CZK"));
    let expected = [
        ("1", Direction::Credit, 2_000_000, MovementKind::Cash, Initiator::Customer, None),
        ("4", Direction::Credit, 6_660, MovementKind::Interest, Initiator::Bank, None),
        ("5", Direction::Debit, 100_000, MovementKind::Loan, Initiator::Customer, Some("ST")),
        (
            "6",
            Direction::Debit,
            200_000,
            MovementKind::StandingOrder,
            Initiator::Customer,
            Some("YZ"),
        ),
        ("7", Direction::Debit, 10_000, MovementKind::Cash, Initiator::Customer, None),
        ("8", Direction::Credit, 512_300, MovementKind::Salary, Initiator::Customer, Some("YZ")),
        ("9", Direction::Debit, 1_460, MovementKind::Fee, Initiator::Bank, None),
        ("10", Direction::Debit, 10_000, MovementKind::Card, Initiator::Customer, None),
        ("13", Direction::Debit, 1_050, MovementKind::Interest, Initiator::Bank, None),
    ];
    for (external, direction, amount, kind, initiator, other) in expected {
        let found = movement::Entity::find().filter(movement::Column::ExternalId.eq(external));
        let found = found.one(&rows).await.unwrap().unwrap();
        let said = (found.direction, found.amount_minor, found.kind, found.initiator);
        assert_eq!(said, (direction, amount, kind, initiator), "row {external}");
        assert_eq!(found.counterparty_bank.as_deref(), other, "row {external}");
        assert_eq!(found.booked_at, None);
    }
    assert_eq!(movement::Entity::find().count(&rows).await.unwrap(), 13);
    let last = movement::Entity::find().filter(movement::Column::ExternalId.eq("14"));
    assert_eq!(last.one(&rows).await.unwrap(), None, "of a day that is not closed");
}

async fn balances_are_of_the_end_of_days(database: Database) {
    Folder::new().import(&database, None, true).await.unwrap();
    let rows = database.connect().await;
    let said = |day: &str, amount: i64| (format!("1993-{day}"), amount);
    assert_eq!(
        balances_of(&rows, "account 1").await,
        [
            said("01-01", 2_000_000),
            said("01-31", 2_006_660),
            said("02-01", 2_006_660),
            // Not that of the last row in the file, but of the last one in the chain.
            said("02-12", 1_696_660),
            said("03-01", 1_696_660),
        ]
    );
    let standing = |account: &'static str| {
        let rows = rows.clone();
        async move {
            let id = owner(&rows, account).await;
            customer_standing::Entity::find_by_id(id).one(&rows).await.unwrap().unwrap()
        }
    };
    let first = standing("account 1").await;
    assert_eq!((first.aum_minor, first.deposits_minor), (1_696_660, 1_696_660));
    assert_eq!((first.loans_minor, first.tier), (1_100_000, Tier::T0));
    assert_eq!(first.as_of, day(1993, 3, 30));
    let overdrawn = standing("account 3").await;
    assert_eq!((overdrawn.aum_minor, overdrawn.loans_minor), (0, 0), "an overdraft counts 0");
}

async fn loans_are_brought_down_by_their_payments(database: Database) {
    Folder::new().import(&database, None, true).await.unwrap();
    let rows = database.connect().await;
    let loan = holding_of(&rows, "loan 1").await;
    assert_eq!(loan.matures_on, Some(day(1994, 1, 15)));
    assert_eq!((loan.status, loan.closed_on), (HoldingStatus::Active, None), "not over yet");
    let said = |day: &str, amount: i64| (format!("1993-{day}"), amount);
    assert_eq!(
        balances_of(&rows, "loan 1").await,
        [
            said("01-15", 1_200_000),
            said("02-01", 1_200_000),
            said("02-12", 1_100_000),
            said("03-01", 1_100_000),
        ]
    );
    let card = holding_of(&rows, "card 1").await;
    assert_eq!(card.opened_on, day(1993, 2, 1));
    assert_eq!(owner(&rows, "order 1").await, owner(&rows, "account 1").await);
    let holders = holding_holder::Entity::find()
        .filter(holding_holder::Column::HoldingId.eq(holding_of(&rows, "account 2").await.id))
        .all(&rows)
        .await
        .unwrap();
    let mut roles: Vec<HolderRole> = holders.iter().map(|holder| holder.role).collect();
    roles.sort_by_key(|role| format!("{role:?}"));
    assert_eq!(roles, [HolderRole::Authorised, HolderRole::Owner]);
    assert_eq!(holding::Entity::find().count(&rows).await.unwrap(), 3 + 1 + 3 + 1);
}

async fn people_are_generated_and_say_so(database: Database) {
    Folder::new().import(&database, None, true).await.unwrap();
    let rows = database.connect().await;
    let customers = customer::Entity::find().all(&rows).await.unwrap();
    assert_eq!(customers.len(), 4, "who holds nothing yet is left out");
    assert!(customers.iter().all(|row| row.is_generated && row.kind == CustomerKind::Person));
    let first = owner(&rows, "account 1").await;
    let person = person_profile::Entity::find_by_id(first).one(&rows).await.unwrap().unwrap();
    assert_eq!(person.gender, Some(Gender::Female));
    assert_eq!(person.birth_date, Some(day(1970, 12, 13)));
    let staff = staff::Entity::find().all(&rows).await.unwrap();
    assert!(staff.iter().all(|row| row.is_generated));
    let mut numbers: Vec<&str> = staff.iter().map(|row| row.employee_no.as_str()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, ["D001-00", "D001-01", "D002-00", "D002-01"]);
    let products = product::Entity::find().count(&rows).await.unwrap();
    let searched = search_entry::Entity::find().count(&rows).await.unwrap();
    assert_eq!(searched, 4 + 4 + products, "everything that is written can be found");
    assert_eq!(staff_role::Entity::find().count(&rows).await.unwrap(), 4);
    let of_first = assignment::Entity::find().filter(assignment::Column::CustomerId.eq(first));
    let of_first = of_first.one(&rows).await.unwrap().unwrap();
    // Midnight in Prague, on the day on which the account opened.
    assert_eq!(of_first.valid_from.to_rfc3339(), "1992-12-31T23:00:00+00:00");
    assert!(of_first.is_generated && of_first.valid_to.is_none());
    let units = org_unit::Entity::find().all(&rows).await.unwrap();
    let kinds = |kind| units.iter().filter(|unit| unit.kind == kind).count();
    assert_eq!(kinds(OrgUnitKind::Hq), 1);
    assert_eq!((kinds(OrgUnitKind::Branch), kinds(OrgUnitKind::SubBranch)), (2, 2));
    assert_eq!(unit_closure::Entity::find().count(&rows).await.unwrap(), 1 + 2 * 2 + 2 * 3);
}
