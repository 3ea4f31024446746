//! The migrations: there and back, and what the tables that they make refuse.

use crate::support::{Backend, Bank, Database, catalogue, named, noon, on_both, staff_id};
use entity::{
    assignment::{self, AssignmentRole},
    customer_number,
    id::{AssignmentId, CustomerId, CustomerNumberId},
};
use migration::{Migrator, MigratorTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, Statement,
    sea_query::Expr,
};
use uuid::Uuid;

on_both! {
    what_was_deleted_blocks_no_new_row
    what_can_be_deleted_is_unique_only_while_it_lives
    two_leads_at_one_instant_are_refused
    leads_one_after_another_and_empty_ones_are_taken
    a_lead_moved_onto_another_is_refused
}

#[tokio::test]
async fn up_down_and_up_again_on_sqlite() {
    there_and_back(Backend::Sqlite).await;
}

#[tokio::test]
async fn up_down_and_up_again_on_postgres() {
    there_and_back(Backend::Postgres).await;
}

async fn there_and_back(backend: Backend) {
    let database = Database::empty(backend).await;
    let connection = database.connect().await;
    let extensions = catalogue::objects(&connection).await;
    Migrator::up(&connection, None).await.unwrap();
    let (tables, objects) =
        (catalogue::tables(&connection).await, catalogue::objects(&connection).await);
    assert!(tables.contains_key("customer"));

    Migrator::down(&connection, None).await.unwrap();
    assert!(catalogue::tables(&connection).await.is_empty());
    assert_eq!(catalogue::objects(&connection).await, extensions, "nothing is left behind");

    // Step by step, so that each can be undone by itself.
    let steps = u32::try_from(Migrator::migrations().len()).unwrap();
    for _ in 0..steps {
        Migrator::up(&connection, Some(1)).await.unwrap();
        Migrator::down(&connection, Some(1)).await.unwrap();
        Migrator::up(&connection, Some(1)).await.unwrap();
    }
    assert_eq!(catalogue::tables(&connection).await, tables);
    assert_eq!(catalogue::objects(&connection).await, objects);
    connection.close().await.unwrap();
}

/// What lists are sorted by is compared byte by byte, as SQLite does, whatever the language of the
/// database.
#[tokio::test]
async fn sort_keys_are_compared_by_bytes() {
    let bank = Bank::open(Backend::Postgres).await;
    let columns = "SELECT table_name || '.' || column_name FROM information_schema.columns \
        WHERE table_schema = 'public' AND collation_name = 'C' ORDER BY 1";
    let statement = Statement::from_string(bank.rows.get_database_backend(), columns);
    let columns: Vec<String> = bank
        .rows
        .query_all_raw(statement)
        .await
        .unwrap()
        .iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect();
    let sorted = [
        "customer.name_key",
        "org_unit.code",
        "product.code",
        "search_entry.code",
        "search_entry.initials",
        "search_entry.name",
        "search_entry.pinyin",
        "staff.employee_no",
    ];
    assert_eq!(columns, sorted);
}

async fn what_was_deleted_blocks_no_new_row(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    bank.customer("sun", "north-1", 1).await;
    let number = |id: u128, customer: &str| customer_number::Model {
        id: CustomerNumberId(Uuid::from_u128(id)),
        customer_id: CustomerId(named(customer)),
        system: "core".into(),
        number: "77".into(),
        deleted_at: None,
    };
    let add = async |row: customer_number::Model| {
        customer_number::Entity::insert(row.into_active_model())
            .exec_without_returning(&bank.rows)
            .await
    };

    add(number(1, "huang")).await.unwrap();
    assert!(add(number(2, "sun")).await.is_err(), "one customer for a number that is alive");
    for round in 3..6 {
        customer_number::Entity::update_many()
            .col_expr(customer_number::Column::DeletedAt, Expr::value(noon(15)))
            .filter(customer_number::Column::DeletedAt.is_null())
            .exec(&bank.rows)
            .await
            .unwrap();
        add(number(round, "sun")).await.unwrap();
    }
}

async fn what_can_be_deleted_is_unique_only_while_it_lives(bank: Bank) {
    let deletable: Vec<_> = catalogue::tables(&bank.rows)
        .await
        .into_iter()
        .filter(|(_, table)| table.columns.contains_key("deleted_at"))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(deletable, ["customer", "customer_number", "key_person", "preference", "relation"]);
    for definition in catalogue::objects(&bank.rows).await {
        let of_table = |table: &String| {
            [format!(" ON {table} "), format!(" ON public.{table} "), format!(" ON \"{table}\" ")]
                .iter()
                .any(|on| definition.contains(on))
        };
        let is_key = definition.contains("_pkey ");
        if definition.contains("UNIQUE INDEX") && !is_key && deletable.iter().any(of_table) {
            assert!(definition.to_lowercase().contains("deleted_at is null"), "{definition}");
        }
    }
}

/// LEAD from noon of one day to noon of another.
async fn lead(bank: &Bank, staff: &str, from: u32, to: Option<u32>) -> Result<(), DbErr> {
    let row = assignment::Model {
        id: AssignmentId(Uuid::now_v7()),
        customer_id: CustomerId(named("huang")),
        staff_id: staff_id(staff),
        role: AssignmentRole::Lead,
        valid_from: noon(from),
        valid_to: to.map(noon),
        reason: "test".into(),
        is_generated: false,
        created_at: noon(1),
    };
    let insert = assignment::Entity::insert(row.into_active_model());
    insert.exec_without_returning(&bank.rows).await.map(|_| ())
}

async fn two_leads_at_one_instant_are_refused(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    lead(&bank, "li", 5, Some(10)).await.unwrap();
    for (from, to) in
        [(4, Some(6)), (5, Some(10)), (6, Some(7)), (9, None), (1, None), (9, Some(12))]
    {
        let refused = lead(&bank, "wang", from, to).await.unwrap_err().to_string();
        assert!(refused.contains("one_lead"), "{refused}");
    }
    // Another role, and another customer, are not excluded.
    bank.assign("wang", "huang", None).await;
    bank.customer("sun", "north-1", 1).await;
    bank.assign_as(AssignmentRole::Lead, "wang", "sun", None).await;
}

async fn leads_one_after_another_and_empty_ones_are_taken(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    lead(&bank, "li", 5, Some(10)).await.unwrap();
    lead(&bank, "wang", 10, None).await.unwrap();
    lead(&bank, "wang", 1, Some(5)).await.unwrap();
    // Ended before it began: it was in force at no instant.
    lead(&bank, "li", 7, Some(7)).await.unwrap();
    lead(&bank, "li", 12, Some(12)).await.unwrap();
}

async fn a_lead_moved_onto_another_is_refused(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    lead(&bank, "li", 5, Some(10)).await.unwrap();
    lead(&bank, "wang", 10, None).await.unwrap();
    let reopened = assignment::Entity::update_many()
        .col_expr(assignment::Column::ValidTo, Expr::value(noon(11)))
        .filter(assignment::Column::StaffId.eq(staff_id("li")))
        .exec(&bank.rows)
        .await;
    assert!(reopened.unwrap_err().to_string().contains("one_lead"));
}
