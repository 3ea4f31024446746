//! `rapport user`: who can sign in.

use super::{command::Setup, exit::Exit, exit::Fault, instance};
use crate::{
    auth::{password::Passwords, secret::Secret},
    service::{
        op::Op,
        staff::login::{self, NewStaff},
    },
};
use clap::{Subcommand, ValueEnum};
use entity::{staff::StaffGrade, staff_role::Role};
use sea_orm::{ActiveEnum as _, Iterable as _};
use serde_json::json;
use std::io::Read as _;

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
