//! How lists of preferences are asked for.

use crate::{
    graphql::{
        page::{self, ListArguments},
        want::Arguments,
    },
    service::{error::ServiceError, op::Op, preference::PreferenceAsk},
};

/// The list's name in its cursors.
pub const LIST: &str = "preferences";

/// A way of asking, from the arguments of a customer's preferences.
///
/// # Errors
/// The cursor is not one of this list.
pub fn ask(op: &Op, after: Option<String>) -> Result<PreferenceAsk, ServiceError> {
    Ok(PreferenceAsk { after: page::place_of(op, after, LIST)? })
}

impl ListArguments for PreferenceAsk {
    fn read(op: &Op, arguments: &Arguments) -> Result<Self, ServiceError> {
        ask(op, arguments.get("after")?)
    }
}
