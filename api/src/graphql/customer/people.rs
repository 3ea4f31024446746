//! The people of a customer, and what is remembered of them: fields of the customer, in a file of
//! their own.

use super::{
    care::{self, CareOccasion},
    object::wanted,
};
use crate::{
    graphql::{
        data_issue::object::DataIssue,
        key_person::{self, object::KeyPerson},
        page::{self, Connection},
        preference::{self, object::Preference},
        relation::{self, group::CustomerGroup, object::Relation},
    },
    service::{customer::CustomerTree, error::ServiceError, op::Op},
};
use async_graphql::Object;
use std::sync::Arc;

/// The customer, and the operation that looks at it.
#[derive(Clone, Copy, Debug)]
pub struct CustomerPeople<'row, 'op> {
    /// The rows.
    pub tree: &'row CustomerTree,
    /// Who looks at them.
    pub op: &'op Op,
}

/// Part of a customer.
#[Object]
impl<'op> CustomerPeople<'_, 'op> {
    /// Who counts at the customer, the most influential first.
    async fn key_persons(
        &self,
        #[graphql(desc = "Rows of the page, 1 to 100.")] first: i32,
        #[graphql(desc = "Cursor of the last row already read.")] after: Option<String>,
    ) -> Result<Connection<'op, KeyPerson<'op>>, ServiceError> {
        let (op, ask) = (self.op, key_person::list::ask(self.op, after)?);
        let listed = wanted(self.tree.people.key_persons.get(&ask))?;
        let (first, view) = (page::first(Some(first))?, |row| KeyPerson { row, op });
        let list = key_person::list::LIST.to_owned();
        Ok(Connection::cut(op, list, listed, first, ask.after.is_some(), view))
    }

    /// What the customer likes, the one last seen first.
    async fn preferences(
        &self,
        #[graphql(desc = "Rows of the page, 1 to 100.")] first: i32,
        #[graphql(desc = "Cursor of the last row already read.")] after: Option<String>,
    ) -> Result<Connection<'op, Preference>, ServiceError> {
        let (op, ask) = (self.op, preference::list::ask(self.op, after)?);
        let listed = wanted(self.tree.people.preferences.get(&ask))?;
        let (first, view) = (page::first(Some(first))?, |tree| Preference { tree });
        let list = preference::list::LIST.to_owned();
        Ok(Connection::cut(op, list, listed, first, ask.after.is_some(), view))
    }

    /// What the customer is to others, and others to it; the oldest first.
    async fn relations(
        &self,
        #[graphql(desc = "Rows of the page, 1 to 100.")] first: i32,
        #[graphql(desc = "Cursor of the last row already read.")] after: Option<String>,
    ) -> Result<Connection<'op, Relation<'op>>, ServiceError> {
        let (op, ask) = (self.op, relation::list::ask(self.op, after)?);
        let listed = wanted(self.tree.relations.get(&ask))?;
        let (first, view) = (page::first(Some(first))?, |tree| Relation { tree, op });
        let list = relation::list::LIST.to_owned();
        Ok(Connection::cut(op, list, listed, first, ask.after.is_some(), view))
    }

    /// The group that the customer belongs to; null where it belongs to none.
    async fn group(&self) -> Option<CustomerGroup<'_>> {
        let group = self.tree.people.group.as_deref()?;
        Some(CustomerGroup { group, op: self.op })
    }

    /// Occasions to care for the customer in the coming days, the nearest first: a birthday, an
    /// anniversary, a long absence, and at most 10 maturities; at most 13 in all.
    async fn care_occasions(
        &self,
        #[graphql(desc = "How many days after the bank date, 1 to 366.")] within: i32,
    ) -> Result<Vec<CareOccasion>, ServiceError> {
        let found = self.tree.people.cares.get(&care::within(within)?);
        Ok(wanted(found)?.iter().map(|&care| CareOccasion { care }).collect())
    }

    /// What is wrong with the customer's data and undecided, the latest first; at most 20.
    async fn data_issues(&self) -> Result<Vec<DataIssue<'op>>, ServiceError> {
        let (op, found) = (self.op, wanted(self.tree.people.data_issues.as_ref())?);
        Ok(found.iter().map(|tree| DataIssue { tree: Arc::clone(tree), op }).collect())
    }
}
