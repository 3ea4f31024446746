//! The import of a folder, from its first file to its last.

use super::{
    book::Book,
    customers, field, holdings,
    line::Lines,
    movements::Movements,
    organisation, row,
    source::{CURRENCY, NAMER, ZONE},
};
use crate::ingest::{error::ImportError, report::Report, run::Source, sink::Sink, stage::Bank};
use chrono::NaiveDate;
use std::path::PathBuf;

/// A folder with the eight files.
#[derive(Clone, Debug)]
pub struct Import {
    folder: PathBuf,
}

/// What one look through the movements has shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scan {
    /// The last day of which there is a movement.
    pub last_day: NaiveDate,
    /// Rows of the file.
    pub rows: u64,
}

impl Import {
    /// An import of `folder`.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Looks through the movements for their last day. The file may end amid it, so the bank date
    /// is the day before.
    ///
    /// # Errors
    /// The file cannot be read, or no row of it has a date.
    pub fn scan(&self) -> Result<Scan, ImportError> {
        let mut lines = Lines::open(&self.folder, &row::TRANS)?;
        let (mut last, mut rows) = (None, 0);
        while let Some((_, fields)) = lines.row()? {
            rows += 1;
            let day = fields.and_then(|fields| field::date("date", fields.get(2)));
            last = last.max(day.ok());
        }
        let last_day = last.ok_or(ImportError::Empty(row::TRANS.name))?;
        Ok(Scan { last_day, rows })
    }
}

impl Source for Import {
    fn name(&self) -> &'static str {
        NAMER.source()
    }

    fn bank(&self) -> Bank {
        Bank {
            name: "PKDD'99 Bank".into(),
            base_currency: CURRENCY.into(),
            time_zone: ZONE.name().into(),
            locale: "zh-CN".into(),
            replay: true,
        }
    }

    fn read(
        &self,
        bank_date: NaiveDate,
        report: &mut Report,
        mut sink: Sink,
    ) -> Result<(), ImportError> {
        let (folder, sink) = (self.folder.as_path(), &mut sink);
        let mut book = Book::read(folder, bank_date, report)?;
        organisation::send(&book, sink)?;
        holdings::send_products(sink)?;
        customers::send(&book, sink)?;
        holdings::send_cards(folder, &book, report, sink)?;
        holdings::send_accounts(&mut book, sink)?;
        holdings::send_orders(folder, &book, report, sink)?;
        let debts = holdings::send_loans(folder, &book, report, sink)?;
        let movements = Movements::new(&book, debts);
        drop(book);
        movements.send(folder, report, sink)?;
        sink.flush()?;
        report.finish()
    }
}
