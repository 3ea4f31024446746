//! What has changed and stands in no order yet: rows written in the transaction of the change,
//! which the sequencer moves to `change_log` once they are visible.

use crate::id::{CustomerId, OrgUnitId, StaffId};
use sea_orm::entity::prelude::*;

/// A row of `outbox`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    /// Drawn under the lock of the changed row, so it orders the changes of one row. It orders
    /// nothing else: of two transactions the one that drew first may commit last.
    #[sea_orm(primary_key)]
    pub seq: i64,
    /// What kind of row has changed.
    pub noun: Noun,
    /// Which one.
    pub row_id: Uuid,
    /// What has happened to it.
    pub operation: Operation,
    /// The customer that it belongs to, if any.
    pub customer_id: Option<CustomerId>,
    /// That customer's home unit, so that scope can be judged without reading it.
    pub home_unit_id: Option<OrgUnitId>,
    /// The member of staff whom it concerns, if any: whose access it gives or takes, who wrote a
    /// memo, or who is to do a follow-up or made it.
    pub staff_id: Option<StaffId>,
    /// The row's revision after the change.
    pub revision: i64,
    /// JSON with an integer `v`, additive only; never amounts or personal data.
    #[sea_orm(column_type = "Text")]
    pub payload: String,
}

impl ActiveModelBehavior for ActiveModel {}

/// A kind of row that the change log tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Noun {
    /// An assignment.
    Assignment,
    /// The whole bank: clients read everything anew.
    Bank,
    /// A customer.
    Customer,
    /// What is computed of a customer.
    CustomerStanding,
    /// Something that is wrong with the data of customers, told once for each customer concerned.
    DataIssue,
    /// A follow-up.
    FollowUp,
    /// An interaction, its memo aside.
    Interaction,
    /// The memo of an interaction; the row's id is the interaction's.
    InteractionMemo,
    /// A key person of a customer.
    KeyPerson,
    /// Movements of one customer, a batch at a time.
    Movement,
    /// A preference of a customer.
    Preference,
    /// A product.
    Product,
    /// A relation between customers, told once for each of the two.
    Relation,
    /// A session.
    Session,
    /// A member of staff.
    Staff,
}

/// What can happen to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Operation {
    /// It is new.
    Create,
    /// Some of its fields have other values.
    Update,
    /// It is gone.
    Delete,
    /// So much has changed that everything is to be read anew.
    Reset,
}
