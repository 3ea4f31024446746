//! How far a phone has come: a position in the change log, and what is to be walked through before
//! the log goes on.

use crate::service::{error::ServiceError, op::Op};
use entity::{customer, follow_up, id::CustomerId, interaction, product};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A kind of rows that a phone keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
pub enum Scope {
    /// Customers, with what is computed of them.
    Customers,
    /// Contacts with them.
    Interactions,
    /// What is to be done for them, and of one's own.
    FollowUps,
    /// Products.
    Products,
}

/// Rows of one kind that a phone does not have yet, in the order of their keys.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct Walk {
    pub(super) scope: Scope,
    /// Only those of this customer, of whom access was gained.
    pub(super) customer: Option<Uuid>,
    /// The key after which they begin.
    after: Option<Key>,
}

/// What rows of a walk are sorted by, and the row's id: for interactions the customer's id comes
/// first.
pub(super) type Key = (Uuid, Uuid);

impl Walk {
    pub(super) fn all(scope: Scope) -> Self {
        Self { scope, customer: None, after: None }
    }

    pub(super) fn of(scope: Scope, customer: CustomerId) -> Self {
        Self { scope, customer: Some(customer.0), after: None }
    }

    /// Keys of the next rows, at most so many; fewer come when the walk is over.
    pub(super) async fn next(&self, op: &Op, most: u64) -> Result<Vec<Key>, ServiceError> {
        match self.scope {
            Scope::Customers => self.customers(op, most).await,
            Scope::Interactions => self.interactions(op, most).await,
            Scope::FollowUps => self.follow_ups(op, most).await,
            Scope::Products => self.products(op, most).await,
        }
    }

    /// The walk goes on after this row.
    pub(super) fn pass(&mut self, key: Key) {
        self.after = Some(key);
    }

    async fn customers(&self, op: &Op, most: u64) -> Result<Vec<Key>, ServiceError> {
        let rows = customer::Entity::visible(op.actor()?, op.now())
            .apply_if(self.customer, |rows, id| rows.filter(customer::Column::Id.eq(id)));
        self.by_id(op, rows, customer::Column::Id, most).await
    }

    /// By customer: their interactions lie together in the index, those of a book do not.
    async fn interactions(&self, op: &Op, most: u64) -> Result<Vec<Key>, ServiceError> {
        use interaction::{Column, Entity};
        let rows = Entity::visible(op.actor()?, op.now())
            .apply_if(self.customer, |rows, customer| {
                let family = customer::Entity::shown_under(CustomerId(customer));
                rows.filter(Column::CustomerId.in_subquery(family))
            })
            .apply_if(self.after, |rows, (customer, id)| {
                let same =
                    Condition::all().add(Column::CustomerId.eq(customer)).add(Column::Id.gt(id));
                rows.filter(Condition::any().add(Column::CustomerId.gt(customer)).add(same))
            })
            .select_only()
            .columns([Column::CustomerId, Column::Id])
            .order_by_asc(Column::CustomerId)
            .order_by_asc(Column::Id)
            .limit(most);
        Ok(rows.into_tuple().all(op.reader().await?).await?)
    }

    async fn follow_ups(&self, op: &Op, most: u64) -> Result<Vec<Key>, ServiceError> {
        use follow_up::{Column, Entity};
        let rows = Entity::visible(op.actor()?, op.now()).apply_if(self.customer, |rows, id| {
            let family = customer::Entity::shown_under(CustomerId(id));
            rows.filter(Column::CustomerId.in_subquery(family))
        });
        self.by_id(op, rows, Column::Id, most).await
    }

    async fn products(&self, op: &Op, most: u64) -> Result<Vec<Key>, ServiceError> {
        op.actor()?;
        self.by_id(op, product::Entity::find(), product::Column::Id, most).await
    }

    /// Keys of rows that have no other order than that of their ids.
    async fn by_id<E: EntityTrait>(
        &self,
        op: &Op,
        rows: Select<E>,
        column: E::Column,
        most: u64,
    ) -> Result<Vec<Key>, ServiceError> {
        let rows = rows
            .apply_if(self.after, |rows, (_, id)| rows.filter(column.gt(id)))
            .select_only()
            .column(column)
            .order_by_asc(column)
            .limit(most);
        let ids: Vec<Uuid> = rows.into_tuple().all(op.reader().await?).await?;
        Ok(ids.into_iter().map(|id| (id, id)).collect())
    }
}

/// How far a phone has come.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct Place {
    /// The last position of the log that it knows.
    pub(super) position: i64,
    /// What comes before the log goes on.
    pub(super) walks: Vec<Walk>,
}

impl Place {
    /// Of a phone that has nothing: everything first, then the log from where it stands now.
    pub(super) fn start(head: i64, scopes: &[Scope]) -> Self {
        Self { position: head, walks: scopes.iter().copied().map(Walk::all).collect() }
    }
}
