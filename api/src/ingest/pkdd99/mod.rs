//! The Czech bank of the PKDD'99 challenge: eight files, read as they are.
//!
//! `line` opens a file and cuts it into fields, `field` reads a field, `row` a row, `code` knows
//! what the codes mean. `book` holds what the small files say, which is what grows with the number
//! of accounts; `organisation`, `customers` and `products` turn it into records. `movements` reads
//! the one large file day by day, and `chain` finds the order of a day's rows. `name` invents what
//! the source does not have, and `source` holds what is the same in every row.

mod book;
mod chain;
mod code;
mod customers;
mod field;
mod holdings;
mod import;
mod line;
mod movements;
mod name;
mod organisation;
mod row;
mod source;

pub use import::Import;
pub use source::NAMER;
