//! The audits of the npm package graphql-http, which stands for the specification GraphQL over
//! HTTP. Needs Node.

use crate::support::{Backend, Bank};
use std::{
    path::Path,
    process::{Command, Output},
};
use tokio::task::spawn_blocking;

/// Runs a program in the folder of the audits, while this process goes on serving.
async fn run(program: &'static str, args: Vec<String>) -> Output {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("graphql-http");
    let run = move || Command::new(program).args(args).current_dir(folder).output();
    spawn_blocking(run).await.unwrap().unwrap()
}

#[tokio::test]
async fn audits_find_neither_error_nor_warning() {
    let bank = Bank::open(Backend::Sqlite).await;
    let http = bank.http().await;
    let installed = run("npm", vec!["ci".into(), "--no-audit".into(), "--no-fund".into()]).await;
    assert!(installed.status.success(), "{}", String::from_utf8_lossy(&installed.stderr));
    let url = format!("http://{}/graphql", http.address);
    let audits = run("node", vec!["run.mjs".into(), url, http.token("li").to_owned()]).await;
    assert!(audits.status.success(), "{}", String::from_utf8_lossy(&audits.stderr));
    // The folder has graphql-js, so the schema is read with it here.
    let checked_in = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema.graphql");
    let schema = run("node", vec!["schema.mjs".into(), checked_in.into()]).await;
    assert!(schema.status.success(), "{}", String::from_utf8_lossy(&schema.stderr));
}
