//! The root that reads data issues.

use super::{object::DataIssue, value::DataIssueState};
use crate::{
    graphql::{
        context,
        page::{self, Connection},
        want::Selected,
    },
    service::{data_issue, error::ServiceError},
};
use async_graphql::{Context, Object};

/// Roots that read data issues.
#[derive(Debug, Default)]
pub struct DataIssueQuery;

#[Object]
impl DataIssueQuery {
    /// What is wrong with the data of the customers that the viewer sees, the latest first.
    async fn data_issues<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "Rows of the page, 1 to 100.")] first: i32,
        #[graphql(desc = "Cursor of the last row already read.")] after: Option<String>,
        #[graphql(desc = "In one of these states; all where it is empty or left out.")]
        state: Option<Vec<DataIssueState>>,
    ) -> Result<Connection<'op, DataIssue<'op>>, ServiceError> {
        let op = context::op(ctx)?;
        let first = page::first(Some(first))?;
        let states: Vec<_> = state.into_iter().flatten().map(Into::into).collect();
        let list = page::list_name("data-issues", &states);
        let open = |cursor: String| {
            let place = page::open(op.instance().keyring(), &cursor, &list)?;
            place.parse().map_err(|_| ServiceError::Defect("a sealed place of no form"))
        };
        let after = after.map(open).transpose()?;
        let total = Selected::root(ctx).under("totalCount").is_any();
        let found = data_issue::list(op, first, after, &states, total).await?;
        Ok(Connection::new(op, list, found, |tree| DataIssue { tree, op }))
    }
}
