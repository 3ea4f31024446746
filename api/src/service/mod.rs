//! What the API does, one file per noun. A read takes `&Op` first, then what to read, then the
//! `…Want` that says how deep; it answers with `…Tree`s: rows, and the rows below them that were
//! wanted. A function here fetches each noun once, whatever the number of rows.
//!
//! To add a noun below a customer: its file like `holding.rs`, a member in `CustomerWant` and in
//! `CustomerTree`, one line in `customer::tree::grow`: asked for with `family.ids` and taken by
//! `family.taken`, so that what belongs to merged customers is read under their survivor.
//!
//! To add a mutation: a file like `customer/update.rs`, in its order: may the actor at all; begin,
//! which finds a repeat; lock through the scoped finder; judge; change; tell; commit. What a person
//! can put right is a `Refusal`, returned before the commit, so that it leaves nothing.

pub mod access;
pub mod agenda;
pub mod assignment;
pub mod audit;
pub mod bank;
mod below;
pub mod change;
pub mod completeness;
pub mod contact_compliance;
pub mod currency;
pub mod customer;
pub mod data_issue;
pub mod error;
pub mod follow_up;
pub mod holding;
pub mod identifier;
pub mod instance;
pub mod interaction;
pub mod job;
pub mod key_person;
mod line;
pub mod list;
pub mod locale;
pub mod machine_key;
pub mod merge;
pub mod merged;
pub mod movement;
pub mod op;
pub mod org_unit;
pub mod page;
mod policy;
pub mod preference;
pub mod product;
mod rank;
pub mod refusal;
pub mod relation;
pub mod retention;
pub mod reveal;
pub mod search;
pub mod session;
pub mod staff;
pub mod standing;
pub mod sync;
pub mod timeline;
pub mod write;
mod writer;
