//! Leased work: begun once, taken over when its runner has died; and what the jobs do.

use crate::support::{Bank, named, noon, on_both, staff_id, unit};
use api::{
    auth::cookie::Cookies,
    job::{runner::Runner, schedule::Kind},
    service::{
        assignment::turn::{Stretch, turn},
        instance::Instance,
        job::{self, LEASE, MAX_ATTEMPTS},
        locale::Locale,
        op::{Caller, Op},
        retention,
        session::sweep,
        standing,
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    assignment::{self, AssignmentRole},
    audit_head, change_log, customer_standing, device,
    id::{AssignmentId, CustomerId, DeviceId, SessionId},
    idempotency,
    job::JobState,
    outbox::{self, Noun, Operation},
    policy, reveal_quota,
    session::{self, SessionKind},
};
use futures_util::future::join_all;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, sea_query::Expr};
use std::{collections::HashSet, time::Duration};
use uuid::Uuid;

on_both! {
    each_job_is_claimed_once_by_four_workers
    a_slot_is_queued_once
    a_dead_runners_job_is_taken_over_after_its_lease
    a_failed_attempt_waits_and_in_the_end_gives_up
    a_runner_does_what_is_due
    a_lead_that_begins_by_time_moves_the_customer
    an_end_by_time_is_told_to_who_loses_access
    what_lies_outside_the_stretch_is_left_alone
    what_is_old_is_deleted_and_nothing_else
    sessions_that_nobody_uses_are_ended
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

/// Has `staff` look after huang from an instant on.
async fn begins(
    bank: &Bank,
    role: AssignmentRole,
    staff: &str,
    valid_from: DateTime<Utc>,
    valid_to: Option<DateTime<Utc>>,
) -> AssignmentId {
    let id = AssignmentId(Uuid::now_v7());
    bank.add(assignment::Model {
        id,
        customer_id: CustomerId(named("huang")),
        staff_id: staff_id(staff),
        role,
        valid_from,
        valid_to,
        reason: "test".into(),
        is_generated: false,
        created_at: noon(1),
    })
    .await;
    id
}

async fn told(bank: &Bank) -> Vec<outbox::Model> {
    outbox::Entity::find().order_by_asc(outbox::Column::Seq).all(&bank.rows).await.unwrap()
}

/// From the 10th to the 15th.
const DAYS: (u32, u32) = (10, 15);

async fn pass(bank: &Bank) -> usize {
    let stretch = Stretch { after: noon(DAYS.0), until: noon(DAYS.1) };
    turn(&nobody(&bank.server), stretch).await.unwrap()
}

async fn a_lead_that_begins_by_time_moves_the_customer(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    let old = begins(&bank, AssignmentRole::Lead, "wang", noon(1), Some(noon(12))).await;
    let new = begins(&bank, AssignmentRole::Lead, "zhou", noon(12), None).await;

    assert_eq!(pass(&bank).await, 1);

    let row = bank.row("huang").await;
    assert_eq!((row.lead_staff_id, row.home_unit_id), (Some(staff_id("zhou")), unit("north-2")));
    assert_eq!((row.version, row.revision), (2, 2));
    let standing = customer_standing::Entity::find().one(&bank.rows).await.unwrap().unwrap();
    assert_eq!(standing.home_unit_id, unit("north-2"));
    let told = told(&bank).await;
    let mut lines: Vec<_> = told
        .iter()
        .map(|row| {
            (row.noun, row.row_id, row.operation, row.staff_id, row.home_unit_id, row.revision)
        })
        .collect();
    lines.sort_by_key(|line| line.3);
    let (north_2, huang) = (Some(unit("north-2")), named("huang"));
    let mut expected = vec![
        (Noun::Customer, huang, Operation::Update, None, north_2, 2),
        (Noun::Assignment, old.0, Operation::Update, Some(staff_id("wang")), north_2, 2),
        (Noun::Assignment, new.0, Operation::Create, Some(staff_id("zhou")), north_2, 2),
    ];
    expected.sort_by_key(|line| line.3);
    assert_eq!(lines, expected);
    let payload = &told.iter().find(|row| row.row_id == old.0).unwrap().payload;
    assert!(payload.contains(&unit("north-1").to_string()), "the unit that loses it: {payload}");
}

async fn an_end_by_time_is_told_to_who_loses_access(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    begins(&bank, AssignmentRole::Lead, "wang", noon(1), Some(noon(12))).await;
    assert_eq!(pass(&bank).await, 1);
    let row = bank.row("huang").await;
    assert_eq!((row.lead_staff_id, row.home_unit_id), (None, unit("north-1")), "it stays there");
    let told = told(&bank).await;
    assert_eq!(told.len(), 1, "no LEAD before, none after: only the assignment has changed");
    assert!(told[0].payload.contains("\"endedAt\":\"2026-01-12T12:00:00Z\""));
}

async fn what_lies_outside_the_stretch_is_left_alone(bank: Bank) {
    bank.customer("huang", "north-1", 1).await;
    begins(&bank, AssignmentRole::CoRm, "wang", noon(10), None).await;
    begins(&bank, AssignmentRole::CoRm, "zhou", noon(16), None).await;
    begins(&bank, AssignmentRole::Lead, "li", noon(12), Some(noon(12))).await;
    assert_eq!(pass(&bank).await, 0);
    assert_eq!(told(&bank).await.len(), 0);
    assert_eq!(bank.row("huang").await.revision, 1);
}

async fn what_is_old_is_deleted_and_nothing_else(bank: Bank) {
    let hours = |hours| noon(15) - TimeDelta::hours(hours);
    let key = |key: String, created_at| idempotency::Model {
        actor_id: staff_id("wang"),
        mutation: "test".into(),
        key,
        input_hash: vec![0],
        outcome: Uuid::nil(),
        created_at,
    };
    for number in 0..1_200 {
        bank.add(key(format!("old {number}"), hours(73))).await;
    }
    bank.add(key("new".into(), hours(71))).await;
    for sequenced_at in [hours(31 * 24), hours(31 * 24), hours(29 * 24)] {
        let row = change_log::ActiveModel {
            position: sea_orm::ActiveValue::NotSet,
            noun: sea_orm::ActiveValue::Set(Noun::Bank),
            row_id: sea_orm::ActiveValue::Set(Uuid::nil()),
            operation: sea_orm::ActiveValue::Set(Operation::Reset),
            customer_id: sea_orm::ActiveValue::Set(None),
            home_unit_id: sea_orm::ActiveValue::Set(None),
            staff_id: sea_orm::ActiveValue::Set(None),
            revision: sea_orm::ActiveValue::Set(1),
            payload: sea_orm::ActiveValue::Set("{}".into()),
            sequenced_at: sea_orm::ActiveValue::Set(sequenced_at),
        };
        change_log::Entity::insert(row).exec_without_returning(&bank.rows).await.unwrap();
    }
    for day in [1, 14] {
        let on_date = crate::support::noon(day).date_naive();
        bank.add(reveal_quota::Model { staff_id: staff_id("wang"), on_date, used: 1 }).await;
    }

    assert_eq!(retention::sweep(&nobody(&bank.server)).await.unwrap(), 1_200 + 2 + 1);

    assert_eq!(idempotency::Entity::find().count(&bank.rows).await.unwrap(), 1);
    assert_eq!(bank.log(0).await.len(), 1);
    assert_eq!(reveal_quota::Entity::find().count(&bank.rows).await.unwrap(), 1);
    assert_eq!(retention::sweep(&nobody(&bank.server)).await.unwrap(), 0);
}

async fn sessions_that_nobody_uses_are_ended(bank: Bank) {
    let limits = bank.server.config().session.clone();
    let seconds = |seconds: u64| TimeDelta::seconds(i64::try_from(seconds).unwrap());
    let late = TimeDelta::minutes(3);
    let far = noon(30);
    bank.add(device::Model {
        id: DeviceId(named("phone")),
        staff_id: staff_id("wang"),
        secret_hash: vec![0],
        label: "phone".into(),
        created_at: noon(1),
        last_seen_at: noon(1),
        revoked_at: None,
    })
    .await;
    for (name, kind, ago, expires_at) in [
        ("web idle", SessionKind::Web, seconds(limits.web_idle_seconds) + late, far),
        ("web used", SessionKind::Web, seconds(limits.web_idle_seconds), far),
        ("phone idle", SessionKind::Phone, seconds(limits.phone_idle_seconds) + late, far),
        ("phone used", SessionKind::Phone, seconds(limits.web_idle_seconds) + late, far),
        ("over", SessionKind::Phone, TimeDelta::zero(), noon(14)),
    ] {
        let seen = noon(15) - ago;
        bank.add(session::Model {
            id: SessionId(named(name)),
            staff_id: staff_id("wang"),
            device_id: DeviceId(named("phone")),
            kind,
            app: name.into(),
            started_at: seen,
            last_seen_at: seen,
            expires_at,
            ended_at: None,
            end_reason: None,
            generation: 1,
            refresh_hash: name.as_bytes().to_vec(),
            parent_hash: None,
            generation_used_at: None,
        })
        .await;
    }

    assert_eq!(sweep::end_idle(&nobody(&bank.server)).await.unwrap(), 3);

    let live = session::Entity::find().filter(session::Column::EndedAt.is_null());
    let live = live.order_by_asc(session::Column::App).all(&bank.rows).await.unwrap();
    let live: Vec<_> = live.iter().map(|row| row.app.as_str()).collect();
    assert_eq!(live, ["phone used", "web used"]);
    assert_eq!(told(&bank).await.len(), 3);
    assert_eq!(sweep::end_idle(&nobody(&bank.server)).await.unwrap(), 0);
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
