//! One file per table: its row, its enums, its relations, and the finders that every read starts
//! from.
//!
//! To add a table: a file like `holding.rs`, a line below, an id in `id.rs`, a step in `migration`.
//! A root noun gets `visible`; a table below a customer is reached through its customer and needs
//! none.
//!
//! Ids are typed, conditions are not: `Column::Id.eq(…)` takes any value. So conditions on ids are
//! written here, in finders whose arguments are typed, or on an id that has just been parsed.

pub mod access_record;
pub mod actor;
pub mod assignment;
pub mod audit_entry;
pub mod audit_head;
pub mod audit_pending;
pub mod audit_seal;
pub mod balance_day;
pub mod bank;
pub mod change_log;
pub mod company_profile;
pub mod customer;
pub mod customer_number;
pub mod customer_standing;
pub mod data_issue;
pub mod device;
pub mod field_observation;
pub mod follow_up;
pub mod fx_rate;
pub mod holding;
pub mod holding_holder;
pub mod id;
pub mod idempotency;
pub mod import_run;
pub mod interaction;
pub mod interaction_memo;
pub mod interaction_participant;
pub mod job;
pub mod key_person;
pub mod machine_key;
pub mod movement;
pub mod need_type;
pub mod org_unit;
pub mod outbox;
pub mod person_profile;
pub mod policy;
pub mod preference;
pub mod product;
pub mod relation;
pub mod reveal_quota;
pub mod search_entry;
pub mod session;
pub mod staff;
pub mod staff_role;
pub mod unit_closure;
