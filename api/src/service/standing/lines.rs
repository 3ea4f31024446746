//! The lines between the tiers: a policy of the bank.

use super::tier::Lines;
use crate::service::{error::ServiceError, policy};
use chrono::{DateTime, NaiveDate, Utc};
use entity::policy::PolicyKind;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};

/// The document of a version.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Document {
    /// First assets of the second, third and fourth tier, in minor units of the base currency.
    lines_minor: [i64; 3],
}

/// The version that the product ships with (domain F06b): 50 thousand, 500 thousand, 6 million.
#[must_use]
pub fn shipped(now: DateTime<Utc>) -> entity::policy::ActiveModel {
    let document = Document { lines_minor: [5_000_000, 50_000_000, 600_000_000] };
    policy::shipped(PolicyKind::TierLines, &document, now)
}

/// The lines that hold on a day.
///
/// # Errors
/// The database does not answer, or there is no version, or its document is none.
pub(super) async fn load(
    connection: &impl ConnectionTrait,
    on: NaiveDate,
) -> Result<Lines, ServiceError> {
    let document = policy::in_force(connection, PolicyKind::TierLines, on).await?;
    let document = document.ok_or(ServiceError::Defect("no lines of the tiers hold on the day"))?;
    let document: Document = serde_json::from_str(&document)
        .map_err(|_| ServiceError::Defect("the lines of the tiers cannot be read"))?;
    Ok(Lines(document.lines_minor))
}
