//! How lists of holdings are asked for.

use super::value::HoldingStatus;
use crate::{
    graphql::{
        id::parsed,
        page::{self, ListArguments},
        product::value::ProductCategory,
        scalar::Date,
        want::Arguments,
    },
    service::{
        error::ServiceError,
        holding::{HoldingAsk, HoldingFilter},
        op::Op,
    },
};
use async_graphql::{ID, InputObject};

/// The list's name in its cursors.
#[must_use]
pub fn list(filter: &HoldingFilter) -> String {
    page::list_name("holdings", filter)
}

/// Which holdings: all of these hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct HoldingFilterInput {
    /// Of a product of one of these categories; all where it is empty or left out.
    pub category: Option<Vec<ProductCategory>>,
    /// Of this product, `prd_…`.
    pub product_id: Option<ID>,
    /// In one of these states; all where it is empty or left out.
    pub status: Option<Vec<HoldingStatus>>,
    /// Falling due before this day.
    pub matures_before: Option<Date>,
}

impl HoldingFilterInput {
    /// The filter that it stands for.
    ///
    /// # Errors
    /// The product's id is none.
    pub fn filter(self) -> Result<HoldingFilter, ServiceError> {
        Ok(HoldingFilter {
            category: self.category.into_iter().flatten().map(Into::into).collect(),
            product: self.product_id.map(|id| parsed("productId", &id)).transpose()?,
            status: self.status.into_iter().flatten().map(Into::into).collect(),
            matures_before: self.matures_before.map(|day| day.0),
        })
    }
}

/// A way of asking, from the arguments of a customer's holdings.
///
/// # Errors
/// An argument cannot be taken.
pub fn ask(
    op: &Op,
    after: Option<String>,
    filter: Option<HoldingFilterInput>,
) -> Result<HoldingAsk, ServiceError> {
    let filter = filter.unwrap_or_default().filter()?;
    let after = page::place_of(op, after, &list(&filter))?;
    Ok(HoldingAsk { filter, after })
}

impl ListArguments for HoldingAsk {
    fn read(op: &Op, arguments: &Arguments) -> Result<Self, ServiceError> {
        ask(op, arguments.get("after")?, arguments.get("filter")?)
    }
}
