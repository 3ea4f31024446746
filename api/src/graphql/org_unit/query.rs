//! The roots that read units.

use super::{object::OrgUnit, want};
use crate::{
    graphql::{context, id::parsed, want::Selected},
    service::{error::ServiceError, org_unit},
};
use async_graphql::{Context, ID, Object};

/// Roots that read units.
#[derive(Debug, Default)]
pub struct OrgUnitQuery;

#[Object]
impl OrgUnitQuery {
    /// One unit; null where there is none. Everybody who is signed in may read it.
    async fn org_unit<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "A unit's id, `unit_…`.")] id: ID,
    ) -> Option<Result<OrgUnit<'op>, ServiceError>> {
        one(ctx, &id).await.transpose()
    }
}

async fn one<'op>(ctx: &Context<'op>, id: &ID) -> Result<Option<OrgUnit<'op>>, ServiceError> {
    let op = context::op(ctx)?;
    let want = want::of_unit(op, &Selected::root(ctx))?;
    let tree = org_unit::by_id(op, parsed("id", id)?, &want).await?;
    Ok(tree.map(|tree| OrgUnit { tree, op }))
}
