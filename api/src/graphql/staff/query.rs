//! The roots that read members of staff.

use super::{object::Staff, want};
use crate::{
    graphql::{context, id::parsed, want::Selected},
    service::{error::ServiceError, staff},
};
use async_graphql::{Context, ID, Object};

/// Roots that read members of staff.
#[derive(Debug, Default)]
pub struct StaffQuery;

#[Object]
impl StaffQuery {
    /// One member of staff; null where there is no such person. Everybody who is signed in may
    /// read it.
    async fn staff<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "The id of a member of staff, `stf_…`.")] id: ID,
    ) -> Option<Result<Staff<'op>, ServiceError>> {
        one(ctx, &id).await.transpose()
    }
}

async fn one<'op>(ctx: &Context<'op>, id: &ID) -> Result<Option<Staff<'op>>, ServiceError> {
    let op = context::op(ctx)?;
    let want = want::of_staff(op, &Selected::root(ctx))?;
    let tree = staff::by_id(op, parsed("id", id)?, &want).await?;
    Ok(tree.map(|tree| Staff { tree, op }))
}
