//! What the small files say, kept while the import runs: it grows with the number of accounts, so
//! its rows are small, and sorted lists stand where maps would.

use super::{
    code::Frequency,
    line::{Lines, Stay, Table},
    row::{self, Key},
};
use crate::ingest::{
    error::ImportError,
    report::Report,
    stage::{Gender, HolderRole},
};
use chrono::NaiveDate;
use std::path::Path;

/// A district: where a branch is.
pub(super) struct District {
    pub(super) key: Key,
    pub(super) name: String,
    pub(super) region: String,
    line: u32,
}

/// An account whose district is known.
pub(super) struct Account {
    pub(super) key: Key,
    pub(super) district: Key,
    pub(super) frequency: Frequency,
    pub(super) opened: NaiveDate,
    /// Its owner; none while the dispositions are not read.
    pub(super) owner: Option<Key>,
    line: u32,
}

/// A client whose district is known.
pub(super) struct Client {
    pub(super) key: Key,
    pub(super) gender: Gender,
    pub(super) born: NaiveDate,
    pub(super) district: Key,
    /// Of the accounts that the client is named on, the one opened first.
    pub(super) first: Option<Key>,
    line: u32,
}

/// A client's part in an account.
pub(super) struct Part {
    pub(super) key: Key,
    pub(super) client: Key,
    pub(super) account: Key,
    pub(super) role: HolderRole,
    line: u32,
}

/// A row that others name by its key.
trait Keyed {
    fn key(&self) -> Key;
    fn line(&self) -> u32;
}

macro_rules! keyed {
    ($($row:ident)*) => {$(
        impl Keyed for $row {
            fn key(&self) -> Key {
                self.key
            }

            fn line(&self) -> u32 {
                self.line
            }
        }
    )*};
}

keyed!(District Account Client Part);

/// Districts, accounts, clients and parts, each sorted by its key.
pub(super) struct Book {
    pub(super) districts: Vec<District>,
    pub(super) accounts: Vec<Account>,
    pub(super) clients: Vec<Client>,
    pub(super) parts: Vec<Part>,
    /// Last day that the bank has closed.
    pub(super) bank_date: NaiveDate,
}

impl Book {
    /// Reads the four files that the others refer to.
    ///
    /// # Errors
    /// A file cannot be read, or the report says stop.
    pub(super) fn read(
        folder: &Path,
        bank_date: NaiveDate,
        report: &mut Report,
    ) -> Result<Self, ImportError> {
        let districts = districts(folder, report)?;
        let accounts = accounts(folder, bank_date, &districts, report)?;
        let clients = clients(folder, &districts, report)?;
        let mut book = Self { districts, accounts, clients, parts: Vec::new(), bank_date };
        book.read_parts(folder, report)?;
        book.drop_ownerless(report)?;
        book.drop_unnamed(report)?;
        Ok(book)
    }

    /// An account; it has an owner.
    pub(super) fn account(&self, key: Key) -> Option<&Account> {
        find(&self.accounts, key)
    }

    /// A client; an account names it.
    pub(super) fn client(&self, key: Key) -> Option<&Client> {
        find(&self.clients, key)
    }

    /// A part in an account.
    pub(super) fn part(&self, key: Key) -> Option<&Part> {
        find(&self.parts, key)
    }

    /// The account that a row names: refused if there is none, `None` if it opens later.
    pub(super) fn open(&self, key: Key) -> Result<Option<&Account>, String> {
        let account = self.account(key).ok_or("account_id names no account")?;
        Ok((account.opened <= self.bank_date).then_some(account))
    }

    fn read_parts(&mut self, folder: &Path, report: &mut Report) -> Result<(), ImportError> {
        let (clients, accounts, parts) = (&self.clients, &mut self.accounts, &mut self.parts);
        let bank_date = self.bank_date;
        Lines::open(folder, &row::DISP)?.each(report, |line, fields, _| {
            Ok(row::Disp::read(fields).and_then(|row| {
                find(clients, row.client).ok_or("client_id names no client")?;
                let at = accounts.binary_search_by_key(&row.account, |account| account.key);
                let account = at.ok().and_then(|at| accounts.get_mut(at));
                let account = account.ok_or("account_id names no account")?;
                if row.role == HolderRole::Owner && account.owner.replace(row.client).is_some() {
                    return Err("account_id has an owner already".into());
                }
                let row::Disp { key, client, account: of, role } = row;
                parts.push(Part { key, client, account: of, role, line });
                Ok(stay(account.opened <= bank_date))
            }))
        })?;
        sort(parts, report, &row::DISP)
    }

    /// An account without an owner counts for nobody.
    fn drop_ownerless(&mut self, report: &mut Report) -> Result<(), ImportError> {
        let owned = |account: &Account| account.owner.is_some();
        refuse(&mut self.accounts, owned, report, &row::ACCOUNT, "no disposition names its owner")?;
        let accounts = &self.accounts;
        let kept = |part: &Part| find(accounts, part.account).is_some();
        refuse(&mut self.parts, kept, report, &row::DISP, "its account has no owner")
    }

    /// A client whom no account names has no branch.
    fn drop_unnamed(&mut self, report: &mut Report) -> Result<(), ImportError> {
        for part in &self.parts {
            let at = self.clients.binary_search_by_key(&part.client, |client| client.key);
            let Some(client) = at.ok().and_then(|at| self.clients.get_mut(at)) else { continue };
            let opened = |key| find(&self.accounts, key).map(|account| (account.opened, key));
            let earlier = client.first.is_none_or(|first| opened(part.account) < opened(first));
            if earlier {
                client.first = Some(part.account);
            }
        }
        let named = |client: &Client| client.first.is_some();
        refuse(&mut self.clients, named, report, &row::CLIENT, "no disposition names it")?;
        for client in &self.clients {
            let first = client.first.and_then(|first| find(&self.accounts, first));
            if first.is_none_or(|first| first.opened > self.bank_date) {
                report.left_out(row::CLIENT.name);
            }
        }
        Ok(())
    }
}

fn districts(folder: &Path, report: &mut Report) -> Result<Vec<District>, ImportError> {
    let mut rows = Vec::new();
    Lines::open(folder, &row::DISTRICT)?.each(report, |line, fields, _| {
        Ok(row::District::read(fields).map(|row::District { key, name, region }| {
            rows.push(District { key, name, region, line });
            Stay::Taken
        }))
    })?;
    sort(&mut rows, report, &row::DISTRICT)?;
    Ok(rows)
}

fn accounts(
    folder: &Path,
    bank_date: NaiveDate,
    districts: &[District],
    report: &mut Report,
) -> Result<Vec<Account>, ImportError> {
    let mut rows = Vec::new();
    Lines::open(folder, &row::ACCOUNT)?.each(report, |line, fields, _| {
        Ok(row::Account::read(fields).and_then(|row| {
            find(districts, row.district).ok_or("district_id names no district")?;
            let row::Account { key, district, frequency, opened } = row;
            rows.push(Account { key, district, frequency, opened, owner: None, line });
            Ok(stay(opened <= bank_date))
        }))
    })?;
    sort(&mut rows, report, &row::ACCOUNT)?;
    Ok(rows)
}

fn clients(
    folder: &Path,
    districts: &[District],
    report: &mut Report,
) -> Result<Vec<Client>, ImportError> {
    let mut rows = Vec::new();
    Lines::open(folder, &row::CLIENT)?.each(report, |line, fields, _| {
        Ok(row::Client::read(fields).and_then(|row| {
            find(districts, row.district).ok_or("district_id names no district")?;
            let row::Client { key, gender, born, district } = row;
            rows.push(Client { key, gender, born, district, first: None, line });
            Ok(Stay::Taken)
        }))
    })?;
    sort(&mut rows, report, &row::CLIENT)?;
    Ok(rows)
}

fn stay(open: bool) -> Stay {
    if open { Stay::Taken } else { Stay::LeftOut }
}

fn find<R: Keyed>(rows: &[R], key: Key) -> Option<&R> {
    rows.binary_search_by_key(&key, Keyed::key).ok().and_then(|at| rows.get(at))
}

/// Sorts by key; of rows with one key the first stays.
fn sort<R: Keyed>(
    rows: &mut Vec<R>,
    report: &mut Report,
    table: &'static Table,
) -> Result<(), ImportError> {
    rows.sort_by_key(|row| (row.key(), row.line()));
    let mut last = None;
    let first = |row: &R| last.replace(row.key()) != Some(row.key());
    refuse(rows, first, report, table, "its key is taken by an earlier row")
}

/// Keeps the rows that pass; rejects the others.
fn refuse<R: Keyed>(
    rows: &mut Vec<R>,
    mut keep: impl FnMut(&R) -> bool,
    report: &mut Report,
    table: &'static Table,
    reason: &str,
) -> Result<(), ImportError> {
    let mut stopped = Ok(());
    rows.retain(|row| {
        let kept = keep(row);
        if !kept && stopped.is_ok() {
            stopped = report.reject(table.name, row.line().into(), reason);
        }
        kept
    });
    stopped
}
