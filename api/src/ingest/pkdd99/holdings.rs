//! Accounts, loans, cards and standing orders become holdings, each of a product of its own kind.

use super::{
    book::{Account, Book},
    code::{Frequency, LoanStatus, Purpose},
    customers,
    line::{Lines, Stay, Taken},
    row::{self, Card, Key, Loan, Order},
    source::{CURRENCY, FIRST_DAY, NAMER},
};
use crate::ingest::{
    error::ImportError,
    report::Report,
    sink::Sink,
    stage::{Balance, Category, Holder, HolderRole, Holding, Product},
};
use chrono::{Months, NaiveDate};
use std::path::Path;
use uuid::Uuid;

/// What is still owed on a loan, as payments on its account bring it down.
pub(super) struct Debt {
    pub(super) account: Key,
    pub(super) holding: Uuid,
    pub(super) owed: i64,
    /// The day of the last balance sent.
    pub(super) on: NaiveDate,
}

/// Sends the products.
///
/// # Errors
/// The loader has stopped.
pub(super) fn send_products(sink: &mut Sink) -> Result<(), ImportError> {
    let of = |code: String, name: String, category| Product {
        id: NAMER.id("product", &code, FIRST_DAY),
        code,
        name,
        category,
        sticky: false,
    };
    let accounts = Frequency::ALL.map(|frequency| {
        let name = format!("Current account, statement {}", frequency.words());
        of(account_product(frequency), name, Category::Deposit)
    });
    let orders = Purpose::ORDERS.map(|purpose| {
        let name = format!("Standing order, {}", purpose.word().to_lowercase());
        of(order_product(purpose), name, Category::Settlement)
    });
    let cards = Card::KINDS
        .map(|kind| of(card_product(kind), format!("Payment card, {kind}"), Category::Card));
    sink.put(|batch| {
        batch.products.extend(accounts);
        batch.products.push(of(LOAN.into(), "Loan".into(), Category::Loan));
        batch.products.extend(orders);
        batch.products.extend(cards);
        batch.products.len()
    })
}

const LOAN: &str = "LOAN";

fn account_product(frequency: Frequency) -> String {
    format!("ACCOUNT-{}", frequency.words().to_uppercase().replace(' ', "-"))
}

fn order_product(purpose: Purpose) -> String {
    format!("ORDER-{}", purpose.word())
}

fn card_product(kind: &str) -> String {
    format!("CARD-{}", kind.to_uppercase())
}

/// Sends the accounts that are open, with everybody who is named on them.
///
/// # Errors
/// The loader has stopped.
pub(super) fn send_accounts(book: &mut Book, sink: &mut Sink) -> Result<(), ImportError> {
    book.parts.sort_unstable_by_key(|part| (part.account, part.key));
    for named in book.parts.chunk_by(|one, next| one.account == next.account) {
        let Some(account) = named.first().and_then(|part| book.account(part.account)) else {
            continue;
        };
        if account.opened > book.bank_date {
            continue;
        }
        let holder = |part: &super::book::Part| Holder {
            customer: customers::id(part.client),
            role: part.role,
        };
        let product = account_product(account.frequency);
        let mut holding = holding("account", account.key, &product, account.opened);
        holding.holders = named.iter().map(holder).collect();
        sink.put(|batch| {
            batch.holdings.push(holding);
            1
        })?;
    }
    Ok(())
}

/// Sends the cards that are issued.
///
/// # Errors
/// The file cannot be read, the loader has stopped, or the report says stop.
pub(super) fn send_cards(
    folder: &Path,
    book: &Book,
    report: &mut Report,
    sink: &mut Sink,
) -> Result<(), ImportError> {
    Lines::open(folder, &row::CARD)?.each(report, |_, fields, _| {
        let placed = Card::read(fields).and_then(|card| {
            let part = book.part(card.disp).ok_or("disp_id names no disposition")?;
            let open = book.open(part.account)?.is_some() && card.issued <= book.bank_date;
            let mut holding = holding("card", card.key, &card_product(card.kind), card.issued);
            holding.holders = owned_by(part.client);
            Ok(open.then_some(holding))
        });
        put(placed, sink)
    })
}

/// Sends the standing orders of open accounts. The source dates none: each counts from the day
/// on which its account opened.
///
/// # Errors
/// The file cannot be read, the loader has stopped, or the report says stop.
pub(super) fn send_orders(
    folder: &Path,
    book: &Book,
    report: &mut Report,
    sink: &mut Sink,
) -> Result<(), ImportError> {
    Lines::open(folder, &row::ORDER)?.each(report, |_, fields, _| {
        let placed = Order::read(fields).and_then(|order| {
            let Some(account) = book.open(order.account)? else { return Ok(None) };
            let product = order_product(order.purpose);
            let mut holding = holding("order", order.key, &product, account.opened);
            holding.holders = owner(account);
            Ok(Some(holding))
        });
        put(placed, sink)
    })
}

/// Sends the loans that are granted, and says what is owed on them.
///
/// # Errors
/// The file cannot be read, the loader has stopped, or the report says stop.
pub(super) fn send_loans(
    folder: &Path,
    book: &Book,
    report: &mut Report,
    sink: &mut Sink,
) -> Result<Vec<Debt>, ImportError> {
    let mut debts = Vec::new();
    Lines::open(folder, &row::LOAN)?.each(report, |_, fields, _| {
        let placed = Loan::read(fields).and_then(|loan| {
            let open = book.open(loan.account)?.filter(|_| loan.granted <= book.bank_date);
            let Some(account) = open else { return Ok(None) };
            let holding = lent(&loan, account, book.bank_date);
            let customer = account.owner.map(customers::id).unwrap_or_default();
            let debt = Debt {
                account: account.key,
                holding: holding.id,
                owed: loan.amount,
                on: loan.granted,
            };
            let balance =
                Balance { holding: debt.holding, customer, on: debt.on, amount_minor: debt.owed };
            debts.push(debt);
            Ok(Some((holding, balance)))
        });
        let Some((holding, balance)) = (match placed {
            Ok(placed) => placed,
            Err(reason) => return Ok(Err(reason)),
        }) else {
            return Ok(Ok(Stay::LeftOut));
        };
        sink.put(|batch| {
            batch.holdings.push(holding);
            batch.balances.push(balance);
            2
        })?;
        Ok(Ok(Stay::Taken))
    })?;
    debts.sort_by_key(|debt| (debt.account, debt.on));
    Ok(debts)
}

/// The status is that of the file's last day: it says how a loan ended only when it has.
fn lent(loan: &Loan, account: &Account, bank_date: NaiveDate) -> Holding {
    let mut holding = holding("loan", loan.key, LOAN, loan.granted);
    holding.holders = owner(account);
    holding.matures_on = loan.granted.checked_add_months(Months::new(loan.months));
    let over = holding.matures_on.filter(|day| *day <= bank_date);
    if let (LoanStatus::Paid, Some(day)) = (loan.status, over) {
        holding.closed_on = Some(day);
        holding.close_reason = Some("PAID".into());
    }
    holding
}

/// The id of an account's holding.
pub(super) fn account_id(account: Key) -> Uuid {
    id("account", account)
}

fn id(kind: &str, key: Key) -> Uuid {
    NAMER.id("holding", &format!("{kind} {key}"), FIRST_DAY)
}

fn holding(kind: &str, key: Key, product: &str, opened_on: NaiveDate) -> Holding {
    Holding {
        id: id(kind, key),
        external_id: format!("{kind} {key}"),
        product: NAMER.id("product", product, FIRST_DAY),
        account_number: key.to_string(),
        currency: CURRENCY.into(),
        opened_on,
        matures_on: None,
        closed_on: None,
        close_reason: None,
        rate_millionths: None,
        holders: Vec::new(),
    }
}

fn owner(account: &Account) -> Vec<Holder> {
    account.owner.map(owned_by).unwrap_or_default()
}

fn owned_by(client: Key) -> Vec<Holder> {
    vec![Holder { customer: customers::id(client), role: HolderRole::Owner }]
}

fn put(placed: Result<Option<Holding>, String>, sink: &mut Sink) -> Result<Taken, ImportError> {
    let holding = match placed {
        Ok(Some(holding)) => holding,
        Ok(None) => return Ok(Ok(Stay::LeftOut)),
        Err(reason) => return Ok(Err(reason)),
    };
    sink.put(|batch| {
        batch.holdings.push(holding);
        1
    })?;
    Ok(Ok(Stay::Taken))
}
