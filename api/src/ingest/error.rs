//! Why an import ends before its end.

use super::defect::Defect;
use std::path::PathBuf;

/// What stops an import. What is wrong with a single row does not, unless the run is strict.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file is missing or cannot be read.
    #[error("{}: {source}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is not of the format that its name promises.
    #[error("{file}: the first line must name the columns {expected}")]
    Columns {
        /// Which one.
        file: &'static str,
        /// What was expected, separated by semicolons.
        expected: String,
    },
    /// No row of the movements has a date, so there is no bank date either.
    #[error("{0} has no row with a date")]
    Empty(&'static str),
    /// The run is strict, and a row is bad.
    #[error("{0}")]
    Strict(Defect),
    /// Whoever takes the batches has gone away; its own error says why.
    #[error("the loader has stopped")]
    Stopped,
}
