//! What was and is to be done with a customer: fields of the customer, in a file of their own.

use super::object::wanted;
use crate::{
    graphql::{
        follow_up::{
            input::{FollowUpFilterInput, ask as follow_up_ask, list as follow_up_list},
            object::FollowUp,
        },
        interaction::{
            input::{InteractionFilterInput, ask as interaction_ask, list as interaction_list},
            object::Interaction,
        },
        page::{self, Connection},
        scalar::Decimal,
        timeline::{list::cut as timeline, object::TimelineItem},
    },
    service::{customer::CustomerTree, error::ServiceError, op::Op},
};
use async_graphql::Object;

/// The customer, and the operation that looks at it.
#[derive(Clone, Copy, Debug)]
pub struct CustomerContacts<'row, 'op> {
    /// The rows.
    pub tree: &'row CustomerTree,
    /// Who looks at them.
    pub op: &'op Op,
}

/// Part of a customer.
#[Object]
impl<'op> CustomerContacts<'_, 'op> {
    /// Contacts with the customer, planned and held, the latest first.
    async fn interactions(
        &self,
        #[graphql(desc = "Rows of the page, 1 to 100.")] first: i32,
        #[graphql(desc = "Cursor of the last row already read.")] after: Option<String>,
        #[graphql(desc = "Which interactions; all where it is left out.")] filter: Option<
            InteractionFilterInput,
        >,
    ) -> Result<Connection<'op, Interaction<'op>>, ServiceError> {
        let ask = interaction_ask(self.op, after, filter)?;
        let listed = wanted(self.tree.interactions.get(&ask))?;
        let (op, has_previous) = (self.op, ask.after.is_some());
        let view = |tree| Interaction { tree, op };
        let list = interaction_list(&ask.filter);
        Ok(Connection::cut(op, list, listed, page::first(Some(first))?, has_previous, view))
    }

    /// What is to be done for the customer, what is due first before the rest.
    async fn follow_ups(
        &self,
        #[graphql(desc = "Rows of the page, 1 to 100.")] first: i32,
        #[graphql(desc = "Cursor of the last row already read.")] after: Option<String>,
        #[graphql(desc = "Which follow-ups; all where it is left out.")] filter: Option<
            FollowUpFilterInput,
        >,
    ) -> Result<Connection<'op, FollowUp<'op>>, ServiceError> {
        let ask = follow_up_ask(self.op, after, filter)?;
        let listed = wanted(self.tree.follow_ups.get(&ask))?;
        let (op, has_previous) = (self.op, ask.after.is_some());
        let view = |tree| FollowUp { tree, op };
        let list = follow_up_list(&ask.filter);
        Ok(Connection::cut(op, list, listed, page::first(Some(first))?, has_previous, view))
    }

    /// Interactions, follow-ups, large movements and changes of the coverage in one list, the latest
    /// first; what is planned or due comes before what was.
    async fn timeline(
        &self,
        #[graphql(desc = "Rows of the page, 1 to 100.")] first: i32,
        #[graphql(desc = "Cursor of the last row already read.")] after: Option<String>,
        #[graphql(desc = "Only movements of at least this amount, in units of the holding's \
                          currency; 10,000 where it is left out.")]
        min_movement: Option<Decimal>,
    ) -> Result<Connection<'op, TimelineItem<'op>>, ServiceError> {
        timeline(self.op, &self.tree.timeline, first, after, min_movement)
    }
}
