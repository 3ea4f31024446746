//! `rapport completions`: what a shell has to know to complete commands.

use super::{command::Cli, exit::Exit, exit::Fault, output};
use clap::CommandFactory as _;
use clap_complete::Shell;

/// Which shell.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell that will read them.
    shell: Shell,
}

/// Prints them.
pub(super) fn run(args: &Args) -> Result<Exit, Fault> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "rapport", &mut text);
    output::print(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Done)
}
