//! The view of a product.

use super::value::ProductCategory;
use crate::graphql::page::Placed;
use async_graphql::{ID, Object};
use entity::product::Model;
use std::sync::Arc;

/// A product as everybody in the bank sees it.
#[derive(Clone, Debug)]
pub struct Product {
    /// The row.
    pub row: Arc<Model>,
}

/// Something that the bank sells.
#[Object]
impl Product {
    /// Opaque id, `prd_…`.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }

    /// The bank's own code.
    async fn code(&self) -> &str {
        &self.row.code
    }

    /// Name as customers know it.
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// What kind of product it is.
    async fn category(&self) -> ProductCategory {
        self.row.category.into()
    }

    /// Whether holding it makes leaving hard, such as payroll or cash management.
    async fn is_sticky(&self) -> bool {
        self.row.is_sticky
    }
}

impl Placed for Product {
    fn place(&self) -> String {
        self.row.code.clone()
    }
}
