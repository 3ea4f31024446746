//! How lists of key persons are asked for.

use crate::{
    graphql::{
        page::{self, ListArguments},
        want::Arguments,
    },
    service::{error::ServiceError, key_person::KeyPersonAsk, op::Op},
};

/// The list's name in its cursors.
pub const LIST: &str = "key-persons";

/// A way of asking, from the arguments of a customer's key persons.
///
/// # Errors
/// The cursor is not one of this list.
pub fn ask(op: &Op, after: Option<String>) -> Result<KeyPersonAsk, ServiceError> {
    Ok(KeyPersonAsk { after: page::place_of(op, after, LIST)? })
}

impl ListArguments for KeyPersonAsk {
    fn read(op: &Op, arguments: &Arguments) -> Result<Self, ServiceError> {
        ask(op, arguments.get("after")?)
    }
}
