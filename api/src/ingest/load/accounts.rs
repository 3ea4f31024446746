//! Holdings with their holders, movements, balances.

use super::{
    making::Making,
    run::{Counts, LoadError},
};
use crate::{
    backend::Bulk,
    ingest::stage::{Batch, Holding, Movement},
    service::identifier::Identifier,
};
use entity::{
    balance_day,
    holding::{self, HoldingStatus},
    holding_holder::{self, HolderRole},
    id::{CustomerId, HoldingId, MovementId, ProductId},
    movement,
};
use sea_orm::{
    IntoActiveModel,
    sea_query::{Expr, OnConflict},
};
use std::collections::HashSet;
use uuid::Uuid;

impl Making<'_> {
    /// Writes holdings; of one that is there, its end may be news.
    pub(super) async fn holdings(
        &self,
        batch: &Batch,
        counts: &mut Counts,
    ) -> Result<(), LoadError> {
        let rows = batch.holdings.iter().map(|holding| self.holding(holding));
        let rows = rows.collect::<Result<Vec<_>, LoadError>>()?;
        let written = self.transaction.upsert(rows, ended()).await?;
        counts.note("holdings", batch.holdings.len(), written);
        let holders = batch.holdings.iter().flat_map(|holding| {
            let holder = |holder: &crate::ingest::stage::Holder| holding_holder::Model {
                customer_id: CustomerId(holder.customer),
                holding_id: HoldingId(holding.id),
                role: holder.role,
            };
            holding.holders.iter().map(move |of| holder(of).into_active_model())
        });
        Ok(self.insert(counts, "holders", holders.collect()).await?)
    }

    /// Writes the movements that are not there; answers with whose they are.
    pub(super) async fn movements(
        &self,
        batch: &Batch,
        counts: &mut Counts,
    ) -> Result<HashSet<Uuid>, LoadError> {
        // Into an empty bank nobody is told of single rows, and the keys sort out what is there.
        let asked = !self.run.is_first;
        let ids = batch.movements.iter().filter(|_| asked).map(|row| row.id).collect();
        let known = self.known::<movement::Entity>(movement::Column::Id, ids).await?;
        let new = || batch.movements.iter().filter(|row| !known.contains(&row.id));
        counts.note("movements", known.len(), 0);
        let rows = new().map(|movement| self.movement(movement)).collect();
        self.insert(counts, "movements", rows).await?;
        Ok(new().map(|movement| movement.customer).collect())
    }

    /// Writes balances; one that a longer source has corrected is changed.
    pub(super) async fn balances(
        &self,
        batch: &Batch,
        counts: &mut Counts,
    ) -> Result<(), LoadError> {
        let row = |balance: &crate::ingest::stage::Balance| balance_day::Model {
            customer_id: CustomerId(balance.customer),
            holding_id: HoldingId(balance.holding),
            booked_on: balance.on,
            amount_minor: balance.amount_minor,
        };
        let rows = batch.balances.iter().map(|balance| row(balance).into_active_model()).collect();
        let written = self.transaction.upsert(rows, corrected()).await?;
        counts.note("balances", batch.balances.len(), written);
        Ok(())
    }

    fn holding(&self, holding: &Holding) -> Result<holding::ActiveModel, LoadError> {
        let account = Identifier::Account.seal(self.keyring, &holding.account_number)?;
        let owner = holding.holders.iter().find(|holder| holder.role == HolderRole::Owner);
        let closed = holding.closed_on.is_some();
        let row = holding::Model {
            id: HoldingId(holding.id),
            customer_id: CustomerId(owner.map(|owner| owner.customer).unwrap_or_default()),
            product_id: ProductId(holding.product),
            account_cipher: account.cipher,
            account_hash: account.hash,
            account_mask: account.mask,
            currency: holding.currency.clone(),
            opened_on: holding.opened_on,
            matures_on: holding.matures_on,
            closed_on: holding.closed_on,
            close_reason: holding.close_reason.clone(),
            rate_millionths: holding.rate_millionths,
            status: if closed { HoldingStatus::Closed } else { HoldingStatus::Active },
            source: self.run.source.to_owned(),
            external_id: holding.external_id.clone(),
        };
        Ok(row.into_active_model())
    }

    fn movement(&self, movement: &Movement) -> movement::ActiveModel {
        let other = movement.counterparty_account.as_deref();
        movement::Model {
            id: MovementId(movement.id),
            customer_id: CustomerId(movement.customer),
            holding_id: HoldingId(movement.holding),
            source: self.run.source.to_owned(),
            external_id: movement.external_id.clone(),
            booked_on: movement.booked_on,
            booked_at: movement.booked_at,
            direction: movement.direction,
            amount_minor: movement.amount_minor,
            currency: movement.currency.clone(),
            kind: movement.kind,
            initiator: movement.initiator,
            counterparty_name: movement.counterparty_name.clone(),
            counterparty_bank: movement.counterparty_bank.clone(),
            counterparty_mask: other.map(|account| Identifier::Account.mask(account)),
        }
        .into_active_model()
    }
}

fn ended() -> OnConflict {
    OnConflict::column(holding::Column::Id)
        .update_columns([
            holding::Column::MaturesOn,
            holding::Column::ClosedOn,
            holding::Column::CloseReason,
            holding::Column::Status,
        ])
        .action_and_where(Expr::cust(
            "holding.closed_on IS DISTINCT FROM excluded.closed_on \
             OR holding.matures_on IS DISTINCT FROM excluded.matures_on",
        ))
        .to_owned()
}

fn corrected() -> OnConflict {
    let key = [
        balance_day::Column::CustomerId,
        balance_day::Column::HoldingId,
        balance_day::Column::BookedOn,
    ];
    OnConflict::columns(key)
        .update_column(balance_day::Column::AmountMinor)
        .action_and_where(Expr::cust("balance_day.amount_minor <> excluded.amount_minor"))
        .to_owned()
}
