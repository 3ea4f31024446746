//! `rapport seed`: a synthetic bank in any database, without logins.

use super::{exit::Exit, exit::Fault, instance, plan, setup::Setup};
use crate::ingest::load::Loaded;
use serde_json::{Map, Value, json};

/// Which bank.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    bank: plan::Wanted,
}

/// Fills the database.
pub(super) async fn run(setup: &Setup, args: Args) -> Result<Exit, Fault> {
    let (writer, keyring) = instance::stores(setup).await?;
    let plan = args.bank.plan();
    let loaded = plan::fill(plan, writer, keyring).await?;
    let rows = |loaded: &Loaded| -> Map<String, Value> {
        loaded.counts.iter().map(|count| (count.noun.to_owned(), json!(count.written))).collect()
    };
    let lines = loaded.counts.iter().map(|count| format!("{:>9} {}", count.written, count.noun));
    let text = format!("bank date {}\n{}", plan.bank_date, lines.collect::<Vec<_>>().join("\n"));
    let json = json!({ "bankDate": plan.bank_date.to_string(), "written": rows(&loaded) });
    setup.output.answer(&text, &json)?;
    Ok(Exit::Done)
}
