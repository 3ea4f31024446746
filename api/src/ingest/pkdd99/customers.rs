//! Clients become customers of the branch of their first account, where a relationship manager
//! leads them from the day on which it opened.

use super::{
    book::{Account, Book, Client},
    name, organisation,
    row::Key,
    source::{FIRST_DAY, NAMER, ZONE},
};
use crate::ingest::{
    error::ImportError,
    sink::Sink,
    stage::{Assignment, AssignmentRole, Customer, Number, Person, Profile},
};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use uuid::Uuid;

/// Customers of one relationship manager. A branch fills one after the other in the order of
/// opening, so that a longer file gives nobody's customers to somebody else.
const BOOK: usize = 300;

/// Sends customers, their relationship managers, and who covers whom since when.
///
/// # Errors
/// The loader has stopped.
pub(super) fn send(book: &Book, sink: &mut Sink) -> Result<(), ImportError> {
    let mut order: Vec<(Key, NaiveDate, Key)> =
        book.clients.iter().filter_map(|client| place(book, client)).collect();
    order.sort_unstable();
    let (mut branch, mut number) = (None, 0);
    for (district, opened, key) in order {
        number = if branch.replace(district) == Some(district) { number + 1 } else { 0 };
        let Some(client) = book.client(key) else { continue };
        let rm = number / BOOK + 1;
        sink.put(|batch| {
            if number % BOOK == 0 {
                batch.staff.push(organisation::rm(district, rm));
            }
            batch.customers.push(customer(client, district, rm, opened));
            batch.assignments.push(assignment(client, district, rm, opened));
            2
        })?;
    }
    Ok(())
}

/// The id of a client's customer.
pub(super) fn id(client: Key) -> Uuid {
    NAMER.id("customer", &client.to_string(), FIRST_DAY)
}

/// Branch, first day and key of a client; `None` where the first account opens later.
fn place(book: &Book, client: &Client) -> Option<(Key, NaiveDate, Key)> {
    let open = |account: &&Account| account.opened <= book.bank_date;
    let account = client.first.and_then(|first| book.account(first)).filter(open)?;
    Some((account.district, account.opened, client.key))
}

fn customer(client: &Client, district: Key, rm: usize, since: NaiveDate) -> Customer {
    let person =
        Person { gender: Some(client.gender), birth_date: Some(client.born), ..Person::default() };
    Customer {
        id: id(client.key),
        name: name::person("client", client.key, client.gender),
        generated: true,
        home_unit: organisation::unit(district),
        lead: Some(organisation::rm_id(district, rm)),
        since,
        region: Some(format!("D{:03}", client.district)),
        profile: Profile::Person(person),
        numbers: vec![Number { system: NAMER.source().to_owned(), number: client.key.to_string() }],
    }
}

fn assignment(client: &Client, district: Key, rm: usize, since: NaiveDate) -> Assignment {
    Assignment {
        id: NAMER.id("assignment", &client.key.to_string(), FIRST_DAY),
        customer: id(client.key),
        staff: organisation::rm_id(district, rm),
        role: AssignmentRole::Lead,
        from: midnight(since),
        to: None,
        reason: "ACCOUNT_OPENED".into(),
        generated: true,
    }
}

/// The first instant of a day of the bank. Its clock was never put forward at midnight.
fn midnight(day: NaiveDate) -> DateTime<Utc> {
    let start = day.and_time(NaiveTime::MIN);
    let local = ZONE.from_local_datetime(&start).earliest();
    local.map_or_else(|| start.and_utc(), |local| local.to_utc())
}
