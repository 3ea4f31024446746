//! The rows of the eight files, each read in one go or refused with its reason.

use super::{
    code::{self, Frequency, LoanStatus, Operation, Purpose},
    field,
    line::{Fields, Table},
};
use crate::ingest::stage::{Direction, Gender, HolderRole};
use chrono::NaiveDate;

/// How the source numbers its rows.
pub(super) type Key = u32;

pub(super) static DISTRICT: Table = Table {
    name: "district",
    columns: &[
        "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "A11", "A12", "A13", "A14",
        "A15", "A16",
    ],
};

pub(super) struct District {
    pub(super) key: Key,
    pub(super) name: String,
    pub(super) region: String,
}

impl District {
    pub(super) fn read(row: &Fields<'_>) -> Result<Self, String> {
        let text = |column: &str, text: &str| match text {
            "" => Err(format!("{column} is missing")),
            _ => Ok(text.to_owned()),
        };
        let key = field::key("A1", row.get(0))?;
        Ok(Self { key, name: text("A2", row.get(1))?, region: text("A3", row.get(2))? })
    }
}

pub(super) static ACCOUNT: Table =
    Table { name: "account", columns: &["account_id", "district_id", "frequency", "date"] };

pub(super) struct Account {
    pub(super) key: Key,
    pub(super) district: Key,
    pub(super) frequency: Frequency,
    pub(super) opened: NaiveDate,
}

impl Account {
    pub(super) fn read(row: &Fields<'_>) -> Result<Self, String> {
        let key = field::key("account_id", row.get(0))?;
        let district = field::key("district_id", row.get(1))?;
        let frequency = code::frequency(row.get(2))?;
        Ok(Self { key, district, frequency, opened: field::date("date", row.get(3))? })
    }
}

pub(super) static CLIENT: Table =
    Table { name: "client", columns: &["client_id", "birth_number", "district_id"] };

pub(super) struct Client {
    pub(super) key: Key,
    pub(super) gender: Gender,
    pub(super) born: NaiveDate,
    pub(super) district: Key,
}

impl Client {
    pub(super) fn read(row: &Fields<'_>) -> Result<Self, String> {
        let key = field::key("client_id", row.get(0))?;
        let (gender, born) = field::birth("birth_number", row.get(1))?;
        Ok(Self { key, gender, born, district: field::key("district_id", row.get(2))? })
    }
}

pub(super) static DISP: Table =
    Table { name: "disp", columns: &["disp_id", "client_id", "account_id", "type"] };

pub(super) struct Disp {
    pub(super) key: Key,
    pub(super) client: Key,
    pub(super) account: Key,
    pub(super) role: HolderRole,
}

impl Disp {
    pub(super) fn read(row: &Fields<'_>) -> Result<Self, String> {
        let key = field::key("disp_id", row.get(0))?;
        let client = field::key("client_id", row.get(1))?;
        let account = field::key("account_id", row.get(2))?;
        Ok(Self { key, client, account, role: code::holder(row.get(3))? })
    }
}

pub(super) static ORDER: Table = Table {
    name: "order",
    columns: &["order_id", "account_id", "bank_to", "account_to", "amount", "k_symbol"],
};

pub(super) struct Order {
    pub(super) key: Key,
    pub(super) account: Key,
    pub(super) purpose: Purpose,
}

impl Order {
    /// What is paid and to whom is checked, and not kept: a holding has no place for it, and the
    /// movements tell.
    pub(super) fn read(row: &Fields<'_>) -> Result<Self, String> {
        let key = field::key("order_id", row.get(0))?;
        let account = field::key("account_id", row.get(1))?;
        bank("bank_to", row.get(2))?;
        other("account_to", row.get(3))?;
        field::unsigned("amount", row.get(4))?;
        let purpose = code::purpose(row.get(5))?;
        if !Purpose::ORDERS.contains(&purpose) {
            return Err("k_symbol is none of a standing order".into());
        }
        Ok(Self { key, account, purpose })
    }
}

pub(super) static LOAN: Table = Table {
    name: "loan",
    columns: &["loan_id", "account_id", "date", "amount", "duration", "payments", "status"],
};

pub(super) struct Loan {
    pub(super) key: Key,
    pub(super) account: Key,
    pub(super) granted: NaiveDate,
    pub(super) amount: i64,
    pub(super) months: u32,
    pub(super) status: LoanStatus,
}

impl Loan {
    pub(super) fn read(row: &Fields<'_>) -> Result<Self, String> {
        let key = field::key("loan_id", row.get(0))?;
        let account = field::key("account_id", row.get(1))?;
        let granted = field::date("date", row.get(2))?;
        let amount = field::unsigned("amount", row.get(3))?;
        let months = field::key("duration", row.get(4))?;
        field::unsigned("payments", row.get(5))?;
        Ok(Self { key, account, granted, amount, months, status: code::loan_status(row.get(6))? })
    }
}

pub(super) static CARD: Table =
    Table { name: "card", columns: &["card_id", "disp_id", "type", "issued"] };

pub(super) struct Card {
    pub(super) key: Key,
    pub(super) disp: Key,
    pub(super) kind: &'static str,
    pub(super) issued: NaiveDate,
}

impl Card {
    /// The kinds of cards.
    pub(super) const KINDS: [&'static str; 3] = ["junior", "classic", "gold"];

    pub(super) fn read(row: &Fields<'_>) -> Result<Self, String> {
        let key = field::key("card_id", row.get(0))?;
        let disp = field::key("disp_id", row.get(1))?;
        let kind = Self::KINDS.into_iter().find(|kind| *kind == row.get(2));
        let kind = kind.ok_or("type has an unknown code")?;
        Ok(Self { key, disp, kind, issued: field::date("issued", row.get(3))? })
    }
}

pub(super) static TRANS: Table = Table {
    name: "trans",
    columns: &[
        "trans_id",
        "account_id",
        "date",
        "type",
        "operation",
        "amount",
        "balance",
        "k_symbol",
        "bank",
        "account",
    ],
};

/// The two letters of a partner bank.
pub(super) type Bank = [u8; 2];

pub(super) struct Trans {
    pub(super) key: Key,
    pub(super) account: Key,
    pub(super) date: NaiveDate,
    pub(super) direction: Direction,
    pub(super) operation: Operation,
    pub(super) amount: i64,
    pub(super) balance: i64,
    pub(super) purpose: Purpose,
    pub(super) bank: Option<Bank>,
    pub(super) other: Option<u64>,
}

impl Trans {
    pub(super) fn read(row: &Fields<'_>) -> Result<Self, String> {
        Ok(Self {
            key: field::key("trans_id", row.get(0))?,
            account: field::key("account_id", row.get(1))?,
            date: field::date("date", row.get(2))?,
            direction: code::direction(row.get(3))?,
            operation: code::operation(row.get(4))?,
            amount: field::unsigned("amount", row.get(5))?,
            balance: field::amount("balance", row.get(6))?,
            purpose: code::purpose(row.get(7))?,
            bank: bank("bank", row.get(8))?,
            other: other("account", row.get(9))?,
        })
    }
}

fn bank(column: &str, text: &str) -> Result<Option<Bank>, String> {
    match *text.as_bytes() {
        [] => Ok(None),
        [a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Ok(Some([a, b])),
        _ => Err(format!("{column} has an unknown code")),
    }
}

fn other(column: &str, text: &str) -> Result<Option<u64>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| format!("{column} is no number"))
}
