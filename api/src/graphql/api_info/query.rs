//! The root that reads what the API says of itself.

use super::object::ApiInfo;
use crate::{graphql::context, service::error::ServiceError};
use async_graphql::{Context, Object};

/// Roots that tell of the API itself.
#[derive(Debug, Default)]
pub struct ApiInfoQuery;

#[Object]
impl ApiInfoQuery {
    /// What the API says of itself. Nobody needs to be signed in.
    async fn api_info<'op>(&self, ctx: &Context<'op>) -> Result<ApiInfo<'op>, ServiceError> {
        Ok(ApiInfo { op: context::op(ctx)?, schema_hash: context::schema_hash(ctx)? })
    }
}
