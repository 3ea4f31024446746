//! `rapport migrate`: brings the database to the version of this binary, or back.

use super::{exit::Exit, exit::Fault, setup::Setup};
use crate::{backend::owner, service::error::ServiceError};
use clap::Subcommand;
use migration::{Migrator, MigratorTrait as _};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait as _};
use sea_orm_migration::{SchemaManager, seaql_migrations};
use serde_json::json;

/// What to do.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Apply all steps that are missing.
    Up {
        /// Database role that the server connects as. It is given what it needs on every table,
        /// and can neither change nor delete the audit. PostgreSQL only.
        #[arg(long, value_name = "ROLE")]
        server_role: Option<String>,
    },
    /// Take the last steps back, with all data in their tables.
    Down {
        /// How many.
        #[arg(long, default_value_t = 1)]
        steps: u32,
        /// Say that the data may go.
        #[arg(long, required = true)]
        yes: bool,
    },
    /// List the steps, and which of them are applied.
    Status,
}

/// Does it, as the owner of the tables.
pub(super) async fn run(setup: &Setup, args: Args) -> Result<Exit, Fault> {
    let database = owner::connect(setup.config.database.url.expose()).await?;
    match args.action {
        Action::Up { server_role } => {
            Migrator::up(&database, None).await?;
            if let Some(role) = server_role {
                owner::grant(&database, &role).await.map_err(ServiceError::from)?;
            }
        }
        Action::Down { steps, yes: _ } => Migrator::down(&database, Some(steps)).await?,
        Action::Status => {}
    }
    status(setup, &database).await?;
    Ok(Exit::Done)
}

/// Prints each step with whether it is applied.
async fn status(setup: &Setup, database: &DatabaseConnection) -> Result<(), Fault> {
    let missing = missing(database).await?;
    let names: Vec<String> = all().collect();
    let is_applied = |name: &String| !missing.contains(name);
    let line = |name| format!("{}  {name}", if is_applied(name) { "applied" } else { "missing" });
    let text: Vec<String> = names.iter().map(line).collect();
    let json = |name| json!({ "step": name, "applied": is_applied(name) });
    let json: Vec<_> = names.iter().map(json).collect();
    setup.output.answer(&text.join("\n"), &json!(json))
}

fn all() -> impl Iterator<Item = String> {
    Migrator::migrations().into_iter().map(|step| step.name().to_owned())
}

/// The steps that are not applied. Asks without making the table of the steps, as the migrator
/// would: the server's role may not.
pub(super) async fn missing(database: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let table = Migrator::migration_table_name().to_string();
    if !SchemaManager::new(database).has_table(&table).await? {
        return Ok(all().collect());
    }
    let applied = seaql_migrations::Entity::find().all(database).await?;
    let is_missing = |name: &String| !applied.iter().any(|row| row.version == *name);
    Ok(all().filter(is_missing).collect())
}
