//! Why a document is not answered, as a closed list, and what would have passed.

use async_graphql_parser::{Pos, types::OperationType};
use std::fmt;

/// A figure that is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limit {
    /// Bytes of the document.
    DocumentBytes,
    /// Tokens of the document.
    Tokens,
    /// Brackets open at once.
    Nesting,
    /// Fields inside fields.
    Depth,
    /// Expanded selections.
    Selections,
    /// Expanded aliases.
    Aliases,
    /// Fields at the root.
    RootFields,
    /// Expanded directives.
    Directives,
    /// Items of a list that is given as input.
    ListItems,
    /// Fields inside fields of what asks for the schema.
    IntrospectionDepth,
    /// Expanded selections of what asks for the schema.
    IntrospectionSelections,
    /// Lists inside lists of what asks for the schema.
    IntrospectionLists,
    /// Points.
    Cost,
}

/// Why a document is not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It asks for more than is allowed. `found` is a lower bound where counting was given up.
    TooMuch {
        /// Of what.
        limit: Limit,
        /// How much it asks for.
        found: u64,
        /// How much would have passed.
        allowed: u64,
    },
    /// It is not GraphQL.
    Syntax {
        /// What is wrong, without a copy of the text.
        message: String,
        /// Where.
        at: Option<Pos>,
    },
    /// A definition starts with a word that starts none. The pinned parser reads `queryx { a }` as
    /// `query x { a }`.
    UnknownDefinition {
        /// Where.
        at: Pos,
    },
    /// A fragment spreads itself, directly or through others.
    FragmentCycle {
        /// Its name.
        fragment: String,
    },
    /// It asks for the schema, which is not shown here.
    IntrospectionOff,
    /// The request names an operation that the document does not hold.
    UnknownOperation,
    /// The document holds several operations and the request names none.
    OperationNameMissing,
    /// A variable that may not be null has no value.
    VariableMissing {
        /// Its name, without the dollar sign.
        variable: String,
    },
    /// An operation of this kind is not answered here.
    KindNotServed {
        /// Its kind.
        kind: OperationType,
    },
}

impl Limit {
    /// What is counted, as it stands after a figure.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::DocumentBytes => "bytes of document",
            Self::Tokens => "tokens",
            Self::Nesting => "brackets inside brackets",
            Self::Depth => "levels of fields",
            Self::Selections => "selections with fragments expanded",
            Self::Aliases => "aliases with fragments expanded",
            Self::RootFields => "fields at the root",
            Self::Directives => "directives with fragments expanded",
            Self::ListItems => "items in one list",
            Self::IntrospectionDepth => "levels of introspection",
            Self::IntrospectionSelections => "selections of introspection",
            Self::IntrospectionLists => "lists inside lists of introspection",
            Self::Cost => "points",
        }
    }
}

impl Refusal {
    /// The refusal of `found` where `allowed` would have passed; `None` where it does pass.
    #[must_use]
    pub fn over(limit: Limit, found: u64, allowed: u64) -> Option<Self> {
        (found > allowed).then_some(Self::TooMuch { limit, found, allowed })
    }

    /// The stable code that a client decides by.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooMuch { .. } => "COST_EXCEEDED",
            Self::IntrospectionOff | Self::KindNotServed { .. } => "OPERATION_NOT_ALLOWED",
            _ => "BAD_USER_INPUT",
        }
    }

    /// Where in the document, if at one place.
    #[must_use]
    pub fn at(&self) -> Option<Pos> {
        match self {
            Self::Syntax { at, .. } => *at,
            Self::UnknownDefinition { at } => Some(*at),
            _ => None,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooMuch { limit, found, allowed } => {
                write!(f, "Asks for {found} {}; at most {allowed} are answered.", limit.unit())
            }
            Self::Syntax { message, .. } => write!(f, "Syntax error: {message}."),
            Self::UnknownDefinition { .. } => f.write_str(
                "Syntax error: a definition starts with query, mutation, subscription, fragment \
                 or a brace.",
            ),
            Self::FragmentCycle { fragment } => {
                write!(f, "Fragment \"{fragment}\" spreads itself.")
            }
            Self::IntrospectionOff => f.write_str(
                "The schema is not shown here; clients are generated from schema.graphql.",
            ),
            Self::UnknownOperation => {
                f.write_str("The document holds no operation of the name in operationName.")
            }
            Self::OperationNameMissing => {
                f.write_str("The document holds several operations; operationName must name one.")
            }
            Self::VariableMissing { variable } => {
                write!(f, "Variable \"${variable}\" must have a value other than null.")
            }
            Self::KindNotServed { kind } => write!(f, "A {kind} is not answered over POST."),
        }
    }
}
