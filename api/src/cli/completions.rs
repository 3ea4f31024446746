//! `rapport completions`: what a shell has to know to complete commands.

use super::{exit::Exit, exit::Fault, output};
use clap_complete::Shell;

/// Which shell.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell that will read them.
    shell: Shell,
}

/// Prints those of `command`, which is the whole command line.
pub(super) fn run(args: &Args, mut command: clap::Command) -> Result<Exit, Fault> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut command, "rapport", &mut text);
    output::print(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Done)
}
