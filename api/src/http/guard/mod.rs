//! What a document may ask for, judged before async-graphql sees it: its validation walks
//! fragments as often as they are spread, so a document of a kilobyte can keep it busy for half a
//! minute.
//!
//! A text passes through `lexer` (bytes, tokens, brackets), so that the parser is fed nothing that
//! it could choke on; then through `walk` (depth, selections, aliases, lists …), which depends on
//! nothing but the text, so that its result is kept with the parsed document; then, with the
//! variables of the request, through `input` and `cost`.
//!
//! To add a limit: a member of `GuardLimits`, a variant of `Limit`, and its figure in `shape` and `walk`.

mod cost;
mod document;
mod input;
mod lexer;
mod limits;
mod refusal;
mod shape;
mod walk;

pub use cost::Cost;
pub use document::{Document, Operation};
pub use limits::{GuardLimits, IntrospectionLimits};
pub use refusal::{Limit, Refusal};
