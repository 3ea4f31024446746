//! `rapport user`: who can sign in.

use super::{exit::Exit, exit::Fault, instance, setup::Setup};
use crate::{
    auth::secret::Secret,
    service::{
        op::Op,
        session::list::SessionTree,
        staff::login::{self, NewStaff},
    },
};
use clap::Subcommand;
use entity::{staff::StaffGrade, staff_role::Role};
use serde_json::json;
use std::io::Read as _;

/// Fewest characters of a password that somebody has thought of.
const LEAST: usize = 12;

/// What to do.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Give a member of staff a password. Whom the bank's data does not know is made, of a name, a
    /// unit and roles.
    Add(Add),
    /// Let a member of staff sign in no more, and end their sessions.
    Disable {
        /// Employee number.
        employee_no: String,
    },
    /// List where a member of staff is signed in.
    Sessions {
        /// Employee number.
        employee_no: String,
    },
}

#[derive(Debug, clap::Args)]
struct Add {
    /// Employee number.
    employee_no: String,
    /// Name of somebody new.
    #[arg(long, requires_all = ["unit", "roles"])]
    name: Option<String>,
    /// Code of the unit of somebody new.
    #[arg(long, requires = "name")]
    unit: Option<String>,
    /// Role of somebody new; may be given several times.
    #[arg(long = "role", value_name = "ROLE", requires = "name", value_parser = value::<Role>)]
    roles: Vec<Role>,
    /// Grade of a new relationship manager.
    #[arg(long, requires = "name", value_parser = value::<StaffGrade>)]
    grade: Option<StaffGrade>,
    /// Read the password from standard input; without it one is made and printed, once.
    #[arg(long)]
    password_stdin: bool,
}

/// A value of the database's own list, in whichever case it is written.
fn value<Value: sea_orm::ActiveEnum<Value = String> + Clone>(text: &str) -> Result<Value, String> {
    let wanted = text.to_uppercase().replace('-', "_");
    Value::try_from_value(&wanted).map_err(|_| {
        let known: Vec<String> = Value::iter().map(|value| value.to_value()).collect();
        format!("one of {}", known.join(", "))
    })
}

/// Does it.
pub(super) async fn run(setup: &Setup, args: Args) -> Result<Exit, Fault> {
    let op = instance::operation(instance::open(setup).await?);
    match args.action {
        Action::Add(arguments) => add(setup, &op, arguments).await,
        Action::Disable { employee_no } => {
            let ended = login::disable(&op, &employee_no).await?;
            let text = format!("{employee_no} cannot sign in any more; {ended} sessions ended");
            let json = json!({ "employeeNo": employee_no, "sessionsEnded": ended });
            setup.output.answer(&text, &json)?;
            Ok(Exit::Done)
        }
        Action::Sessions { employee_no } => sessions(setup, &op, &employee_no).await,
    }
}

async fn sessions(setup: &Setup, op: &Op, employee_no: &str) -> Result<Exit, Fault> {
    let (mut lines, mut rows) = (Vec::new(), Vec::new());
    for SessionTree { session, device } in login::sessions(op, employee_no).await? {
        let (id, app, seen) = (session.id, session.app, session.last_seen_at.to_rfc3339());
        let started = session.started_at.to_rfc3339();
        lines.push(format!("{id}  {started}  {seen}  {app}  {device}"));
        rows.push(json!({ "id": id.to_string(), "app": app, "device": device,
            "startedAt": started, "lastSeenAt": seen }));
    }
    let text = if lines.is_empty() { "no sessions".to_owned() } else { lines.join("\n") };
    setup.output.answer(&text, &json!({ "sessions": rows }))?;
    Ok(Exit::Done)
}

async fn add(setup: &Setup, op: &Op, args: Add) -> Result<Exit, Fault> {
    let made = if args.password_stdin { None } else { Some(Secret::random()?.to_text()) };
    let password = match &made {
        Some(made) => made.clone(),
        None => given()?,
    };
    let Add { employee_no, name, unit, roles, grade, .. } = args;
    let new = name.zip(unit).map(|(name, unit)| NewStaff { name, unit, roles, grade });
    let passwords = op.instance().sessions().passwords();
    let id = login::add(op, passwords, &employee_no, password, new).await?;
    let shown = made.as_ref().map_or_else(String::new, |password| {
        format!("\n{password}\nThe password is not shown again.")
    });
    let json = json!({ "id": id.to_string(), "employeeNo": employee_no, "password": made });
    setup.output.answer(&format!("{employee_no} can sign in{shown}"), &json)?;
    Ok(Exit::Done)
}

/// The password that was given on standard input, without the end of its line.
fn given() -> Result<String, Fault> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let password = text.trim_end_matches(['\r', '\n']);
    if password.chars().count() < LEAST {
        let text = format!("a password has {LEAST} characters at least");
        return Err(Fault::new(Exit::Usage, text));
    }
    Ok(password.to_owned())
}
