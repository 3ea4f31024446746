//! The audit: sealed in order, signed, and whatever is done to it is found.

use crate::{
    job::nobody,
    support::{Backend, Bank, named, noon, on_both, staff_id},
};
use api::{
    auth::keyring::Keyring,
    service::audit::{
        head::{self, SavedHead},
        seal::Sealer,
        verify::{self, Fault, Finding, Report},
    },
};
use entity::{audit_entry, audit_seal, id::AuditId};
use sea_orm::{
    ConnectionTrait, Database, DatabaseConnection, EntityTrait, IntoActiveModel, QueryOrder,
};
use uuid::Uuid;

on_both! {
    sealed_once_without_a_gap_by_many_sealers
    an_edit_is_found
    a_deletion_is_found
    an_insertion_is_found
    a_swap_is_found
    a_cut_tail_is_found_with_a_saved_head
    a_chain_written_anew_is_found_by_its_heads
    a_head_of_other_keys_is_refused
    what_is_pending_is_counted
    nobody_changes_what_was_written
}

/// Writes entries past every service; their ids tell their order.
async fn write(bank: &Bank, entries: u128) {
    for number in 1..=entries {
        entry(&bank.rows, id(number)).await;
    }
}

fn id(number: u128) -> AuditId {
    AuditId(Uuid::from_u128(number))
}

async fn entry(connection: &DatabaseConnection, id: AuditId) {
    let row = audit_entry::Model {
        id,
        at: noon(15),
        actor_id: Some(staff_id("wang")),
        roles: "RM".into(),
        action: "customerUpdate".into(),
        subject_noun: "customer".into(),
        subject_id: Some(named("huang")),
        customer_id: None,
        fields: "name".into(),
        purpose: None,
        request_id: id.to_string(),
    };
    audit_entry::Entity::insert(row.into_active_model())
        .exec_without_returning(connection)
        .await
        .unwrap();
}

async fn seal(bank: &Bank) -> u64 {
    Sealer::new(bank.server.writer().clone()).seal().await.unwrap()
}

async fn verify(bank: &Bank, saved: Option<&SavedHead>) -> Report {
    verify::verify(bank.server.readers(), bank.server.keyring(), saved).await.unwrap()
}

/// Five sealed entries, signed.
async fn sealed(bank: &Bank) -> SavedHead {
    write(bank, 5).await;
    assert_eq!(seal(bank).await, 5);
    head::sign(&nobody(&bank.server)).await.unwrap().unwrap()
}

/// Somebody with every right, who knows how to switch the triggers off.
async fn tamper(bank: &Bank, statements: &[&str]) {
    let connection = Database::connect(bank.database.url()).await.unwrap();
    let off: &[&str] = match bank.database.backend {
        Backend::Postgres => &["SET session_replication_role = replica"],
        Backend::Sqlite => &[
            "DROP TRIGGER audit_entry_no_UPDATE",
            "DROP TRIGGER audit_entry_no_DELETE",
            "DROP TRIGGER audit_entry_pending",
            "DROP TRIGGER audit_seal_no_UPDATE",
            "DROP TRIGGER audit_seal_no_DELETE",
            "DROP TRIGGER audit_head_no_DELETE",
        ],
    };
    let all = [off, statements].concat().join("; ");
    connection.execute_unprepared(&all).await.unwrap();
    connection.close().await.unwrap();
}

fn found(fault: Fault, seq: i64, entry: u128) -> Finding {
    Finding { fault, seq: Some(seq), entry: Some(id(entry)) }
}

async fn sealed_once_without_a_gap_by_many_sealers(bank: Bank) {
    let mut sealers = Vec::new();
    for _ in 0..4 {
        sealers.push(Sealer::new(bank.instance().await.server.writer().clone()));
    }
    let writing = async {
        let writers = (0..4_u128).map(|writer| {
            let owner = bank.rows.clone();
            async move {
                for number in 0..50 {
                    entry(&owner, id(writer * 1_000 + number)).await;
                }
            }
        });
        futures_util::future::join_all(writers).await;
    };
    let sealing = futures_util::future::join_all(sealers.iter().map(async |sealer| {
        let mut sealed = 0;
        for _ in 0..40 {
            sealed += sealer.seal().await.unwrap();
        }
        sealed
    }));
    let ((), counts) = tokio::join!(writing, sealing);
    let rest = seal(&bank).await;

    assert_eq!(counts.iter().sum::<u64>() + rest, 200);
    let seals = audit_seal::Entity::find().order_by_asc(audit_seal::Column::Seq);
    let seals = seals.all(&bank.rows).await.unwrap();
    assert!(seals.iter().map(|seal| seal.seq).eq(1..=200));
    let sound = Report { sealed: 200, signed: 0, pending: 0, finding: None };
    assert_eq!(verify(&bank, None).await, sound);
}

async fn an_edit_is_found(bank: Bank) {
    sealed(&bank).await;
    assert_eq!(verify(&bank, None).await.finding, None);
    tamper(&bank, &["UPDATE audit_entry SET fields = 'mobile' WHERE request_id LIKE '%3'"]).await;
    let report = verify(&bank, None).await;
    assert_eq!((report.sealed, report.finding), (2, Some(found(Fault::Edited, 3, 3))));
}

async fn a_deletion_is_found(bank: Bank) {
    sealed(&bank).await;
    tamper(&bank, &["DELETE FROM audit_entry WHERE request_id LIKE '%4'"]).await;
    assert_eq!(verify(&bank, None).await.finding, Some(found(Fault::Deleted, 4, 4)));
    tamper_again(&bank, "DELETE FROM audit_seal WHERE seq = 2").await;
    let gone = Finding { fault: Fault::Deleted, seq: Some(2), entry: None };
    assert_eq!(verify(&bank, None).await.finding, Some(gone));
}

/// The triggers of SQLite are gone already.
async fn tamper_again(bank: &Bank, statement: &str) {
    let connection = Database::connect(bank.database.url()).await.unwrap();
    if bank.database.backend == Backend::Postgres {
        let off = "SET session_replication_role = replica";
        connection.execute_unprepared(&format!("{off}; {statement}")).await.unwrap();
    } else {
        connection.execute_unprepared(statement).await.unwrap();
    }
    connection.close().await.unwrap();
}

async fn an_insertion_is_found(bank: Bank) {
    sealed(&bank).await;
    let copied = "INSERT INTO audit_entry SELECT x, at, actor_id, roles, action, subject_noun, \
        subject_id, customer_id, fields, purpose, 'forged' FROM audit_entry, \
        (SELECT subject_id AS x FROM audit_entry LIMIT 1) AS other WHERE request_id LIKE '%1'";
    tamper(&bank, &[copied]).await;
    let outside =
        Finding { fault: Fault::Inserted, seq: None, entry: Some(AuditId(named("huang"))) };
    assert_eq!(verify(&bank, None).await.finding, Some(outside));

    // Put into the chain as well, with a hash of the forger's own.
    tamper_again(&bank, "UPDATE audit_seal SET seq = -seq WHERE seq >= 3").await;
    tamper_again(&bank, "UPDATE audit_seal SET seq = 1 - seq WHERE seq < 0").await;
    let sealed = "INSERT INTO audit_seal SELECT 3, id, hash FROM audit_seal, audit_entry \
        WHERE seq = 1 AND request_id = 'forged'";
    let sealed = sealed.replace("SELECT 3, id", "SELECT 3, audit_entry.id");
    tamper_again(&bank, &sealed).await;
    let inside =
        Finding { fault: Fault::Inserted, seq: Some(3), entry: Some(AuditId(named("huang"))) };
    assert_eq!(verify(&bank, None).await.finding, Some(inside));
}

async fn a_swap_is_found(bank: Bank) {
    sealed(&bank).await;
    let swap = "UPDATE audit_seal SET seq = CASE seq WHEN -2 THEN 4 ELSE 2 END WHERE seq < 0";
    tamper(&bank, &["UPDATE audit_seal SET seq = -seq WHERE seq IN (2, 4)", swap]).await;
    assert_eq!(verify(&bank, None).await.finding, Some(found(Fault::Swapped, 2, 4)));
    tamper_again(&bank, "UPDATE audit_seal SET seq = -seq WHERE seq IN (2, 4)").await;
    tamper_again(&bank, swap).await;
    assert_eq!(verify(&bank, None).await.finding, None);

    let literal = |number: u128| match bank.database.backend {
        Backend::Sqlite => format!("x'{number:032x}'"),
        Backend::Postgres => format!("'{}'", Uuid::from_u128(number)),
    };
    let set = |seq, entry| {
        format!("UPDATE audit_seal SET entry_id = {} WHERE seq = {seq}", literal(entry))
    };
    for statement in [set(3, 99), set(5, 3), set(3, 5)] {
        tamper_again(&bank, &statement).await;
    }
    assert_eq!(verify(&bank, None).await.finding, Some(found(Fault::Swapped, 3, 5)));
}

async fn a_cut_tail_is_found_with_a_saved_head(bank: Bank) {
    let saved = sealed(&bank).await;
    assert_eq!(verify(&bank, Some(&saved)).await.finding, None);
    let cut = [
        "DELETE FROM audit_head",
        "DELETE FROM audit_seal WHERE seq > 3",
        "DELETE FROM audit_entry WHERE request_id LIKE '%4' OR request_id LIKE '%5'",
    ];
    tamper(&bank, &cut).await;
    let report = verify(&bank, None).await;
    assert_eq!((report.finding, report.sealed, report.signed), (None, 3, 0));
    let gone = Finding { fault: Fault::Cut, seq: Some(5), entry: None };
    assert_eq!(verify(&bank, Some(&saved)).await.finding, Some(gone));
}

async fn a_chain_written_anew_is_found_by_its_heads(bank: Bank) {
    let saved = sealed(&bank).await;
    let anew = [
        "DELETE FROM audit_seal",
        "UPDATE audit_entry SET fields = 'mobile' WHERE request_id LIKE '%3'",
        "INSERT INTO audit_pending (entry_id) SELECT id FROM audit_entry ORDER BY request_id",
    ];
    tamper(&bank, &anew).await;
    assert_eq!(seal(&bank).await, 5);
    let rewritten = Finding { fault: Fault::Rewritten, seq: Some(5), entry: None };
    assert_eq!(verify(&bank, None).await.finding, Some(rewritten));
    tamper_again(&bank, "DELETE FROM audit_head").await;
    head::sign(&nobody(&bank.server)).await.unwrap().unwrap();
    assert_eq!(verify(&bank, None).await.finding, None, "whoever holds the keys can do that");
    assert_eq!(verify(&bank, Some(&saved)).await.finding, Some(rewritten), "but not to a file");
}

async fn a_head_of_other_keys_is_refused(bank: Bank) {
    let saved = sealed(&bank).await;
    let others = Keyring::generated().unwrap();
    let readers = bank.server.readers();
    let unsigned = |seq| Some(Finding { fault: Fault::Unsigned, seq: Some(seq), entry: None });
    let report = verify::verify(readers, &others, Some(&saved)).await.unwrap();
    assert_eq!(report.finding, unsigned(5));
    let moved = SavedHead { seq: 4, ..saved };
    assert_eq!(verify(&bank, Some(&moved)).await.finding, unsigned(4));
}

async fn what_is_pending_is_counted(bank: Bank) {
    write(&bank, 3).await;
    assert_eq!(head::sign(&nobody(&bank.server)).await.unwrap(), None);
    let waiting = Report { sealed: 0, signed: 0, pending: 3, finding: None };
    assert_eq!(verify(&bank, None).await, waiting);
    seal(&bank).await;
    assert!(head::sign(&nobody(&bank.server)).await.unwrap().is_some());
    assert_eq!(
        head::sign(&nobody(&bank.server)).await.unwrap(),
        None,
        "signed while it grows, only"
    );
    entry(&bank.rows, id(9)).await;
    let some = Report { sealed: 3, signed: 3, pending: 1, finding: None };
    assert_eq!(verify(&bank, None).await, some);
}

async fn nobody_changes_what_was_written(bank: Bank) {
    sealed(&bank).await;
    for table in ["audit_entry", "audit_seal", "audit_head"] {
        for statement in ["UPDATE {} SET {} = {}", "DELETE FROM {}"] {
            let column = if table == "audit_entry" { "fields" } else { "seq" };
            let statement = statement.replacen("{}", table, 1).replace("{}", column);
            let refused = bank.rows.execute_unprepared(&statement).await.unwrap_err();
            assert!(refused.to_string().contains("written once"), "{statement}: {refused}");
        }
    }
}
