//! What both back ends promise.

use super::{
    wire::{Mode, Wire, server},
    *,
};
use chrono::{DateTime, TimeDelta, Utc};
use std::time::{Duration, Instant};
use tokio::time::sleep;

const PATIENCE: Duration = Duration::from_millis(300);
const HOUR: Duration = Duration::from_hours(1);

fn on(url: &str) -> Cache {
    Cache::redis(url, &format!("test:{}", uuid::Uuid::now_v7()), PATIENCE).unwrap()
}

fn at(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap() + TimeDelta::milliseconds(millis)
}

macro_rules! on_both {
    ($($test:ident)*) => {
        mod embedded {
            $(#[tokio::test] async fn $test() { super::$test(super::Cache::embedded()).await; })*
        }
        mod redis {
            $(#[tokio::test] async fn $test() {
                super::$test(super::on(&format!("redis://{}", super::server()))).await;
            })*
        }
    };
}

on_both! {
    values_are_held_and_forgotten values_end reading_prolongs buckets_empty_and_fill
    clocks_that_go_back_fill_nothing windows_are_exact what_is_taken_back_counts_no_more
    many_at_once_get_what_is_there
}

async fn values_are_held_and_forgotten(cache: Cache) {
    assert_eq!(cache.get("a").await.unwrap(), None);
    cache.set("a", b"one".to_vec(), HOUR).await.unwrap();
    cache.set("b", vec![0, 255], HOUR).await.unwrap();
    assert_eq!(cache.get("a").await.unwrap(), Some(b"one".to_vec()));
    assert_eq!(cache.get("b").await.unwrap(), Some(vec![0, 255]));
    cache.set("a", b"two".to_vec(), HOUR).await.unwrap();
    assert_eq!(cache.get_refresh("a", HOUR).await.unwrap(), Some(b"two".to_vec()));
    cache.delete("a").await.unwrap();
    assert_eq!(cache.get("a").await.unwrap(), None);
    assert_eq!(cache.get_refresh("a", HOUR).await.unwrap(), None);
    assert_eq!(cache.get("a").await.unwrap(), None, "asking does not bring it back");
}

async fn values_end(cache: Cache) {
    cache.set("a", b"one".to_vec(), Duration::from_millis(100)).await.unwrap();
    cache.set("b", b"two".to_vec(), HOUR).await.unwrap();
    cache.set("b", b"two".to_vec(), Duration::from_millis(100)).await.unwrap();
    assert!(cache.get("a").await.unwrap().is_some());
    sleep(Duration::from_millis(200)).await;
    assert_eq!(cache.get("a").await.unwrap(), None);
    assert_eq!(cache.get("b").await.unwrap(), None, "the last one says how long");
}

async fn reading_prolongs(cache: Cache) {
    let short = Duration::from_millis(400);
    cache.set("a", b"one".to_vec(), short).await.unwrap();
    cache.set("b", b"two".to_vec(), short).await.unwrap();
    for _ in 0..4 {
        sleep(Duration::from_millis(150)).await;
        assert!(cache.get_refresh("a", short).await.unwrap().is_some());
        let _plain = cache.get("b").await.unwrap();
    }
    assert_eq!(cache.get("b").await.unwrap(), None, "plain reading does not");
}

async fn buckets_empty_and_fill(cache: Cache) {
    let bucket = Bucket { capacity: 20, per_second: 10 };
    let take = async |points, millis| cache.take("a", points, bucket, at(millis)).await;
    let granted = |left| Taken { granted: true, left, wait: Duration::ZERO };
    let refused = |left, wait| Taken { granted: false, left, wait: Duration::from_millis(wait) };
    assert_eq!(take(5, 0).await, granted(15));
    assert_eq!(take(15, 0).await, granted(0));
    assert_eq!(take(1, 0).await, refused(0, 100));
    assert_eq!(take(1, 99).await, refused(0, 1));
    assert_eq!(take(1, 100).await, granted(0));
    assert_eq!(take(10, 600).await, refused(5, 500), "a refusal takes nothing");
    assert_eq!(take(5, 600).await, granted(0));
    assert_eq!(take(20, 100_000).await, granted(0), "it does not run over");
    let other = cache.take("b", 1, bucket, at(100_000)).await;
    assert_eq!(other, granted(19), "another key, another bucket");
}

async fn clocks_that_go_back_fill_nothing(cache: Cache) {
    let bucket = Bucket { capacity: 10, per_second: 10 };
    let take = async |points, millis| cache.take("a", points, bucket, at(millis)).await.granted;
    assert!(take(10, 1_000).await);
    assert!(!take(1, 0).await);
    assert!(!take(1, 1_000).await);
    assert!(take(1, 1_100).await);
}

async fn windows_are_exact(cache: Cache) {
    let window = Window { limit: 3, length: Duration::from_mins(1) };
    let count = async |millis| cache.count("a", window, at(millis)).await.unwrap();
    let yes = |counted| matches!(counted, Counted::Yes(_));
    assert!(yes(count(0).await));
    assert!(yes(count(30_000).await));
    assert!(yes(count(59_000).await));
    assert_eq!(count(59_500).await, Counted::Full(Duration::from_millis(500)));
    assert_eq!(count(59_999).await, Counted::Full(Duration::from_millis(1)));
    assert!(yes(count(60_000).await), "what was refused was not counted");
    assert_eq!(count(60_000).await, Counted::Full(Duration::from_secs(30)));
    assert!(yes(cache.count("b", window, at(60_000)).await.unwrap()));
}

async fn what_is_taken_back_counts_no_more(cache: Cache) {
    let window = Window { limit: 2, length: Duration::from_mins(1) };
    let count = async |millis| cache.count("a", window, at(millis)).await.unwrap();
    let Counted::Yes(first) = count(0).await else { panic!("the first") };
    let Counted::Yes(_) = count(0).await else { panic!("the second") };
    assert!(matches!(count(0).await, Counted::Full(_)));
    cache.uncount("a", first).await.unwrap();
    assert!(matches!(count(1).await, Counted::Yes(_)));
    assert!(matches!(count(1).await, Counted::Full(_)), "the other one still counts");
    cache.uncount("never", first).await.unwrap();
}

async fn many_at_once_get_what_is_there(cache: Cache) {
    let bucket = Bucket { capacity: 10, per_second: 1 };
    let window = Window { limit: 10, length: Duration::from_mins(1) };
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..40 {
        let cache = cache.clone();
        tasks.spawn(async move {
            let counted = cache.count("w", window, at(0)).await.unwrap();
            let taken = cache.take("b", 1, bucket, at(0)).await;
            (matches!(counted, Counted::Yes(_)), taken.granted)
        });
    }
    let all = tasks.join_all().await;
    assert_eq!(all.iter().filter(|(counted, _)| *counted).count(), 10);
    assert_eq!(all.iter().filter(|(_, granted)| *granted).count(), 10);
}

#[tokio::test]
async fn away_is_an_error_soon_and_passes_by_itself() {
    let wire = Wire::to(server()).await;
    let cache = on(&wire.url);
    cache.set("a", b"one".to_vec(), HOUR).await.unwrap();
    for mode in [Mode::Silent, Mode::Cut] {
        wire.set(mode);
        let start = Instant::now();
        assert!(cache.get("a").await.is_err());
        assert!(start.elapsed() < Duration::from_millis(600), "{mode:?}: {:?}", start.elapsed());
        let start = Instant::now();
        for _ in 0..100 {
            assert!(cache.get("a").await.is_err());
        }
        assert!(
            start.elapsed() < Duration::from_millis(100),
            "{mode:?}: the rest wait for nothing"
        );
        sleep(Duration::from_millis(1_500)).await;
        wire.set(Mode::Whole);
        let start = Instant::now();
        while cache.get("a").await.is_err() {
            assert!(start.elapsed() < Duration::from_secs(10), "{mode:?}: it does not come back");
            sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(cache.get("a").await.unwrap(), Some(b"one".to_vec()));
    }
}

#[tokio::test]
async fn limits_hold_while_it_is_away() {
    let wire = Wire::to(server()).await;
    wire.set(Mode::Cut);
    let cache = on(&wire.url);
    let bucket = Bucket { capacity: 2, per_second: 1 };
    let mut granted = 0;
    for _ in 0..10 {
        granted += i32::from(cache.take("a", 1, bucket, at(0)).await.granted);
    }
    assert_eq!(granted, 2);
    let window = Window { limit: 1, length: HOUR };
    assert!(cache.count("a", window, at(0)).await.is_err(), "nothing is counted as allowed");
}

#[tokio::test]
async fn address_is_never_printed() {
    let cache = on("redis://:hunter2@127.0.0.1:1");
    let error = cache.get("a").await.unwrap_err();
    let wrong = Cache::redis("http://:hunter2@x", "p", PATIENCE).unwrap_err();
    for text in [format!("{cache:?}"), error.to_string(), wrong.to_string()] {
        assert!(!text.contains("hunter2"), "{text}");
    }
}
