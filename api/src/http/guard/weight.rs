//! What fields cost beyond what their shape tells, in one table.
//!
//! By shape alone a root is a statement, and so is a page (`first`, `last` or `ids`), whose rows are
//! nodes. To add a field that does more: a line here.

/// Statements of a mutation: repeat, lock, change and telling of it; the answer's read comes on top.
pub(super) const MUTATION: u64 = 4;

/// Points of an operation that asks for the schema, on top: no statement, but some thousand nodes.
pub(super) const INTROSPECTION: u64 = 50;

/// Rows that a page is counted with where `first` is not a number that can be read.
pub(super) const LARGEST_PAGE: u64 = 100;

/// Nodes that a point is worth.
pub(super) const NODES_A_POINT: u64 = 20;

/// Statements of fields below a root that fetch something and are no page.
const STATEMENTS: &[(&str, u64)] = &[
    ("balance", 1),
    ("balances", 1),
    ("homeUnit", 1),
    ("lead", 1),
    ("movement", 1),
    ("numbers", 1),
    ("orgUnit", 1),
    ("parent", 1),
    ("product", 1),
    ("profile", 1),
    ("roles", 1),
    ("sessions", 1),
    ("staff", 1),
    // Counts up to its cap.
    ("totalCount", 2),
];

/// Nodes of fields that give a list without being a page.
const NODES: &[(&str, u64)] = &[
    // One for each day, where the ends can be read.
    ("balances", 90),
    ("enumLabels", 100),
    ("limits", 20),
    ("numbers", 5),
    ("sessions", 5),
];

/// Statements that a field below a root costs on top of its shape.
pub(super) fn statements(field: &str) -> u64 {
    find(STATEMENTS, field)
}

/// Nodes that a field gives on top of its shape.
pub(super) fn nodes(field: &str) -> u64 {
    find(NODES, field)
}

fn find(table: &[(&str, u64)], field: &str) -> u64 {
    table.iter().find(|(name, _)| *name == field).map_or(0, |(_, weight)| *weight)
}
