//! What every command gets.

use super::output::Output;
use crate::config::Config;

/// The configuration and the place to answer.
#[derive(Debug)]
pub(super) struct Setup {
    /// The configuration.
    pub(super) config: Config,
    /// Where to answer.
    pub(super) output: Output,
}
