//! The change log: what a write tells, when it is moved, and why the log has numbers of its own.

use crate::support::{Backend, Bank, named, noon, on_both};
use entity::{
    change_log,
    id::CustomerId,
    outbox::{self, Noun, Operation},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, DatabaseTransaction, IntoActiveModel, TransactionTrait,
};
use std::time::Duration;
use tokio::time::timeout;

on_both! { told_once_in_full rung_by_a_commit }

async fn told_once_in_full(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    let instance = bank.instance().await;
    bank.manager().rename("k1", "huang", 1, "Huang Wei").await;

    instance.sequencer.sequence().await.unwrap();
    instance.sequencer.sequence().await.unwrap();

    let log = bank.log(0).await;
    let told = change_log::Model {
        position: log[0].position,
        noun: Noun::Customer,
        row_id: named("huang"),
        operation: Operation::Update,
        customer_id: Some(CustomerId(named("huang"))),
        home_unit_id: Some(bank.row("huang").await.home_unit_id),
        staff_id: None,
        revision: 2,
        payload: r#"{"fields":["name"],"v":1,"version":2}"#.into(),
        sequenced_at: noon(15),
    };
    assert_eq!(log, [told]);
    assert_eq!(bank.left().await, (1, 0));
    assert_eq!(*instance.server.sessions().bus().subscribe().borrow(), log[0].position);
}

async fn rung_by_a_commit(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    let instance = bank.instance().await;
    let manager = bank.manager().through(&instance.server);
    let mut head = instance.server.sessions().bus().subscribe();
    let write = async {
        // Long enough for the sequencer to have gone to sleep, far too short for its poll.
        tokio::time::sleep(Duration::from_millis(100)).await;
        manager.rename("k1", "huang", 1, "Huang Wei").await;
        timeout(Duration::from_millis(500), head.changed()).await.unwrap().unwrap();
    };
    tokio::select! { () = write => {}, () = instance.sequencer.run() => {} }
    assert_eq!(bank.log(0).await.len(), 1);
}

/// Why the outbox's own number is no position.
#[tokio::test]
async fn earlier_number_commits_last() {
    let bank = Bank::open(Backend::Postgres).await;
    bank.customer("huang", "north-1", 1).await;
    let sequencer = bank.instance().await.sequencer;
    let begin = async || bank.rows.begin().await.unwrap();
    let (early, undone, late) = (begin().await, begin().await, begin().await);
    let early_number = tell(&bank, &early, 2).await;
    tell(&bank, &undone, 3).await;
    let late_number = tell(&bank, &late, 4).await;

    late.commit().await.unwrap();
    sequencer.sequence().await.unwrap();
    let first = bank.log(0).await;
    undone.rollback().await.unwrap();
    early.commit().await.unwrap();
    sequencer.sequence().await.unwrap();
    let second = bank.log(first[0].position).await;

    assert!(early_number < late_number, "a reader of numbers would now stand behind the early one");
    assert_eq!((first.len(), first[0].revision), (1, 4));
    assert_eq!((second.len(), second[0].revision), (1, 2), "a reader of positions misses nothing");
}

async fn tell(bank: &Bank, transaction: &DatabaseTransaction, revision: i64) -> i64 {
    let huang = bank.row("huang").await;
    let row = outbox::Model {
        seq: 0,
        noun: Noun::Customer,
        row_id: huang.id.0,
        operation: Operation::Update,
        customer_id: Some(huang.id),
        home_unit_id: Some(huang.home_unit_id),
        staff_id: None,
        revision,
        payload: "{}".into(),
    };
    let row = outbox::ActiveModel { seq: NotSet, ..row.into_active_model() };
    row.insert(transaction).await.unwrap().seq
}
