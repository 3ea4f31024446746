//! Ids from outside.

use crate::service::error::ServiceError;
use async_graphql::ID;
use entity::id::WrongId;
use std::str::FromStr;

/// Reads an id of one noun.
///
/// # Errors
/// The text is no id, or one of another noun.
pub fn parsed<Id: FromStr<Err = WrongId>>(name: &str, id: &ID) -> Result<Id, ServiceError> {
    id.as_str().parse().map_err(|WrongId| {
        ServiceError::BadInput(format!("`{name}` is not an id of the kind that stands here"))
    })
}
