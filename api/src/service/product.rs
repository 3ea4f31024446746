//! Reading products, which everybody who is signed in may.

use super::{
    error::ServiceError,
    op::Op,
    page::{First, Page, in_list},
    rank,
};
use entity::{id::ProductId, product};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// Which products are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProductFilter {
    /// Of one of these categories; empty for all.
    pub category: Vec<product::ProductCategory>,
    /// Whose code or name holds this text.
    pub text: Option<String>,
}

/// A page of the products, by code.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn list(
    op: &Op,
    first: First,
    after: Option<String>,
    filter: &ProductFilter,
    total: bool,
) -> Result<Page<Arc<product::Model>>, ServiceError> {
    op.actor()?;
    let all = product::Entity::find()
        .apply_if((!filter.category.is_empty()).then_some(&filter.category), |rows, category| {
            rows.filter(product::Column::Category.is_in(category.iter().copied()))
        })
        .apply_if(filter.text.as_ref(), |rows, text| {
            let holds = sea_orm::Condition::any()
                .add(product::Column::Code.contains(text))
                .add(product::Column::Name.contains(text));
            rows.filter(holds)
        });
    let rows = all
        .clone()
        .apply_if(after.as_ref(), |rows, after| rows.filter(product::Column::Code.gt(after)))
        .order_by_asc(product::Column::Code)
        .limit(first.rows_and_next());
    let rows = rows.all(op.reader().await?).await?.into_iter().map(Arc::new).collect();
    let mut page = Page::cut(rows, first);
    page.has_previous = after.is_some();
    if total {
        page.total = Some(rank::total(op, all.into_query()).await?);
    }
    Ok(page)
}

/// Those of these products that exist.
///
/// # Errors
/// Nobody is signed in, or the database does not answer.
pub async fn by_ids(
    op: &Op,
    ids: &[ProductId],
) -> Result<HashMap<ProductId, Arc<product::Model>>, ServiceError> {
    op.actor()?;
    let ids: Vec<_> = ids.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = product::Entity::find().filter(product::Column::Id.is_in(in_list(&ids)));
    let rows = rows.all(op.reader().await?).await?;
    Ok(rows.into_iter().map(|row| (row.id, Arc::new(row))).collect())
}
