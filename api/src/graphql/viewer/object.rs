//! The view of whoever asks. Its lists are roots of their own: each does its own I/O.

use super::permission::Permission;
use crate::{
    auth::policy::Right,
    graphql::{
        agenda::{list::agenda, object::AgendaItem},
        customer::{
            input::{CustomerFilterInput, CustomerOrder},
            list::{self, BookArguments},
            object::Customer,
        },
        follow_up::{self, input::FollowUpFilterInput, object::FollowUp},
        page::{self, Connection},
        scalar::{Date, DateTime, Locale},
        session::object::Session,
        staff::{self, object::Staff},
        want::Selected,
    },
    service::{self, error::ServiceError, list::Asked, op::Op},
};
use async_graphql::{Context, Object};

/// The operation.
#[derive(Clone, Copy, Debug)]
pub struct Viewer<'op> {
    /// Who asks.
    pub op: &'op Op,
}

/// Whoever asks.
#[Object]
impl<'op> Viewer<'op> {
    /// The member of staff who is signed in.
    async fn staff(&self, ctx: &Context<'op>) -> Result<Staff<'op>, ServiceError> {
        let op = self.op;
        let want = staff::want::of_staff(op, &Selected::root(ctx))?;
        let tree = service::staff::by_id(op, op.actor()?.staff, &want).await?;
        let tree = tree.ok_or(ServiceError::Defect("a session of nobody"))?;
        Ok(Staff { tree, op })
    }

    /// What they may do to rows that they see; at most one of each.
    async fn permissions(&self) -> Vec<Permission> {
        let allowed = Right::ALL.into_iter().filter(|right| self.op.may(*right));
        allowed.map(Permission::from).collect()
    }

    /// The language in which they are answered.
    async fn locale(&self) -> Locale {
        self.op.locale().into()
    }

    /// The bank's time zone (IANA): booking days are days in it.
    async fn time_zone(&self) -> &str {
        self.op.bank().time_zone.name()
    }

    /// Last closed day of the accounts.
    async fn bank_date(&self) -> Date {
        Date(self.op.bank().bank_date)
    }

    /// Where they are signed in, the newest first; a device has one session at a time, and there
    /// are at most 5 devices.
    async fn sessions(&self) -> Result<Vec<Session<'op>>, ServiceError> {
        let trees = service::session::list::own(self.op).await?;
        Ok(trees.into_iter().map(|tree| Session { tree, op: self.op }).collect())
    }

    /// What they are to do themselves, what is due first before the rest.
    async fn follow_ups(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "Rows of the page, 1 to 100.")] first: i32,
        #[graphql(desc = "Cursor of the last row already read.")] after: Option<String>,
        #[graphql(desc = "Which follow-ups; all where it is left out.")] filter: Option<
            FollowUpFilterInput,
        >,
    ) -> Result<Connection<'op, FollowUp<'op>>, ServiceError> {
        let (op, selected) = (self.op, Selected::root(ctx));
        let asked = Asked {
            ask: follow_up::input::ask(op, after, filter)?,
            first: page::first(Some(first))?,
            total: selected.under("totalCount").is_any(),
            want: follow_up::want::of_follow_up(op, &selected.nodes())?,
        };
        let page = service::follow_up::own(op, &asked).await?;
        let list = follow_up::input::list(&asked.ask.filter);
        Ok(Connection::new(op, list, page, |tree| FollowUp { tree, op }))
    }

    /// What they have before them from one instant until before another, the first first: what they
    /// have planned, take part in or is planned with customers whose LEAD they are; follow-ups that
    /// are theirs to do; and of their own book contacts that are due (as LEAD), money that falls due
    /// and birthdays, each at the beginning of its day in the bank's zone. Follow-ups and contacts
    /// that are late stand, at the instant at which they were due, in the agenda that holds the
    /// present.
    async fn agenda(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "The first instant of business time.")] from: DateTime,
        #[graphql(desc = "The first instant no longer in it, at most 92 days later.")] to: DateTime,
        #[graphql(desc = "Rows of the page, 1 to 100.")] first: i32,
        #[graphql(desc = "Cursor of the last row already read.")] after: Option<String>,
    ) -> Result<Connection<'op, AgendaItem<'op>>, ServiceError> {
        agenda(self.op, &Selected::root(ctx), (from, to), first, after).await
    }

    /// Their own book: the customers to whom an assignment in force gives them.
    #[expect(clippy::too_many_arguments, reason = "a connection has four")]
    async fn book(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "Rows from the beginning, 1 to 100; exactly one of `first` and `last`.")]
        first: Option<i32>,
        #[graphql(desc = "Cursor after which they begin.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Cursor before which they end.")] before: Option<String>,
        #[graphql(desc = "Which customers; all where it is left out.")] filter: Option<
            CustomerFilterInput,
        >,
        #[graphql(desc = "In which order; greatest assets first where it is left out.")]
        order_by: Option<CustomerOrder>,
    ) -> Result<Connection<'op, Customer<'op>>, ServiceError> {
        let arguments = BookArguments { first, after, last, before, filter, order_by };
        list::book(self.op, &Selected::root(ctx), arguments, true).await
    }
}
