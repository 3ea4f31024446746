//! What fields cost, in one table: the guard counts by it before anything is executed, and `@cost`
//! in the schema is written from it.
//!
//! By shape alone a root is a statement, and so is a page (`first`, `last` or `ids`), whose rows are
//! nodes. To add a field that does more: a line here.

/// Statements of a mutation: repeat, lock, change and telling of it; the answer's read comes on top.
const MUTATION: u64 = 4;

/// Statements of mutations that write more than one row, beyond those of every mutation.
const WRITES: &[(&str, u64)] = &[
    ("assignmentChange", 4),
    // What of them was kept by both, and the standing of either.
    ("customerMerge", 34),
    ("customerUnmerge", 30),
    // How complete the customer is now, and the words it is found by.
    ("customerUpdate", 8),
    ("dataIssueJudge", 6),
    ("followUpCreate", 2),
    ("followUpUpdate", 2),
    ("interactionAmend", 5),
    ("interactionCancel", 5),
    ("interactionMemoWrite", 4),
    ("interactionPlan", 3),
    // Participants, memo, follow-up, and what is kept of the contact.
    ("interactionRecord", 9),
    ("keyPersonAdd", 8),
    ("keyPersonRemove", 8),
    ("keyPersonUpdate", 8),
    ("preferenceRecord", 8),
    ("preferenceRemove", 8),
    ("relationAdd", 8),
    ("relationRemove", 3),
    ("sessionEnd", 2),
    // Whatever it holds: its writes are worth what they save in requests.
    ("syncPush", 15),
];

/// Statements of roots that read more than one kind of rows, beyond the one of every root.
const READS: &[(&str, u64)] = &[
    // Whom the viewer sees, what begins with the text, what holds it further in, what everybody
    // sees; then the rows of each of three kinds. There is room for another.
    ("search", 9),
    ("sync", 19),
];

/// Points of an operation that asks for the schema, on top: no statement, but some thousand nodes.
pub const INTROSPECTION: u64 = 50;

/// Rows that a page is counted with where `first` is not a number that can be read.
pub const LARGEST_PAGE: u64 = 100;

/// Nodes that a point is worth.
pub const NODES_A_POINT: u64 = 20;

/// Arguments that make a field a page.
pub const PAGE: [&str; 3] = ["first", "last", "ids"];

/// Statements of fields below a root that fetch something and are no page.
const STATEMENTS: &[(&str, u64)] = &[
    ("assignee", 1),
    ("author", 1),
    ("balance", 1),
    ("balances", 1),
    // Who may know it, and every customer of a unit.
    ("contactCompliance", 5),
    // Below an interaction or a follow-up; as a root and in a payload it is counted with these.
    ("customer", 1),
    ("followUp", 1),
    ("holding", 1),
    // What they are computed from, what falls due.
    ("careOccasions", 2),
    // The issues, who may be seen of the customers concerned, and their names.
    ("dataIssues", 3),
    // The way up, the way down, the members, a hidden one at the top.
    ("group", 4),
    ("homeUnit", 1),
    ("lead", 1),
    ("memo", 1),
    ("movement", 1),
    ("numbers", 1),
    ("orgUnit", 1),
    ("parent", 1),
    ("participants", 2),
    ("product", 1),
    ("profile", 1),
    ("roles", 1),
    ("sessions", 1),
    ("staff", 1),
    // Counts up to its cap.
    ("totalCount", 2),
];

/// Statements of pages that take more than one.
const PAGES: &[(&str, u64)] = &[
    // One for each kind of what stands there, and who the customers were merged into.
    ("agenda", 7),
    // At the root: the issues, who may be seen of the customers concerned, and their names.
    ("dataIssues", 3),
    // Those for few eyes, who leads the customers, and who they were merged into.
    ("preferences", 3),
    // The relations, two for what the others are called, and who of them may be seen.
    ("relations", 4),
    // One for each kind of what stands there.
    ("timeline", 5),
];

/// Statements of fields that fetch something only where an argument is given.
const ARGUED: &[(&str, &str, u64)] = &[("aum", "on", 1)];

/// Nodes of fields that give a list without being a page.
const NODES: &[(&str, u64)] = &[
    // One for each day, where the ends can be read.
    ("balances", 90),
    ("careOccasions", 13),
    ("dataIssues", 20),
    ("enumLabels", 250),
    ("limits", 20),
    ("numbers", 5),
    ("participants", 5),
    ("sessions", 5),
];

/// Where a field stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// At the root of what reads.
    Query,
    /// At the root of what writes.
    Mutation,
    /// Below a root.
    Below,
}

/// Statements that a field takes itself. `has` says whether it has an argument.
#[must_use]
pub fn statements(place: Place, field: &str, has: impl Fn(&str) -> bool) -> u64 {
    match place {
        Place::Query => find(PAGES, field).max(1) + find(READS, field),
        Place::Mutation => MUTATION + 1 + find(WRITES, field),
        Place::Below if PAGE.into_iter().any(&has) => find(PAGES, field).max(1),
        Place::Below => {
            let argued = ARGUED.iter().find(|(name, argument, _)| *name == field && has(argument));
            argued.map_or_else(|| find(STATEMENTS, field), |(.., weight)| *weight)
        }
    }
}

/// Nodes that a field gives on top of its shape.
#[must_use]
pub fn nodes(field: &str) -> u64 {
    find(NODES, field)
}

fn find(table: &[(&str, u64)], field: &str) -> u64 {
    table.iter().find(|(name, _)| *name == field).map_or(0, |(_, weight)| *weight)
}
