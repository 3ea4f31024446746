//! What both back ends promise.

use super::*;
use crate::cache::wire::{Mode, Wire, server};
use std::time::{Duration, Instant};
use tokio::{
    sync::watch,
    time::{sleep, timeout},
};

const PATIENCE: Duration = Duration::from_millis(300);

fn channel() -> String {
    format!("test:{}", uuid::Uuid::now_v7())
}

fn on(url: &str, prefix: &str) -> Bus {
    Bus::redis(url, prefix, PATIENCE).unwrap()
}

async fn hears(heads: &mut watch::Receiver<i64>, head: i64) -> bool {
    let waiting = heads.wait_for(|known| *known >= head);
    matches!(timeout(Duration::from_secs(5), waiting).await, Ok(Ok(_)))
}

/// Publishes until it is heard: a subscription may still be under way.
async fn reaches(from: &Bus, to: &Bus, head: i64, within: Duration) {
    let mut heads = to.subscribe();
    let start = Instant::now();
    loop {
        let _told = from.publish(head).await;
        if timeout(Duration::from_millis(50), heads.wait_for(|known| *known >= head)).await.is_ok()
        {
            return;
        }
        assert!(start.elapsed() < within, "not heard after {:?}", start.elapsed());
    }
}

/// Two instances that share a bus.
fn pairs() -> Vec<(Bus, Bus)> {
    let (embedded, prefix) = (Bus::embedded(), channel());
    let url = format!("redis://{}", server());
    vec![(embedded.clone(), embedded), (on(&url, &prefix), on(&url, &prefix))]
}

#[tokio::test]
async fn each_wakes_the_other_and_itself() {
    for (one, other) in pairs() {
        reaches(&one, &other, 1, Duration::from_secs(2)).await;
        reaches(&other, &one, 2, Duration::from_secs(2)).await;
        let (mut here, mut there) = (one.subscribe(), other.subscribe());
        one.publish(3).await.unwrap();
        assert!(hears(&mut here, 3).await);
        assert!(hears(&mut there, 3).await);
    }
}

#[tokio::test]
async fn a_lower_head_wakes_and_lowers_nothing() {
    for (one, other) in pairs() {
        reaches(&one, &other, 5, Duration::from_secs(2)).await;
        sleep(Duration::from_millis(100)).await;
        let mut heads = other.subscribe();
        heads.mark_unchanged();
        one.publish(4).await.unwrap();
        timeout(Duration::from_secs(1), heads.changed()).await.unwrap().unwrap();
        assert_eq!(*heads.borrow(), 5);
    }
}

#[tokio::test]
async fn buses_of_other_names_are_not_heard() {
    let url = format!("redis://{}", server());
    let prefix = channel();
    let (one, same, other) = (on(&url, &prefix), on(&url, &prefix), on(&url, &channel()));
    reaches(&one, &same, 1, Duration::from_secs(2)).await;
    reaches(&other, &other, 1, Duration::from_secs(2)).await;
    one.publish(7).await.unwrap();
    assert!(hears(&mut same.subscribe(), 7).await);
    assert_eq!(*other.subscribe().borrow(), 1);
}

#[tokio::test]
async fn it_survives_a_cut() {
    let (wire, prefix) = (Wire::to(server()).await, channel());
    let (here, there) = (on(&wire.url, &prefix), on(&format!("redis://{}", server()), &prefix));
    reaches(&there, &here, 1, Duration::from_secs(2)).await;
    for (round, away) in [(10, Duration::ZERO), (20, Duration::from_secs(3))] {
        wire.set(Mode::Cut);
        sleep(away).await;
        let mut own = here.subscribe();
        let start = Instant::now();
        let told = here.publish(round).await;
        assert!(start.elapsed() < Duration::from_millis(500), "it does not wait for long");
        assert!(told.is_err() && hears(&mut own, round).await, "its own instance is woken");
        wire.set(Mode::Whole);
        reaches(&there, &here, round + 1, Duration::from_secs(5)).await;
        reaches(&here, &there, round + 2, Duration::from_secs(5)).await;
    }
}

#[tokio::test]
async fn it_starts_without_redis() {
    let (wire, prefix) = (Wire::to(server()).await, channel());
    wire.set(Mode::Cut);
    let here = on(&wire.url, &prefix);
    assert!(here.publish(1).await.is_err());
    sleep(Duration::from_secs(1)).await;
    wire.set(Mode::Whole);
    let there = on(&format!("redis://{}", server()), &prefix);
    reaches(&there, &here, 2, Duration::from_secs(5)).await;
}
