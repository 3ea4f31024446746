//! What is kept for a while only, and what ends because nobody uses it.

use crate::{
    coverage::told,
    job::nobody,
    support::{Bank, named, noon, on_both, staff_id},
};
use api::service::{retention, session::sweep};
use chrono::TimeDelta;
use entity::{
    change_log, device,
    id::{DeviceId, SessionId},
    idempotency,
    outbox::{Noun, Operation},
    reveal_quota,
    session::{self, SessionKind},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};
use uuid::Uuid;

on_both! {
    what_is_old_is_deleted_and_nothing_else
    sessions_that_nobody_uses_are_ended
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
            position: NotSet,
            noun: Set(Noun::Bank),
            row_id: Set(Uuid::nil()),
            operation: Set(Operation::Reset),
            customer_id: Set(None),
            home_unit_id: Set(None),
            staff_id: Set(None),
            revision: Set(1),
            payload: Set("{}".into()),
            sequenced_at: Set(sequenced_at),
        };
        change_log::Entity::insert(row).exec_without_returning(&bank.rows).await.unwrap();
    }
    for day in [1, 14] {
        let on_date = noon(day).date_naive();
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
