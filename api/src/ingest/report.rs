//! What an import says about its source: counts for each file, and each bad row by its line.

use super::{
    defect::{Defect, Fate},
    error::ImportError,
};
use std::{
    fs::File,
    io::{BufWriter, Write},
    path::PathBuf,
};

/// Counts of one file of a source, in rows; a heading is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileCount {
    /// The file's name without endings.
    pub file: &'static str,
    /// Read.
    pub read: u64,
    /// Refused; each is in the reject file.
    pub rejected: u64,
    /// In order, but of a day that the bank has not closed yet: a later run takes them.
    pub left_out: u64,
}

/// Collects counts, and writes defects to the reject file as they are met.
#[derive(Debug)]
pub struct Report {
    files: Vec<FileCount>,
    misfits: u64,
    strict: bool,
    path: PathBuf,
    output: Option<BufWriter<File>>,
}

impl Report {
    /// A report that writes defects to `path`, where a file is made when the first one is met.
    /// A `strict` one stops the import there.
    #[must_use]
    pub fn new(path: PathBuf, strict: bool) -> Self {
        Self { files: Vec::new(), misfits: 0, strict, path, output: None }
    }

    /// Counts a row that was read.
    pub fn read(&mut self, file: &'static str) {
        self.count(file).read += 1;
    }

    /// Counts a row of a day that is not closed yet.
    pub fn left_out(&mut self, file: &'static str) {
        self.count(file).left_out += 1;
    }

    /// Notes a row that is refused.
    ///
    /// # Errors
    /// The reject file cannot be written, or the import is strict.
    pub fn reject(
        &mut self,
        file: &'static str,
        line: u64,
        reason: impl Into<String>,
    ) -> Result<(), ImportError> {
        self.count(file).rejected += 1;
        let defect = Defect { file, line, fate: Fate::Rejected, reason: reason.into() };
        self.write(&defect)?;
        if self.strict { Err(ImportError::Strict(defect)) } else { Ok(()) }
    }

    /// Notes a row that is stored though its balance fits nowhere. Never stops an import: it is
    /// the source that is wrong, and the row is as good as the rest of it.
    ///
    /// # Errors
    /// The reject file cannot be written.
    pub fn misfit(&mut self, file: &'static str, line: u64) -> Result<(), ImportError> {
        self.misfits += 1;
        let reason = "the balance follows from no other row of its day and account".to_owned();
        self.write(&Defect { file, line, fate: Fate::Misfit, reason })
    }

    /// Counts for each file, in the order of reading.
    #[must_use]
    pub fn files(&self) -> &[FileCount] {
        &self.files
    }

    /// How many rows were stored though their balances fit nowhere.
    #[must_use]
    pub fn misfits(&self) -> u64 {
        self.misfits
    }

    /// The reject file, if there was anything to write into it.
    #[must_use]
    pub fn reject_file(&self) -> Option<&std::path::Path> {
        self.output.as_ref().map(|_| self.path.as_path())
    }

    /// Writes out what is still in memory.
    ///
    /// # Errors
    /// The reject file cannot be written.
    pub fn finish(&mut self) -> Result<(), ImportError> {
        let flushed = self.output.as_mut().map_or(Ok(()), Write::flush);
        flushed.map_err(|source| ImportError::File { path: self.path.clone(), source })
    }

    fn count(&mut self, file: &'static str) -> &mut FileCount {
        let found = self.files.iter().position(|count| count.file == file);
        let at = found.unwrap_or_else(|| {
            self.files.push(FileCount { file, ..FileCount::default() });
            self.files.len() - 1
        });
        &mut self.files[at]
    }

    fn write(&mut self, defect: &Defect) -> Result<(), ImportError> {
        let written = self.append(defect);
        written.map_err(|source| ImportError::File { path: self.path.clone(), source })
    }

    fn append(&mut self, defect: &Defect) -> std::io::Result<()> {
        let output = if let Some(output) = &mut self.output {
            output
        } else {
            let mut output = BufWriter::new(File::create(&self.path)?);
            writeln!(output, "file,line,fate,reason")?;
            self.output.insert(output)
        };
        let fate = match defect.fate {
            Fate::Rejected => "REJECTED",
            Fate::Misfit => "MISFIT",
        };
        let reason = defect.reason.replace('"', "\"\"");
        writeln!(output, "{},{},{fate},\"{reason}\"", defect.file, defect.line)
    }
}
