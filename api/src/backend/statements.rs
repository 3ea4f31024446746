//! How many statements a piece of work sends, for the log and the budget.

use sea_orm::DatabaseConnection;
use std::{
    cell::{Cell, RefCell},
    future::Future,
};

tokio::task_local! {
    static SENT: Tally;
}

/// What was sent so far.
#[derive(Debug, Default)]
struct Tally {
    number: Cell<u32>,
    texts: RefCell<Vec<String>>,
    keeps_texts: bool,
}

/// Counts what `work` sends through the pools of this program.
pub async fn counted<Work: Future>(work: Work) -> (Work::Output, u32) {
    SENT.scope(Tally::default(), async {
        let done = work.await;
        (done, SENT.with(|tally| tally.number.get()))
    })
    .await
}

/// Like [`counted`], with the texts.
pub async fn listed<Work: Future>(work: Work) -> (Work::Output, Vec<String>) {
    SENT.scope(Tally { keeps_texts: true, ..Tally::default() }, async {
        let done = work.await;
        (done, SENT.with(|tally| tally.texts.take()))
    })
    .await
}

/// How many statements the surrounding [`counted`] has seen so far; 0 outside of one.
#[must_use]
pub fn so_far() -> u32 {
    SENT.try_with(|tally| tally.number.get()).unwrap_or(0)
}

/// Lets `pool` report each statement to the task that sends it.
pub(super) fn count(pool: &mut DatabaseConnection) {
    pool.set_metric_callback(|info| {
        // Outside a task that counts there is nobody to tell.
        let _told = SENT.try_with(|tally| {
            tally.number.set(tally.number.get() + 1);
            if tally.keeps_texts {
                tally.texts.borrow_mut().push(info.statement.sql.clone());
            }
        });
    });
}
