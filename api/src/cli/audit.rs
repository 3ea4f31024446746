//! `rapport audit`: whether the audit is as it was written.

use super::{exit::Exit, exit::Fault, instance, setup::Setup};
use crate::service::audit::{
    head::{self, SavedHead},
    verify::{self, Fault as Found, Finding, Report},
};
use clap::Subcommand;
use serde_json::json;
use std::path::{Path, PathBuf};

/// What to do.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Read the whole audit and say where it was first touched, if anywhere.
    Verify {
        /// A head that was saved earlier. With it a tail that was cut off is found, and an audit
        /// that was written anew together with its signed heads.
        #[arg(long, value_name = "FILE")]
        head: Option<PathBuf>,
    },
    /// Print the head that was signed last, to be kept in a file elsewhere.
    Head,
}

/// Does it.
pub(super) async fn run(setup: &Setup, args: Args) -> Result<Exit, Fault> {
    let instance = instance::open(setup).await?;
    match args.action {
        Action::Verify { head } => {
            let saved = head.as_deref().map(read).transpose()?;
            let readers = instance.readers();
            let report = verify::verify(readers, instance.keyring(), saved.as_ref()).await?;
            setup.output.answer(&told(&report), &json!(report))?;
            Ok(if report.finding.is_some() { Exit::Found } else { Exit::Done })
        }
        Action::Head => {
            let head = head::last(instance.readers()).await?;
            let head = head.ok_or_else(|| Fault::refused("no head has been signed yet"))?;
            let json = json!(SavedHead::from(head));
            setup.output.answer(&json.to_string(), &json)?;
            Ok(Exit::Done)
        }
    }
}

fn read(path: &Path) -> Result<SavedHead, Fault> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Fault::new(Exit::Usage, format!("{}: {error}", path.display())))?;
    serde_json::from_str(&text).map_err(|_| {
        let text = format!("{}: not a head as `rapport audit head` prints it", path.display());
        Fault::new(Exit::Usage, text)
    })
}

fn told(report: &Report) -> String {
    let Report { sealed, signed, pending, finding } = report;
    let counts =
        format!("{sealed} entries sealed, signed up to {signed}, {pending} not sealed yet");
    match finding {
        None => format!("The audit is as it was written.\n{counts}"),
        Some(finding) => format!("{}\nBefore that: {counts}", sentence(finding)),
    }
}

fn sentence(finding: &Finding) -> String {
    let entry = finding.entry.map_or_else(|| "the entry".to_owned(), |id| format!("entry {id}"));
    let seq = finding.seq.unwrap_or_default();
    match finding.fault {
        Found::Edited => format!("{seq}: {entry} is not what was sealed here"),
        Found::Deleted => format!("{seq}: {entry} or its seal was deleted"),
        Found::Inserted if finding.seq.is_none() => format!("{entry} was never sealed"),
        Found::Inserted => format!("{seq}: {entry} was put into the chain later"),
        Found::Swapped => format!("{seq}: {entry} stands where another was sealed"),
        Found::Rewritten => format!("{seq}: the chain up to here is not the one that was signed"),
        Found::Unsigned => format!("{seq}: the signature of this head is none of ours"),
        Found::Cut => format!("{seq}: the chain ends before this place, which was signed"),
    }
}
