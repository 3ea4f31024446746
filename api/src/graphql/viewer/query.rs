//! The root that reads whoever asks.

use super::object::Viewer;
use crate::{graphql::context, service::error::ServiceError};
use async_graphql::{Context, Object};

/// Roots that read whoever asks.
#[derive(Debug, Default)]
pub struct ViewerQuery;

#[Object]
impl ViewerQuery {
    /// Whoever asks.
    async fn viewer<'op>(&self, ctx: &Context<'op>) -> Result<Viewer<'op>, ServiceError> {
        let op = context::op(ctx)?;
        op.actor()?;
        Ok(Viewer { op })
    }
}
