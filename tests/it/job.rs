//! Leased work: begun once, taken over when its runner has died.

use crate::{
    coverage::{begins, told},
    support::{Bank, named, noon, on_both},
};
use api::{
    auth::cookie::Cookies,
    job::{runner::Runner, schedule::Kind},
    service::{
        instance::Instance,
        job::{self, LEASE, MAX_ATTEMPTS},
        locale::Locale,
        op::{Caller, Op},
        standing,
    },
};
use chrono::TimeDelta;
use entity::{
    assignment::AssignmentRole, audit_head, customer_standing, job::JobState, outbox::Noun, policy,
};
use futures_util::future::join_all;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr};
use std::{collections::HashSet, time::Duration};

on_both! {
    each_job_is_claimed_once_by_four_workers
    a_slot_is_queued_once
    a_dead_runners_job_is_taken_over_after_its_lease
    a_failed_attempt_waits_and_in_the_end_gives_up
    a_runner_does_what_is_due
    a_new_bank_date_is_computed_once
}

/// An operation of nobody's, as jobs and the command line have it.
pub(crate) fn nobody(server: &Instance) -> Op {
    let caller = Caller {
        actor: None,
        locale: Locale::En,
        request_id: "job".into(),
        address: String::new(),
        cookies: Cookies::default(),
    };
    Op::new(server.clone(), caller)
}

async fn each_job_is_claimed_once_by_four_workers(bank: Bank) {
    for number in 0..200 {
        let slot = format!("{number:03}");
        assert!(job::queue(&nobody(&bank.server), "test", &slot).await.unwrap());
    }
    let mut servers = Vec::new();
    for _ in 0..4 {
        servers.push(bank.instance().await.server);
    }
    let claimed = join_all(servers.iter().map(async |server| {
        let mut slots = Vec::new();
        while let Some(lease) = job::claim(&nobody(server), &["test"]).await.unwrap() {
            assert!(job::done(&nobody(server), &lease).await.unwrap());
            slots.push(lease.slot);
        }
        slots
    }))
    .await
    .concat();

    assert_eq!(claimed.len(), 200);
    assert_eq!(claimed.into_iter().collect::<HashSet<_>>().len(), 200);
    let done = entity::job::Entity::find().filter(entity::job::Column::State.eq(JobState::Done));
    assert_eq!(done.count(&bank.rows).await.unwrap(), 200);
}

async fn a_slot_is_queued_once(bank: Bank) {
    let op = nobody(&bank.server);
    assert!(job::queue(&op, "test", "a").await.unwrap());
    assert!(!job::queue(&op, "test", "a").await.unwrap());
    assert!(job::queue(&op, "other", "a").await.unwrap());
    assert_eq!(job::claim(&op, &["unknown"]).await.unwrap(), None, "a kind of another version");
}

async fn a_dead_runners_job_is_taken_over_after_its_lease(bank: Bank) {
    let op = || nobody(&bank.server);
    job::queue(&op(), "test", "a").await.unwrap();
    let dead = job::claim(&op(), &["test"]).await.unwrap().unwrap();
    bank.clock.pass(LEASE - TimeDelta::seconds(1));
    assert_eq!(job::claim(&op(), &["test"]).await.unwrap(), None);
    assert!(job::renew(&op(), &dead).await.unwrap());
    bank.clock.pass(LEASE - TimeDelta::seconds(1));
    assert_eq!(job::claim(&op(), &["test"]).await.unwrap(), None, "it was renewed");

    bank.clock.pass(TimeDelta::seconds(1));
    let next = job::claim(&op(), &["test"]).await.unwrap().unwrap();
    assert_eq!((next.id, next.attempt), (dead.id, 2));
    assert!(!job::renew(&op(), &dead).await.unwrap(), "it was only slow, and learns of it");
    assert!(!job::done(&op(), &dead).await.unwrap());
    assert!(job::done(&op(), &next).await.unwrap());
    bank.clock.pass(LEASE);
    assert_eq!(job::claim(&op(), &["test"]).await.unwrap(), None);
}

async fn a_failed_attempt_waits_and_in_the_end_gives_up(bank: Bank) {
    let op = || nobody(&bank.server);
    job::queue(&op(), "test", "a").await.unwrap();
    for attempt in 1..=MAX_ATTEMPTS {
        let lease = job::claim(&op(), &["test"]).await.unwrap().unwrap();
        assert_eq!(lease.attempt, attempt);
        assert!(job::failed(&op(), &lease).await.unwrap());
        assert_eq!(job::claim(&op(), &["test"]).await.unwrap(), None, "not at once");
        bank.clock.pass(TimeDelta::minutes(1));
    }
    assert_eq!(job::claim(&op(), &["test"]).await.unwrap(), None);
    let row = entity::job::Entity::find().one(&bank.rows).await.unwrap().unwrap();
    assert_eq!(row.state, JobState::Failed);
}

/// The lines of the tiers, without which nothing is computed.
async fn lines(bank: &Bank) {
    let lines = policy::Entity::insert(standing::shipped(noon(1)));
    lines.exec_without_returning(&bank.rows).await.unwrap();
}

async fn a_runner_does_what_is_due(bank: Bank) {
    lines(&bank).await;
    bank.customer("huang", "north-1", 0).await;
    begins(&bank, AssignmentRole::CoRm, "wang", noon(15) - TimeDelta::minutes(1), None).await;
    bank.clock.pass(TimeDelta::minutes(5));
    let runner = Runner::new(bank.server.clone());
    let done = async {
        while done_jobs(&bank).await < Kind::ALL.len() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        runner.stop();
    };
    let both = async { tokio::join!(runner.run(), done) };
    tokio::time::timeout(Duration::from_secs(20), both).await.unwrap();
    assert_eq!(told(&bank).await.len(), 0, "it began before the bank was set up");

    begins(&bank, AssignmentRole::CoRm, "zhou", noon(15) + TimeDelta::minutes(6), None).await;
    bank.clock.pass(TimeDelta::minutes(30));
    let runner = Runner::new(bank.server.clone());
    let done = async {
        while told(&bank).await.is_empty() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        runner.stop();
    };
    let both = async { tokio::join!(runner.run(), done) };
    tokio::time::timeout(Duration::from_secs(20), both).await.unwrap();
    assert_eq!(told(&bank).await.len(), 1, "half an hour without a server is made up for");
    assert_eq!(audit_head::Entity::find().count(&bank.rows).await.unwrap(), 0, "nothing sealed");
}

async fn done_jobs(bank: &Bank) -> usize {
    let done = entity::job::Entity::find().filter(entity::job::Column::State.eq(JobState::Done));
    done.all(&bank.rows).await.unwrap().len()
}

async fn a_new_bank_date_is_computed_once(bank: Bank) {
    lines(&bank).await;
    bank.customer("huang", "north-1", 1).await;
    bank.holdings("huang", &["DEP"]).await;
    let next = noon(15).date_naive();
    entity::bank::Entity::update_many()
        .col_expr(entity::bank::Column::BankDate, Expr::value(next))
        .exec(&bank.rows)
        .await
        .unwrap();
    let runners = [Runner::new(bank.server.clone()), Runner::new(bank.instance().await.server)];
    let done = async {
        while done_jobs(&bank).await < Kind::ALL.len() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        runners.iter().for_each(Runner::stop);
    };
    let all = async { tokio::join!(join_all(runners.iter().map(Runner::run)), done) };
    tokio::time::timeout(Duration::from_secs(30), all).await.unwrap();

    let standing = customer_standing::Entity::find().one(&bank.rows).await.unwrap().unwrap();
    assert_eq!((standing.aum_minor, standing.as_of), (123_450, next));
    let told = told(&bank).await;
    let lines: Vec<_> = told.iter().map(|row| (row.noun, row.row_id)).collect();
    assert_eq!(lines, [(Noun::CustomerStanding, named("huang"))]);
    assert_eq!(bank.server.bank().bank_date, next, "every instance sees the new date");
}
