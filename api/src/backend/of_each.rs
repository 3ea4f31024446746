//! The first rows of each of several parents, read from an index as far as needed: a subquery that
//! depends on the row before it in FROM, which the two back ends spell differently.

use sea_orm::{
    DbBackend, JoinType,
    sea_query::{Condition, Expr, Func, Query, SelectStatement},
};

/// What the row of the parents is called, to which the rows of each refer.
pub(crate) const PARENT: &str = "parent";
const ROW: &str = "row_of_parent";
const LISTED: &str = "listed";

/// Ids of the rows that `rows` gives for each row of `parents`.
///
/// `rows` is limited, selects one column `id` of UUIDs and refers to [`PARENT`]; a window function
/// over all rows would be the same on both back ends, and would read and sort every one of them.
pub(crate) fn of_each(
    backend: DbBackend,
    parents: SelectStatement,
    rows: SelectStatement,
) -> SelectStatement {
    let mut ids = Query::select();
    ids.from_subquery(parents, PARENT);
    if backend == DbBackend::Postgres {
        let always = Condition::all();
        ids.column((ROW, "id")).join_lateral(JoinType::InnerJoin, rows, ROW, always);
        return ids;
    }
    // SQLite has no LATERAL, but what a table function is given may depend on what stands before
    // it. An UUID is a blob there, which JSON cannot hold.
    let each = Func::cust("hex").arg(Expr::col((ROW, "id")));
    let list = Query::select()
        .expr(Func::cust("json_group_array").arg(each))
        .from_subquery(rows, ROW)
        .take();
    ids.from_function(Func::cust("json_each").arg(list), LISTED)
        .expr(Func::cust("unhex").arg(Expr::col((LISTED, "value"))));
    ids
}
