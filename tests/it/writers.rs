//! Writers side by side: nothing acknowledged is missing from the change log, nothing rolled back
//! is in it.

use crate::support::{Backend, Bank, Instance, named, on_both};
use entity::id::CustomerId;
use futures_util::future::join_all;
use sea_orm::ConnectionTrait;
use serde_json::json;
use std::{cell::Cell, collections::BTreeMap, time::Duration};
use tokio::time::timeout;

on_both! { sixteen_writers }

/// Makes every write hold its rows, and its number of the outbox, for a random time; makes some
/// fail, at once or at their commit; and makes the sequencer slow.
const HARDSHIP: &str = "
    CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_sleep(random() * 0.01); RETURN NEW; END $$;
    CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN IF random() < 0.1 THEN RAISE 'at random'; END IF; RETURN NEW; END $$;
    CREATE TRIGGER held BEFORE UPDATE ON customer FOR EACH ROW EXECUTE FUNCTION dawdle();
    CREATE TRIGGER late AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION dawdle();
    CREATE TRIGGER fails AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION fail();
    CREATE CONSTRAINT TRIGGER fails_at_commit AFTER INSERT ON outbox
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fail();
    CREATE TRIGGER slow AFTER INSERT ON change_log FOR EACH ROW EXECUTE FUNCTION dawdle();
";
const NAMES: [&str; 6] = ["chen", "huang", "lin", "sun", "wu", "zhao"];
const WRITERS: usize = 16;
const ROUNDS: usize = 12;
type Revisions = BTreeMap<CustomerId, Vec<i64>>;

async fn sixteen_writers(bank: Bank) {
    for name in NAMES {
        bank.customer(name, "north-1", 1).await;
    }
    if bank.database.backend == Backend::Postgres {
        bank.rows.execute_unprepared(HARDSHIP).await.unwrap();
    }
    let (one, two) = (bank.instance().await, bank.instance().await);
    let done = Cell::new(false);
    let writers = async {
        let instance = |writer| if writer % 2 == 0 { &one } else { &two };
        let writers = (0..WRITERS).map(|writer| write(&bank, instance(writer), writer));
        let acknowledged: Vec<_> = join_all(writers).await.into_iter().flatten().collect();
        done.set(true);
        acknowledged
    };
    let both = async { tokio::join!(writers, tail(&bank, &done)) };
    let (acknowledged, seen) = tokio::select! {
        both = timeout(Duration::from_secs(30), both) => both.unwrap(),
        () = one.sequencer.run() => unreachable!(),
        () = two.sequencer.run() => unreachable!(),
    };

    assert_eq!(acknowledged.len(), WRITERS * ROUNDS);
    let mut expected = Revisions::new();
    for (id, revision) in acknowledged {
        expected.entry(id).or_default().push(revision);
    }
    for revisions in expected.values_mut() {
        revisions.sort_unstable();
        assert!(revisions.windows(2).all(|pair| pair[0] + 1 == pair[1]), "none overwrote another");
    }
    assert_eq!(seen, expected, "each once, and in order for each customer");
}

/// Renames a customer in each round, however often it takes: others come first, and some fail.
/// Answers with what was acknowledged.
async fn write(bank: &Bank, instance: &Instance, writer: usize) -> Vec<(CustomerId, i64)> {
    let manager = bank.manager().through(&instance.server);
    let mut acknowledged = Vec::new();
    for round in 0..ROUNDS {
        let name = NAMES[(writer + round) % NAMES.len()];
        for attempt in 0.. {
            let key = format!("{writer}/{round}/{attempt}");
            let seen = bank.row(name).await.version;
            let answer = manager.rename(&key, name, seen.into(), &key).await;
            // Not the version in the answer: it may show what somebody has written since.
            if answer.body()["data"]["customerUpdate"]["userErrors"] == json!([]) {
                acknowledged.push((CustomerId(named(name)), i64::from(seen) + 1));
                break;
            }
        }
    }
    acknowledged
}

/// Reads on from the last position while the writers write, as every consumer does.
async fn tail(bank: &Bank, done: &Cell<bool>) -> Revisions {
    let (mut seen, mut position) = (Revisions::new(), 0);
    loop {
        let last = done.get() && bank.left().await.1 == 0;
        for row in bank.log(position).await {
            seen.entry(row.customer_id.unwrap()).or_default().push(row.revision);
            position = row.position;
        }
        if last {
            return seen;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}
