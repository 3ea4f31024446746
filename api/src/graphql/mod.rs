//! The schema. A root compiles its selection into a `Want`, calls `service` once and wraps the
//! tree that comes back; everything below a root is a synchronous view over that tree.
//!
//! To add a noun: `noun/object.rs`, the view; `noun/want.rs`, what of it a selection asks for;
//! `noun/value.rs`, its enums with their labels; if it is a root `noun/query.rs` and a line in
//! `schema.rs`; if it has an id, a line in `node.rs`.
//!
//! To add a mutation: `noun/mutation.rs` with one input and one payload, and a line in `schema.rs`.
//! A root there does what a root does: arguments, want, one call of `service`, wrap.
//!
//! To add a field that takes a statement: a line in `weight.rs`.

// `#[Object]` demands `async fn`; below a root none of them awaits anything, which is the point.
#![expect(clippy::unused_async, reason = "demanded by #[Object]")]

pub mod agenda;
pub mod api_info;
pub mod assignment;
pub mod contact_compliance;
pub mod context;
pub mod cost;
pub mod customer;
pub mod data_issue;
pub mod directive;
pub mod error;
pub mod follow_up;
pub mod holding;
pub mod id;
pub mod interaction;
pub mod key_person;
pub mod label;
pub mod movement;
pub mod node;
pub mod org_unit;
pub mod page;
pub mod payload;
pub mod place;
pub mod preference;
pub mod product;
pub mod relation;
pub mod scalar;
pub mod schema;
pub mod search;
pub mod session;
pub mod staff;
pub mod sync;
pub mod timeline;
pub mod user_error;
pub mod versioned;
pub mod viewer;
pub mod want;
pub mod weight;
