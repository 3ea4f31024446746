//! Lets async-graphql carry an operation out, within a time, and writes what it answers.

use super::{
    answer::CostReport,
    fault::Fault,
    front::Front,
    guard::{Cost, Document, Operation},
    metrics,
    negotiate::Media,
    outcome,
    request_id::RequestId,
};
use crate::{
    backend::statements,
    service::{access, op::Op},
};
use async_graphql::{Request, Response as Executed, Variables};
use axum::response::Response;
use futures_util::FutureExt;
use std::{panic::AssertUnwindSafe, sync::Arc};
use tokio::time::timeout;

/// The request as async-graphql takes it.
pub(super) fn prepared(
    document: &Document,
    operation: &Operation<'_>,
    variables: Variables,
    op: &Arc<Op>,
) -> Request {
    let mut request = Request::new(String::new()).variables(variables).data(Arc::clone(op));
    request.operation_name = operation.name().map(str::to_owned);
    request.set_parsed_query(document.parsed().clone());
    request
}

/// Executes it; also told is how many statements that took. Given up, it is dropped where it stands,
/// and its transaction with it.
pub(super) async fn executed(
    front: &Front,
    request: Request,
    op: &Op,
) -> Result<(Executed, u32), Fault> {
    let parts = front.parts();
    let work = AssertUnwindSafe(parts.schema.execute(request)).catch_unwind();
    let (done, sent) = statements::counted(timeout(parts.execution, work)).await;
    let request_id = op.caller().request_id.as_str();
    let Ok(done) = done else { return Err(Fault::deadline()) };
    let Ok(response) = done else {
        tracing::error!(request_id, "an operation panicked");
        return Err(Fault::internal());
    };
    // A full queue is waited for no longer than an operation may run, since the operation keeps its
    // connection and its place meanwhile. What is not recorded is not answered.
    match timeout(parts.execution, access::flush(op)).await {
        Ok(Ok(())) => Ok((response, sent)),
        Ok(Err(error)) => {
            tracing::error!(request_id, %error, "what was read could not be recorded");
            Err(Fault::unavailable())
        }
        Err(_) => {
            tracing::error!(request_id, "what was read could not be recorded in time");
            Err(Fault::unavailable())
        }
    }
}

/// What an operation came to, in points.
pub(super) fn actual(response: &Executed, statements: u32) -> u64 {
    Cost { statements: statements.into(), nodes: outcome::nodes(&response.data) }.points()
}

/// Writes the answer, with what it cost and whether it is a repeat.
pub(super) fn written(
    front: &Front,
    mut executed: Executed,
    media: Media,
    op: &Op,
    id: &RequestId,
    cost: CostReport,
) -> Response {
    let headers = std::mem::take(&mut executed.http_headers);
    let (answer, status) = outcome::of(executed, media, id, front.parts().shows_schema);
    let mut answer = answer.with_cost(cost);
    if op.is_replay() {
        answer.extensions.insert("idempotentReplay".to_owned(), true.into());
    }
    for error in &answer.errors {
        metrics::told(outcome::known(error.code()));
    }
    let mut response = answer.write(status, media);
    response.headers_mut().extend(headers);
    response
}
