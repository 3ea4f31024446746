//! What commands print: an answer for people or for programs on standard output, and how far long
//! work has come on standard error.

use super::exit::Fault;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::Value;
use std::io::{IsTerminal, Write, stderr, stdout};

/// Where and how a command answers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Output {
    json: bool,
}

impl Output {
    /// Answers as JSON where a program reads, as text otherwise.
    pub(super) fn new(json: bool) -> Self {
        Self { json }
    }

    /// Prints the answer, in the one form or the other.
    pub(super) fn answer(self, text: &str, json: &Value) -> Result<(), Fault> {
        if self.json { print(&format!("{json}\n")) } else { print(&format!("{text}\n")) }
    }
}

/// Prints to standard output. A reader that has gone away, such as `head`, is no fault.
pub(super) fn print(text: &str) -> Result<(), Fault> {
    let mut out = stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// How far long work has come.
#[derive(Debug)]
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    what: &'static str,
    parts: u64,
    done: u64,
    told: u64,
}

impl Progress {
    /// Shows how far work with so many parts has come: a bar on a terminal, a line for each tenth
    /// elsewhere.
    pub(super) fn of(parts: u64, what: &'static str) -> Self {
        let bar = stderr().is_terminal().then(|| {
            let bar = ProgressBar::with_draw_target(Some(parts), ProgressDrawTarget::stderr());
            // The template is a constant, so a bar without style means it was mistyped, no more.
            if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}") {
                bar.set_style(style);
            }
            bar.set_message(what);
            bar
        });
        Self { bar, what, parts, done: 0, told: 0 }
    }

    /// So many parts are done in all.
    pub(super) fn reach(&mut self, done: u64) {
        self.done = done;
        if let Some(bar) = &self.bar {
            bar.set_position(done);
            return;
        }
        let tenth = (done * 10).checked_div(self.parts).unwrap_or_default();
        if tenth > self.told {
            self.told = tenth;
            eprintln!("{} {done} of {}", self.what, self.parts);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
            eprintln!("{} {} of {}", self.what, self.done, self.parts);
        }
    }
}
