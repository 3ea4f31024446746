//! The role that the server works with on PostgreSQL.

use crate::{
    job::nobody,
    support::{Backend, Bank},
};
use api::{
    backend::owner,
    bus::Bus,
    config::ServiceUrl,
    service::{
        audit::{head, seal::Sealer},
        change::Sequencer,
        instance::Instance,
        job, retention,
    },
};
use sea_orm::{ConnectionTrait, Database};
use std::sync::Arc;
use uuid::Uuid;

/// The triggers hold for the owner; for the server's role the rights are refused before them. That
/// role can do all that the server does by itself.
#[tokio::test]
async fn the_servers_role_can_serve_but_not_change_the_audit() {
    let bank = Bank::open(Backend::Postgres).await;
    let role = format!("server_{}", Uuid::now_v7().simple());
    bank.rows.execute_unprepared(&format!("CREATE ROLE {role} LOGIN")).await.unwrap();
    owner::grant(&bank.rows, &role).await.unwrap();
    let url = bank.database.url().replace("root@", &format!("{role}@"));

    let server = Database::connect(&url).await.unwrap();
    serve(&bank, &url).await;
    for statement in [
        "UPDATE audit_entry SET fields = ''",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "UPDATE audit_seal SET seq = 9",
        "DELETE FROM audit_seal",
        "UPDATE audit_head SET seq = 9",
        "DELETE FROM audit_head",
        "UPDATE access_record SET fields = ''",
        "DELETE FROM access_record",
        "DELETE FROM customer",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_entry_pending ON audit_entry",
        "SET session_replication_role = replica",
    ] {
        let refused = server.execute_unprepared(statement).await.unwrap_err().to_string();
        let words = ["permission denied", "must be owner"];
        assert!(words.iter().any(|words| refused.contains(words)), "{statement}: {refused}");
    }
    server.close().await.unwrap();
    let gone = format!("DROP OWNED BY {role}; DROP ROLE {role}");
    bank.rows.execute_unprepared(&gone).await.unwrap();
}

/// A write, the sequencer, the sealer, the signer, a job and the sweep, as the role of `url`.
async fn serve(bank: &Bank, url: &str) {
    let mut config = bank.server.config().clone();
    config.database.url = ServiceUrl::new(url);
    let keyring = Arc::clone(bank.server.keyring());
    let server = Instance::open(config, keyring, Arc::new(bank.clock.clone())).await.unwrap();
    bank.customer("huang", "north-1", 1).await;
    let renamed = bank.manager().through(&server).rename("k1", "huang", 1, "Huang Wei").await;
    assert_eq!(renamed.data()["customerUpdate"]["customer"]["name"], "Huang Wei");
    let op = || nobody(&server);
    Sequencer::new(server.writer().clone(), Bus::embedded()).sequence().await.unwrap();
    assert_eq!(Sealer::new(server.writer().clone()).seal().await.unwrap(), 1);
    assert!(head::sign(&op()).await.unwrap().is_some());
    assert!(job::queue(&op(), "test", "a").await.unwrap());
    let lease = job::claim(&op(), &["test"]).await.unwrap().unwrap();
    assert!(job::done(&op(), &lease).await.unwrap());
    bank.clock.pass(chrono::TimeDelta::days(40));
    assert_eq!(retention::sweep(&op()).await.unwrap(), 2, "a key and a change");
    server.readers().clone().close().await.unwrap();
    server.writer().pool().clone().close().await.unwrap();
}
