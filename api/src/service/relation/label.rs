//! What may be said of a customer to whoever may not see it.

use crate::service::{error::ServiceError, op::Op, page::in_list};
use entity::{
    customer::{self, CustomerKind},
    id::CustomerId,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::HashMap;

/// A customer as others know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::service) struct Label {
    /// The customer under whom it is shown: itself, or the one that it was merged into.
    pub(in crate::service) shown: CustomerId,
    /// The name with all but its beginning hidden.
    pub(in crate::service) masked: String,
}

/// The labels of these customers, whoever may see them. Nothing else of them is read.
///
/// # Errors
/// The database does not answer.
pub(in crate::service) async fn labels(
    op: &Op,
    ids: &[CustomerId],
) -> Result<HashMap<CustomerId, Label>, ServiceError> {
    let by_ids = async |ids: &[CustomerId]| {
        let rows = customer::Entity::find().filter(customer::Column::Id.is_in(in_list(ids)));
        Ok::<_, ServiceError>(rows.all(op.reader().await?).await?)
    };
    let rows = if ids.is_empty() { Vec::new() } else { by_ids(ids).await? };
    let survivors: Vec<_> = rows.iter().filter_map(|row| row.merged_into_id).collect();
    let survivors = if survivors.is_empty() { Vec::new() } else { by_ids(&survivors).await? };
    let label = |row: customer::Model| {
        let shown = row.merged_into_id.and_then(|id| survivors.iter().find(|row| row.id == id));
        let shown = shown.unwrap_or(&row);
        (row.id, Label { shown: shown.id, masked: masked(shown.kind, &shown.name) })
    };
    Ok(rows.into_iter().map(label).collect())
}

/// Of a person the first character, which in Chinese is the surname; of a company the first two,
/// which mostly is the town. Never more than half.
pub(in crate::service) fn masked(kind: CustomerKind, name: &str) -> String {
    let most = match kind {
        CustomerKind::Person => 1,
        CustomerKind::Company => 2,
    };
    let shown = most.min(name.chars().count() / 2);
    let head: String = name.chars().take(shown).collect();
    format!("{head}**")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_hides_at_least_half() {
        assert_eq!(masked(CustomerKind::Person, "王小明"), "王**");
        assert_eq!(masked(CustomerKind::Person, "王"), "**");
        assert_eq!(masked(CustomerKind::Company, "广州华锦贸易有限公司"), "广州**");
        assert_eq!(masked(CustomerKind::Company, "AB"), "A**");
    }
}
