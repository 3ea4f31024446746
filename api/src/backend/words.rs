//! The index of words: trigrams on PostgreSQL, full text on SQLite. On both a phrase is found
//! where its words stand one after another, the last of them perhaps unfinished.

use sea_orm::{DbBackend, sea_query::Expr};

/// The condition that a row of `search_entry` holds a phrase: small letters, digits and Chinese
/// characters with a blank before each word, nothing else. What holds it may be a little more than
/// asked for, since the phrase may begin in one column and end in the next.
pub(crate) fn holds_words(backend: DbBackend, phrase: &str) -> Expr {
    match backend {
        // The expression of the index, to the letter.
        DbBackend::Postgres => Expr::cust_with_values(
            "(search_entry.name || search_entry.pinyin || search_entry.initials \
             || search_entry.code) LIKE $1",
            [format!("%{phrase}%")],
        ),
        _ => Expr::cust_with_values(
            "search_entry.seq IN (SELECT rowid FROM search_words WHERE search_words MATCH ?)",
            [format!("\"{}\" *", phrase.trim_start())],
        ),
    }
}
