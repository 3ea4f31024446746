//! Writes that wait for another's lock, and writes that are given up.

use crate::support::{Backend, Bank, on_both};
use sea_orm::{ConnectionTrait, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use serde_json::json;
use std::time::{Duration, Instant};

on_both! { locked_for_too_long given_up_amid_a_write }

async fn locked_for_too_long(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    let sqlite_transaction_mode = Some(SqliteTransactionMode::Immediate);
    let options = TransactionOptions { sqlite_transaction_mode, ..Default::default() };
    let other = bank.rows.begin_with_options(options).await.unwrap();
    other.execute_unprepared("UPDATE customer SET name = 'held'").await.unwrap();

    let start = Instant::now();
    let answer = bank.manager().rename("k1", "huang", 1, "Huang Wei").await;

    assert!(start.elapsed() < Duration::from_secs(4), "it waits for 2 s");
    let extensions = json!({ "code": "UNAVAILABLE", "retryable": true, "retryAfterMs": 1000 });
    assert_eq!(answer.body()["errors"][0]["extensions"], extensions);
    other.rollback().await.unwrap();
    let answer = bank.manager().rename("k1", "huang", 1, "Huang Wei").await;
    assert_eq!(answer.data()["customerUpdate"]["customer"]["version"], 2);
}

async fn given_up_amid_a_write(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    let manager = bank.manager();
    for step in 0..60 {
        let patience = Duration::from_micros(step * 100);
        let version = bank.row("huang").await.version.into();
        let key = step.to_string();
        let given_up = async {
            let start = Instant::now();
            while start.elapsed() < patience {
                tokio::task::yield_now().await;
            }
        };
        let write = manager.rename(&key, "huang", version, &key);
        tokio::select! { biased; _ = write => {}, () = given_up => {} }
    }

    // The pool is whole, and each write has happened as a whole or not at all. The last one given
    // up may still be at its COMMIT, and then the version that was read is stale.
    for attempt in 0.. {
        let version = bank.row("huang").await.version.into();
        let answer = manager.rename(&format!("last{attempt}"), "huang", version, "Huang Wei").await;
        if answer.data()["customerUpdate"]["userErrors"] == json!([]) {
            break;
        }
    }
    let writes = u64::try_from(bank.row("huang").await.version - 1).unwrap();
    assert_eq!(bank.left().await, (writes, writes));
}

#[tokio::test]
async fn right_that_ends_while_a_write_waits() {
    let bank = Bank::open(Backend::Postgres).await;
    bank.customer("huang", "north-1", 1).await;
    bank.assign("li", "huang", None).await;
    let other = bank.rows.begin().await.unwrap();
    for statement in [
        "UPDATE customer SET revision = 2",
        "UPDATE assignment SET valid_to = '2026-01-15 12:00:00+00'",
    ] {
        other.execute_unprepared(statement).await.unwrap();
    }

    let li = bank.rm("li");
    let ends = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        other.commit().await.unwrap();
    };
    let (answer, ()) = tokio::join!(li.rename("k1", "huang", 1, "mine"), ends);

    assert_eq!(answer.data()["customerUpdate"]["userErrors"][0]["code"], "NOT_FOUND");
    assert_eq!(answer.statements.len(), 3, "the lock was had, the change was not");
    assert_eq!(bank.row("huang").await.name, "huang");
    assert_eq!(bank.left().await, (0, 0));
}
