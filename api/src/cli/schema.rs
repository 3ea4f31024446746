//! `rapport schema`: the schema as clients see it, without any service.

use super::{exit::Exit, exit::Fault, output};
use crate::graphql::schema;

/// Prints it.
pub(super) fn run() -> Result<Exit, Fault> {
    output::print(&schema::sdl())?;
    Ok(Exit::Done)
}
