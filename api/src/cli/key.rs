//! `rapport key`: keys of the bank's own systems and of partners.

use super::{exit::Exit, exit::Fault, instance, setup::Setup};
use crate::service::machine_key::{self, NewKey};
use chrono::TimeDelta;
use clap::{Subcommand, ValueEnum};
use entity::{id::MachineKeyId, machine_key::MachineKeyKind};
use serde_json::json;

/// What to do.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make a key and print it, once.
    Add {
        /// Whose machine it is for.
        kind: Kind,
        /// What people call it.
        name: String,
        /// Network that it may be used from, such as 10.1.0.0/16; may be given several times.
        #[arg(long = "from", value_name = "NETWORK")]
        addresses: Vec<String>,
        /// Days that it is good for.
        #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(i64).range(1..=3650))]
        days: i64,
    },
    /// Revoke a key.
    Revoke {
        /// Its id, `key_…`.
        #[arg(value_parser = id)]
        id: MachineKeyId,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// The bank's own systems.
    Feed,
    /// A partner.
    Partner,
}

fn id(text: &str) -> Result<MachineKeyId, &'static str> {
    text.parse().map_err(|_| "not the id of a key, which begins with key_")
}

/// Does it.
pub(super) async fn run(setup: &Setup, args: Args) -> Result<Exit, Fault> {
    let op = instance::operation(instance::open(setup).await?);
    match args.action {
        Action::Add { kind, name, addresses, days } => {
            let kind = match kind {
                Kind::Feed => MachineKeyKind::Feed,
                Kind::Partner => MachineKeyKind::Partner,
            };
            let new = NewKey { kind, name, addresses, lifetime: TimeDelta::days(days) };
            let (id, key) = machine_key::add(&op, new).await?;
            let text = format!("{id}\n{key}\nThe key is not shown again.");
            setup.output.answer(&text, &json!({ "id": id.to_string(), "key": key }))?;
        }
        Action::Revoke { id } => {
            machine_key::revoke(&op, id).await?;
            let json = json!({ "id": id.to_string(), "revoked": true });
            setup.output.answer(&format!("{id} is revoked"), &json)?;
        }
    }
    Ok(Exit::Done)
}
