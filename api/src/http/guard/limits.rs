//! The limits of a document, each with the figure it is held to.

use crate::config::Limits;

/// What one document and one operation may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuardLimits {
    /// Bytes of the text.
    pub document_bytes: usize,
    /// Tokens of the text. Commas and comments are none; a number with a sign or a fraction is several.
    pub tokens: usize,
    /// Brackets of any kind that are open at once. Protects the stack of the parser.
    pub nesting: usize,
    /// Fields inside fields, fragments expanded.
    pub depth: usize,
    /// Selections of all operations, fragments expanded as often as they are spread.
    pub selections: usize,
    /// Aliases of an operation, fragments expanded.
    pub aliases: usize,
    /// Fields at the root of an operation, fragments expanded.
    pub root_fields: usize,
    /// Directives of all operations, fragments expanded.
    pub directives: usize,
    /// Items of one list, written in the document or given as a variable.
    pub list_items: usize,
    /// Points of an operation.
    pub cost: u64,
    /// Limits of what asks for the schema; `None` where the schema is not shown.
    pub introspection: Option<IntrospectionLimits>,
}

/// What a document that asks for the schema may hold, apart from everything else in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntrospectionLimits {
    /// Fields inside fields, from `__schema` or `__type` on.
    pub depth: usize,
    /// Selections, fragments expanded.
    pub selections: usize,
    /// Lists inside lists. The schema is a graph with cycles: `types { fields { type { fields …`
    /// grows by a factor with each, whatever the depth allows.
    pub lists: usize,
}

/// Brackets open at once: more than any document within `depth` needs, and few enough for the
/// parser's recursion on a small stack.
const NESTING: usize = 64;

/// Selections of an introspection: the usual one of tools has about 220.
const INTROSPECTION_SELECTIONS: usize = 500;

/// The usual introspection reads arguments of fields of types.
const INTROSPECTION_LISTS: usize = 3;

impl GuardLimits {
    /// The limits as they are configured; `shows_schema` says whether introspection is answered.
    #[must_use]
    pub fn new(limits: &Limits, shows_schema: bool) -> Self {
        let introspection = IntrospectionLimits {
            depth: limits.introspection_depth,
            selections: INTROSPECTION_SELECTIONS,
            lists: INTROSPECTION_LISTS,
        };
        Self {
            document_bytes: limits.document_bytes,
            tokens: limits.document_tokens,
            nesting: NESTING,
            depth: limits.depth,
            selections: limits.selections,
            aliases: limits.aliases,
            root_fields: limits.root_fields,
            directives: limits.directives,
            list_items: limits.list_items,
            cost: limits.cost,
            introspection: shows_schema.then_some(introspection),
        }
    }
}
