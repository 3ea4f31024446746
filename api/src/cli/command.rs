//! Which commands there are.

use super::{
    audit, completions, demo, doctor, exit::Exit, exit::Fault, healthcheck, import, key, migrate,
    output::Output, schema, seed, serve, setup::Setup, user,
};
use crate::{config::Config, telemetry};
use clap::{CommandFactory as _, Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode};

/// Relationship management for banks: one GraphQL API over accounts and people.
#[derive(Debug, Parser)]
#[command(name = "rapport", version, about, max_term_width = 100, after_help = EXITS)]
pub struct Cli {
    /// Configuration file; without it `rapport.toml`, where there is one.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Answer as JSON.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

const EXITS: &str = "\
Exit codes:
  0  done
  1  failed
  2  the arguments cannot be understood
  3  the configuration or the keys cannot be used
  4  the database, Redis or the server cannot be reached
  5  cannot be done to this database as it is
  6  a check has found something wrong
  7  done, but rows of the source were rejected
  8  stopped at the first bad row, as --strict asks";

#[derive(Debug, Subcommand)]
enum Command {
    /// Try everything: a synthetic bank, the server, and a login for each role.
    Demo(demo::Args),
    /// Serve the API.
    Serve,
    /// Bring the database to this version, back, or say where it stands.
    Migrate(migrate::Args),
    /// Bring a bank's own files in.
    Import(import::Args),
    /// Fill an empty database with a synthetic bank.
    Seed(seed::Args),
    /// Give people logins.
    User(user::Args),
    /// Show that the audit is as it was written.
    Audit(audit::Args),
    /// Make and revoke the keys of machines.
    Key(key::Args),
    /// Print the schema; needs no database and no configuration.
    Schema,
    /// Check everything that the server needs, and say what to do.
    Doctor,
    /// Ask the server on this machine whether it is ready.
    Healthcheck,
    /// Print completions for a shell.
    Completions(completions::Args),
}

/// Runs the command that the process was started with.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    match finish(cli) {
        Ok(exit) => exit.into(),
        Err(fault) => {
            eprintln!("{fault}");
            fault.exit.into()
        }
    }
}

fn finish(cli: Cli) -> Result<Exit, Fault> {
    let output = Output::new(cli.json);
    match &cli.command {
        Command::Completions(args) => return completions::run(args, Cli::command()),
        Command::Schema => return schema::run(),
        _ => {}
    }
    let config = Config::load(cli.config.as_deref())?;
    let started = telemetry::start(&config.log);
    started.map_err(|error| Fault::new(Exit::Configuration, error.to_string()))?;
    let setup = Setup { config, output };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match cli.command {
            Command::Demo(args) => demo::run(&setup, args).await,
            Command::Serve => serve::run(&setup).await,
            Command::Migrate(args) => migrate::run(&setup, args).await,
            Command::Import(args) => import::run(&setup, args).await,
            Command::Seed(args) => seed::run(&setup, args).await,
            Command::User(args) => user::run(&setup, args).await,
            Command::Audit(args) => audit::run(&setup, args).await,
            Command::Key(args) => key::run(&setup, args).await,
            Command::Doctor => doctor::run(&setup).await,
            Command::Healthcheck => healthcheck::run(&setup).await,
            Command::Schema => schema::run(),
            Command::Completions(args) => completions::run(&args, Cli::command()),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
