//! What is wrong with a row of a source, and what became of it.

use std::fmt;

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    /// The file's name without endings.
    pub file: &'static str,
    /// Its line; the heading is line 1.
    pub line: u64,
    /// What became of the row.
    pub fate: Fate,
    /// What is wrong. Names columns and codes, never a person or an amount.
    pub reason: String,
}

/// What became of a row with a defect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was refused.
    Rejected,
    /// It was stored, though its balance follows from no other.
    Misfit,
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} line {}: {}", self.file, self.line, self.reason)
    }
}
