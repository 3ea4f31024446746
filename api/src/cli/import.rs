//! `rapport import`: brings a bank's own files in.

use super::{
    exit::{Exit, Fault},
    instance,
    output::Progress,
    setup::Setup,
};
use crate::ingest::{
    error::ImportError,
    pkdd99::Import,
    report::Report,
    run::{self, RunError, Summary},
};
use chrono::{Days, NaiveDate};
use clap::Subcommand;
use serde_json::{Value, json};
use std::{
    fmt::Write as _,
    path::PathBuf,
    time::{Duration, Instant},
};

/// What to import.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    source: Origin,
}

#[derive(Debug, Subcommand)]
enum Origin {
    /// The Czech bank of the PKDD'99 challenge: a folder with its eight files, plain or gzip.
    ///
    /// Can be run again at any time: what is there stays, what is new comes in. Ends with 0 when
    /// all rows are in, with 7 when some were rejected, with 8 when --strict has stopped it, with 5
    /// when the database holds another bank or has come further, and with 4 when it cannot be
    /// reached.
    Pkdd99(Pkdd99),
}

#[derive(Debug, clap::Args)]
struct Pkdd99 {
    /// The folder.
    folder: PathBuf,
    /// Last closed day of the bank; without it the day before the last one in the file. What comes
    /// later is left out, and taken by a later run.
    #[arg(long, value_name = "YYYY-MM-DD")]
    bank_date: Option<NaiveDate>,
    /// Stop at the first bad row.
    #[arg(long)]
    strict: bool,
    /// Where bad rows and misfits are listed, with line and reason.
    #[arg(long, value_name = "FILE", default_value = "pkdd99-rejects.csv")]
    reject_file: PathBuf,
}

/// Imports it.
pub(super) async fn run(setup: &Setup, args: Args) -> Result<Exit, Fault> {
    let Origin::Pkdd99(args) = args.source;
    let began = Instant::now();
    let (writer, keyring) = instance::stores(setup).await?;
    let import = Import::new(args.folder);
    let scanning = import.clone();
    let scan = tokio::task::spawn_blocking(move || scanning.scan()).await;
    let scan = scan.map_err(|_| RunError::Reader)?.map_err(RunError::Source)?;
    let bank_date = args.bank_date.unwrap_or(scan.last_day - Days::new(1));
    let report = Report::new(args.reject_file, args.strict);
    let mut progress = Progress::of(scan.rows, "movements");
    let reach = |read| progress.reach(read);
    let summary = run::run(import, bank_date, report, (writer, keyring), reach).await?;
    drop(progress);
    let took = began.elapsed();
    setup.output.answer(&text(&summary, took), &as_json(&summary, took))?;
    Ok(if rejected(&summary) == 0 { Exit::Done } else { Exit::Rejected })
}

fn rejected(summary: &Summary) -> u64 {
    summary.files.iter().map(|file| file.rejected).sum()
}

fn rows(summary: &Summary) -> u64 {
    summary.files.iter().map(|file| file.read).sum()
}

fn per_second(rows: u64, took: Duration) -> u128 {
    u128::from(rows) * 1_000 / took.as_millis().max(1)
}

fn text(summary: &Summary, took: Duration) -> String {
    let mut text = format!("bank date {}\n", summary.bank_date);
    if let Some(rows) = summary.resumed_after {
        let _ = writeln!(text, "an earlier run was cut off after {rows} movements");
    }
    let _ = writeln!(text, "\n{:<12}{:>12}{:>12}{:>12}", "file", "read", "rejected", "left out");
    for file in &summary.files {
        let (read, rejected, left_out) = (file.read, file.rejected, file.left_out);
        let _ = writeln!(text, "{:<12}{read:>12}{rejected:>12}{left_out:>12}", file.file);
    }
    let _ = writeln!(text, "\n{:<12}{:>12}{:>12}", "table", "written", "known");
    for count in &summary.loaded.counts {
        let _ = writeln!(text, "{:<12}{:>12}{:>12}", count.noun, count.written, count.known);
    }
    let _ = writeln!(text, "\nmisfits {}", summary.misfits);
    if let Some(computed) = summary.loaded.computed {
        let (customers, changed) = (computed.customers, computed.changed);
        let _ = writeln!(text, "standings of {customers} customers, {changed} changed");
    }
    if let Some(file) = &summary.reject_file {
        let _ = writeln!(text, "bad rows and misfits are listed in {}", file.display());
    }
    if summary.loaded.unchanged {
        let _ = writeln!(text, "nothing has changed: everything was there already");
    }
    let rows = rows(summary);
    let (seconds, rate) = (took.as_millis(), per_second(rows, took));
    let _ = write!(text, "{rows} rows in {seconds} ms, {rate} rows/s");
    text
}

fn as_json(summary: &Summary, took: Duration) -> Value {
    let file = |file: &crate::ingest::report::FileCount| {
        json!({ "file": file.file, "read": file.read, "rejected": file.rejected,
            "leftOut": file.left_out })
    };
    let table = |count: &crate::ingest::load::NounCount| json!({ "table": count.noun, "written": count.written, "known": count.known });
    let computed = summary.loaded.computed.map(|computed| {
        json!({ "customers": computed.customers, "changed": computed.changed,
            "rateMissing": computed.rate_missing })
    });
    let rows = rows(summary);
    json!({
        "bankDate": summary.bank_date.to_string(),
        "resumedAfter": summary.resumed_after,
        "files": summary.files.iter().map(file).collect::<Vec<_>>(),
        "tables": summary.loaded.counts.iter().map(table).collect::<Vec<_>>(),
        "misfits": summary.misfits,
        "rejectFile": summary.reject_file,
        "standings": computed,
        "unchanged": summary.loaded.unchanged,
        "rows": rows,
        "milliseconds": u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        "rowsPerSecond": u64::try_from(per_second(rows, took)).unwrap_or(u64::MAX),
    })
}

impl From<RunError> for Fault {
    fn from(error: RunError) -> Self {
        let exit = match error {
            RunError::Load(error) => return error.into(),
            RunError::Source(ImportError::Strict(_)) => Exit::Stopped,
            RunError::Source(_) | RunError::Reader => Exit::Failed,
        };
        Self::new(exit, error.to_string())
    }
}
