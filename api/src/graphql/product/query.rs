//! The roots that read products.

use super::{object::Product, value::ProductCategory};
use crate::{
    graphql::{
        context,
        page::{self, Connection},
        want::Selected,
    },
    service::{
        error::ServiceError,
        product::{self, ProductFilter},
    },
};
use async_graphql::{Context, InputObject, Object};

/// Which products: all of these hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct ProductFilterInput {
    /// Of one of these categories; all where it is empty or left out.
    category: Option<Vec<ProductCategory>>,
    /// Whose code or name holds this text.
    text: Option<String>,
}

/// Roots that read products.
#[derive(Debug, Default)]
pub struct ProductQuery;

#[Object]
impl ProductQuery {
    /// What the bank sells, by code. Everybody who is signed in may read it.
    async fn products<'op>(
        &self,
        ctx: &Context<'op>,
        #[graphql(desc = "Rows of the page, 1 to 100.")] first: i32,
        #[graphql(desc = "Cursor of the last row already read.")] after: Option<String>,
        #[graphql(desc = "Which products; all where it is left out.")] filter: Option<
            ProductFilterInput,
        >,
    ) -> Result<Connection<'op, Product>, ServiceError> {
        let op = context::op(ctx)?;
        let first = page::first(Some(first))?;
        let filter = filter.unwrap_or_default();
        let filter = ProductFilter {
            category: filter.category.into_iter().flatten().map(Into::into).collect(),
            text: filter.text,
        };
        let list = page::list_name("products", &filter);
        let open = |cursor: String| page::open(op.instance().keyring(), &cursor, &list);
        let total = Selected::root(ctx).under("totalCount").is_any();
        let after = after.map(open).transpose()?;
        let found = product::list(op, first, after, &filter, total).await?;
        Ok(Connection::new(op, list, found, |row| Product { row }))
    }
}
