//! Files, plain or compressed, cut into lines and fields.

use crate::ingest::{error::ImportError, report::Report};
use flate2::read::MultiGzDecoder;
use std::{
    fs::File,
    io::{BufRead, BufReader, Read},
    path::Path,
};

/// A longer line is none of ours, and must not fill the memory.
const LONGEST: u64 = 4096;

/// One file of the source: its name and its columns.
#[derive(Debug)]
pub(super) struct Table {
    /// The name without endings.
    pub(super) name: &'static str,
    /// The columns of its heading.
    pub(super) columns: &'static [&'static str],
}

/// What became of a row: why it is refused, or whether it stays.
pub(super) type Taken = Result<Stay, String>;

/// What becomes of a row that is in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stay {
    /// It is imported.
    Taken,
    /// It is of a day that the bank has not closed yet.
    LeftOut,
}

/// The lines of a file.
pub(super) struct Lines {
    table: &'static Table,
    input: Box<dyn BufRead + Send>,
    line: Vec<u8>,
    number: u64,
}

impl Lines {
    /// Opens `name.asc`, or `name.asc.gz`, and reads its heading.
    ///
    /// # Errors
    /// It is not there, cannot be read, or has other columns.
    pub(super) fn open(folder: &Path, table: &'static Table) -> Result<Self, ImportError> {
        let plain = folder.join(format!("{}.asc", table.name));
        let path = if plain.exists() { plain } else { plain.with_extension("asc.gz") };
        let failed = |source| ImportError::File { path: path.clone(), source };
        let file = File::open(&path).map_err(failed)?;
        let input: Box<dyn BufRead + Send> = if path.extension().is_some_and(|end| end == "gz") {
            Box::new(BufReader::new(MultiGzDecoder::new(BufReader::new(file))))
        } else {
            Box::new(BufReader::new(file))
        };
        let mut lines = Self { table, input, line: Vec::new(), number: 0 };
        let found = lines.next().map_err(failed)?.is_some() && {
            let fields = Fields::cut(&lines.line, table.columns.len());
            fields.is_ok_and(|fields| fields.0 == table.columns)
        };
        let expected = table.columns.join(";");
        if found { Ok(lines) } else { Err(ImportError::Columns { file: table.name, expected }) }
    }

    /// The next row: its line, and its fields or why it has none.
    ///
    /// # Errors
    /// The file cannot be read.
    #[expect(clippy::type_complexity, reason = "named, it would say less")]
    pub(super) fn row(&mut self) -> Result<Option<(u64, Result<Fields<'_>, String>)>, ImportError> {
        let read = self.next();
        let failed = |source| ImportError::File { path: self.table.name.into(), source };
        let Some(number) = read.map_err(failed)? else { return Ok(None) };
        Ok(Some((number, Fields::cut(&self.line, self.table.columns.len()))))
    }

    /// Hands each row to `take`. What `take` refuses is rejected with its reason, and so is a line
    /// that cannot be cut.
    ///
    /// # Errors
    /// The file cannot be read, the report says stop, or `take` fails.
    pub(super) fn each(
        mut self,
        report: &mut Report,
        mut take: impl FnMut(u32, &Fields<'_>, &mut Report) -> Result<Taken, ImportError>,
    ) -> Result<(), ImportError> {
        let file = self.table.name;
        while let Some((number, fields)) = self.row()? {
            report.read(file);
            let line = u32::try_from(number).unwrap_or(u32::MAX);
            match fields.map_or_else(|reason| Ok(Err(reason)), |row| take(line, &row, report))? {
                Ok(Stay::Taken) => {}
                Ok(Stay::LeftOut) => report.left_out(file),
                Err(reason) => report.reject(file, number, reason)?,
            }
        }
        Ok(())
    }

    /// Reads the next line that is not empty, without its end, and says its number.
    fn next(&mut self) -> std::io::Result<Option<u64>> {
        loop {
            self.line.clear();
            let read = (&mut self.input).take(LONGEST).read_until(b'\n', &mut self.line)?;
            if read == 0 {
                return Ok(None);
            }
            self.number += 1;
            if self.line.last() != Some(&b'\n') {
                self.skip_rest()?;
            }
            while self.line.last().is_some_and(u8::is_ascii_whitespace) {
                self.line.pop();
            }
            if !self.line.is_empty() {
                return Ok(Some(self.number));
            }
        }
    }

    fn skip_rest(&mut self) -> std::io::Result<()> {
        loop {
            let buffer = self.input.fill_buf()?;
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let used = end.map_or(buffer.len(), |at| at + 1);
            let done = end.is_some() || buffer.is_empty();
            self.input.consume(used);
            if done {
                return Ok(());
            }
        }
    }
}

/// The fields of a row, without quotes and the blanks around them.
#[derive(Debug)]
pub(super) struct Fields<'a>(Vec<&'a str>);

impl<'a> Fields<'a> {
    /// Cuts at semicolons; none stands inside a text of this source.
    fn cut(line: &'a [u8], count: usize) -> Result<Self, String> {
        let line = std::str::from_utf8(line).map_err(|_| "not ASCII".to_owned())?;
        let mut fields = Vec::with_capacity(count);
        for field in line.split(';') {
            let inner = field.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
            let text = inner.unwrap_or(field);
            if text.contains('"') {
                return Err("a quote without its other half".to_owned());
            }
            fields.push(text.trim());
        }
        if fields.len() == count {
            Ok(Self(fields))
        } else {
            Err(format!("{} fields instead of {count}", fields.len()))
        }
    }

    /// The field of a column; empty where there is no such column.
    pub(super) fn get(&self, column: usize) -> &'a str {
        self.0.get(column).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_blanks_are_taken_off() {
        let fields = Fields::cut(br#"1;"PREVOD NA UCET";" ";"";;-5.00"#, 6).unwrap();
        assert_eq!(fields.0, ["1", "PREVOD NA UCET", "", "", "", "-5.00"]);
    }

    #[test]
    fn what_cannot_be_cut_has_a_reason() {
        assert_eq!(Fields::cut(b"1;2", 3).unwrap_err(), "2 fields instead of 3");
        assert_eq!(Fields::cut(b"1;\"2", 2).unwrap_err(), "a quote without its other half");
        assert_eq!(Fields::cut(b"1;\xff", 2).unwrap_err(), "not ASCII");
    }
}
