//! The root by which a phone catches up.

use super::{
    object::{SyncPage, wants},
    value::{SyncScope, SyncToken},
};
use crate::{
    graphql::{context, page, want::Selected},
    service::{
        error::ServiceError,
        sync::{self, Pull},
    },
};
use async_graphql::{Context, Object};

/// Longest hash of a schema that is taken.
const MAX_HASH: usize = 128;

/// The root that catches up.
#[derive(Debug, Default)]
pub struct SyncQuery;

#[Object]
impl SyncQuery {
    /// What has changed of what the viewer may see since a token was given; everything where there
    /// is none. Pages end at `first` changes or some 256 KiB.
    async fn sync<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "Changes of the page, 1 to 100.")] first: i32,
        #[graphql(desc = "The `nextToken` of the page before; left out by a phone that keeps \
                          nothing.")]
        token: Option<SyncToken>,
        #[graphql(desc = "Which kinds of rows the phone keeps; another set is another token.")]
        scopes: Vec<SyncScope>,
        #[graphql(desc = "Hash of the schema that the app was built with, at most 128 \
                          characters: with another one everything is read anew.")]
        schema_hash: Option<String>,
    ) -> Result<SyncPage<'op>, ServiceError> {
        let op = context::op(ctx)?;
        if schema_hash.as_ref().is_some_and(|hash| hash.len() > MAX_HASH) {
            return Err(ServiceError::BadInput("`schemaHash` is too long".into()));
        }
        let ask = Pull {
            first: page::first(Some(first))?,
            token: token.map(|token| token.0),
            scopes: scopes.into_iter().map(Into::into).collect(),
            schema: schema_hash,
        };
        let wants = wants(op, &Selected::root(ctx).under("changes").under("node"))?;
        Ok(SyncPage { page: sync::pull(op, &ask, &wants).await?, op })
    }
}
