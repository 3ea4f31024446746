//! What is computed of customers: from their accounts and files assets, deposits, loans, tier and
//! completeness, from the contacts with them by when the next ones are due.
//!
//! The job runs after an import and after a new bank date, over all customers in the order of
//! their ids, some hundreds in a transaction: sums come from the database, one row for each
//! customer, category and currency; rates and the rule of the tier are applied here. It depends on
//! nothing that it has written before, so it may be killed and run again.

mod assets;
mod cadence;
mod contact;
mod lines;
mod months;
mod overdue;
mod rates;
pub mod tier;

pub(super) use contact::refresh;
pub use lines::shipped;
pub use overdue::DueContact;
pub(super) use overdue::ratio;

use super::{bank::Bank, change::Change, completeness, error::ServiceError, op::Op, write::Writer};
use crate::backend::Bulk;
use assets::{Assets, Customers};
use cadence::{Cadence, Reached};
use chrono::NaiveDate;
use entity::{
    customer_standing::{self, Column, Entity, Model},
    id::CustomerId,
    outbox,
};
use months::Months;
use rates::Rates;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, sea_query::OnConflict,
};
use std::collections::HashMap;
use tier::Lines;
use uuid::Uuid;

/// Customers of one transaction.
const PAGE: u64 = 500;

/// What a run has come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Computed {
    /// Customers looked at.
    pub customers: u64,
    /// Of them, those of whom a figure has changed.
    pub changed: u64,
    /// Of them, those of whom a balance was left out, because its currency had no rate of the last
    /// seven days.
    pub rate_missing: u64,
}

/// Whether clients are told of each change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tell {
    /// Each customer whose figures change.
    Changes,
    /// None: a reset follows.
    Nothing,
}

/// Computes the standing of all customers as of the bank date.
///
/// # Errors
/// The database does not answer, holds no bank, or holds lines of the tiers that cannot be read.
/// What was computed before that stays.
pub async fn compute(writer: &Writer, tell: Tell) -> Result<Computed, ServiceError> {
    let bank = Bank::load(writer.pool()).await?;
    let job = Job::of(writer.pool(), &bank, tell).await?;
    let (mut computed, mut after) = (Computed::default(), CustomerId(Uuid::nil()));
    loop {
        let transaction = writer.begin().await?;
        let rows = Entity::find().filter(Column::CustomerId.gt(after));
        // Locked, so that a write that keeps a figure waits and is not written over.
        let rows = rows.order_by_asc(Column::CustomerId).limit(PAGE).lock_exclusive();
        let rows = rows.all(&transaction).await?;
        let Some(last) = rows.last() else { return Ok(computed) };
        let pages = (after, last.customer_id);
        after = last.customer_id;
        job.page(&transaction, rows, pages, &mut computed).await?;
        transaction.commit().await?;
        writer.ring();
    }
}

struct Job {
    lines: Lines,
    cadence: Cadence,
    rates: Rates,
    bank: Bank,
    tell: Tell,
}

/// Computes the standing of some customers anew, in the transaction of what has changed them.
pub(super) async fn recompute(
    bank: &Bank,
    transaction: &DatabaseTransaction,
    ids: &[CustomerId],
) -> Result<(), ServiceError> {
    let job = Job::of(transaction, bank, Tell::Changes).await?;
    for &id in ids {
        let rows = Entity::find_by_id(id).lock_exclusive().all(transaction).await?;
        job.page(transaction, rows, completeness::only(id), &mut Computed::default()).await?;
    }
    Ok(())
}

impl Job {
    async fn of(
        connection: &impl ConnectionTrait,
        bank: &Bank,
        tell: Tell,
    ) -> Result<Self, ServiceError> {
        Ok(Self {
            lines: lines::load(connection, bank.bank_date).await?,
            cadence: Cadence::load(connection, bank.bank_date).await?,
            rates: Rates::load(connection, bank).await?,
            bank: bank.clone(),
            tell,
        })
    }

    async fn page(
        &self,
        transaction: &DatabaseTransaction,
        rows: Vec<Model>,
        ids: (CustomerId, CustomerId),
        computed: &mut Computed,
    ) -> Result<(), ServiceError> {
        let as_of = self.bank.bank_date;
        let customers = Customers::Between(ids.0, ids.1);
        let assets = Assets::load(transaction, customers, as_of, &self.bank.base_currency).await?;
        let months = Months::load(transaction, ids, as_of, &self.rates).await?;
        let files = completeness::load(transaction, ids, (as_of, self.bank.time_zone)).await?;
        let reached = Reached::load(transaction, ids).await?;
        let (mut changed, mut tell) = (Vec::new(), Vec::<outbox::ActiveModel>::new());
        for before in rows {
            let reached = reached.get(&before.customer_id).copied().unwrap_or(Reached::NEVER);
            let row = self.stand(&before, &assets, &months);
            let mut row = self.cadence.stand(&self.bank, reached, row);
            row.completeness = files.get(&before.customer_id).copied().unwrap_or_default();
            computed.customers += 1;
            computed.rate_missing += u64::from(row.is_rate_missing);
            if figures(&row) != figures(&before) {
                computed.changed += 1;
                row.revision += 1;
                tell.push(Change::of_standing(&row).into());
            }
            if row != before {
                changed.push(row.into_active_model());
            }
        }
        transaction.upsert(changed, figures_of_the_new()).await?;
        if self.tell == Tell::Changes {
            transaction.insert_new(tell).await?;
        }
        Ok(())
    }

    fn stand(&self, before: &Model, assets: &Assets, months: &Months) -> Model {
        let sums = assets.of(before.customer_id);
        let tier = months.tier(before.customer_id, self.lines);
        Model {
            aum_minor: sums.aum,
            deposits_minor: sums.deposits,
            loans_minor: sums.loans,
            currency: self.bank.base_currency.clone(),
            is_rate_missing: sums.rate_missing,
            tier: tier.tier,
            tier_state: tier.state,
            tier_months_below: tier.months_below,
            as_of: self.bank.bank_date,
            ..before.clone()
        }
    }
}

/// What clients show, sort and alert by.
fn figures(row: &Model) -> impl PartialEq {
    let amounts = (row.aum_minor, row.deposits_minor, row.loans_minor);
    let contacts = (row.last_contact_at, row.visit_due_on, row.touch_due_on);
    let tier = (row.tier, row.tier_state);
    (amounts, row.is_rate_missing, tier, row.completeness, row.currency.clone(), contacts)
}

/// The row is there, made with its customer; what others keep of it stays as it is.
fn figures_of_the_new() -> OnConflict {
    OnConflict::column(Column::CustomerId)
        .update_columns([
            Column::AumMinor,
            Column::DepositsMinor,
            Column::LoansMinor,
            Column::Currency,
            Column::IsRateMissing,
            Column::Tier,
            Column::TierState,
            Column::TierMonthsBelow,
            Column::LastContactAt,
            Column::LastVisitAt,
            Column::VisitDueOn,
            Column::TouchDueOn,
            Column::Completeness,
            Column::AsOf,
            Column::Revision,
        ])
        .to_owned()
}

/// Assets under management of these customers, whose scope was checked, at the close of a day, in
/// minor units of the base currency. A customer is missing of whom no balance is known by then, and
/// one of whom a balance would have to be left out, because its currency had no rate of the seven
/// days before.
pub(super) async fn aum_on(
    op: &Op,
    customers: &[CustomerId],
    on: NaiveDate,
) -> Result<HashMap<CustomerId, i64>, ServiceError> {
    op.accessed(customers.iter().copied(), "aum");
    let base = &op.bank().base_currency;
    let assets = Assets::load(op.reader().await?, Customers::Of(customers), on, base).await?;
    let sums = customers.iter().map(|&id| (id, assets.of(id)));
    let whole = sums.filter(|(_, sums)| sums.known && !sums.rate_missing);
    Ok(whole.map(|(id, sums)| (id, sums.aum)).collect())
}

/// The row of a customer of whom nothing has been computed yet; contacts are counted from `as_of`.
#[must_use]
pub fn of_new_customer(
    customer_id: CustomerId,
    home_unit_id: entity::id::OrgUnitId,
    currency: &str,
    as_of: NaiveDate,
) -> customer_standing::ActiveModel {
    use sea_orm::ActiveValue::Set;
    let (visit_due_on, touch_due_on) = Cadence::first_due(as_of);
    customer_standing::ActiveModel {
        customer_id: Set(customer_id),
        home_unit_id: Set(home_unit_id),
        aum_minor: Set(0),
        deposits_minor: Set(0),
        loans_minor: Set(0),
        currency: Set(currency.to_owned()),
        is_rate_missing: Set(false),
        tier: Set(customer_standing::Tier::T0),
        tier_state: Set(customer_standing::TierState::Normal),
        tier_months_below: Set(0),
        last_contact_at: Set(chrono::DateTime::UNIX_EPOCH),
        last_visit_at: Set(chrono::DateTime::UNIX_EPOCH),
        cadence_from: Set(as_of),
        visit_due_on: Set(visit_due_on),
        touch_due_on: Set(touch_due_on),
        completeness: Set(0),
        as_of: Set(as_of),
        revision: Set(1),
    }
}
