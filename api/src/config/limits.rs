//! What may be asked for, and for how long things are kept.

use super::section::section;

section! {
    /// What one request, one user and one address may cost. A refusal names the limit it met.
    Limits {
        /// Largest body of a request, bytes.
        body_bytes: usize = 262_144,
        /// Largest document, bytes.
        document_bytes: usize = 32_768,
        /// Most tokens of a document.
        document_tokens: usize = 2_000,
        /// Deepest nesting of a document, its fragments expanded.
        depth: usize = 12,
        /// Most selections of a document, its fragments expanded.
        selections: usize = 2_000,
        /// Most aliases of a document, its fragments expanded.
        aliases: usize = 30,
        /// Most fields at the root of an operation.
        root_fields: usize = 20,
        /// Most directives of a document, its fragments expanded.
        directives: usize = 20,
        /// Most items of a list that is given as input.
        list_items: usize = 250,
        /// Most points that an operation may cost. A point is about one statement or 20 nodes.
        cost: u64 = 1_000,
        /// Deepest nesting of an introspection query, where introspection is on.
        introspection_depth: usize = 15,
        /// Seconds after which an operation is given up.
        execution_seconds: u64 = 10,
        /// Points that a user's bucket holds.
        bucket_points: u64 = 2_000,
        /// Points that come back to a user's bucket each second.
        bucket_refill: u64 = 100,
        /// Operations of one user that may run at once.
        concurrent: usize = 20,
        /// Requests without a token that one address may make each second.
        anonymous_per_second: u64 = 50,
        /// Requests with a token that one address may make each second: a branch sits behind one.
        address_per_second: u64 = 2_000,
    }
}

section! {
    /// The mutation that shows an identifier in full.
    Reveal {
        /// Reveals that one user has on one day.
        per_day: u32 = 50,
    }
}

section! {
    /// How long what the server keeps for its clients is kept.
    Retention {
        /// Days that the change log is kept. A client that was away for longer syncs anew.
        change_log_days: u64 = 30,
        /// Hours in which a repeated write answers with its first outcome.
        idempotency_hours: u64 = 72,
    }
}
