//! `POST /graphql`: from a request to an operation, and from its outcome to an answer.
//!
//! In this order, each step cheaper than what it protects: content types; the address's rate; who
//! asks; the body; the document; what its operation costs; the user's points; execution.

use super::{
    admit,
    answer::{self, CostReport},
    bearer, execute,
    fault::Fault,
    front::Front,
    metrics,
    negotiate::{self, Media},
    params::Params,
    request_id::RequestId,
};
use crate::service::{
    locale::Locale,
    op::{Caller, Op},
};
use axum::{
    body::Body,
    extract::{Request, State},
    response::Response,
};
use http::{HeaderMap, HeaderValue, header, request::Parts as Head};
use std::{sync::Arc, time::Instant};

/// Characters of an operation's name that are logged.
const LOGGED_NAME: usize = 64;

/// What is logged of a request, as far as it came.
#[derive(Debug, Default)]
struct Trail {
    operation: Option<String>,
    actor: Option<String>,
    points: u64,
    statements: u32,
}

/// Why a request is refused, with what its operation would cost if that is known.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) faults: Vec<Fault>,
    pub(super) cost: Option<CostReport>,
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self { faults: vec![fault], cost: None }
    }
}

/// Answers an operation.
pub(super) async fn post(State(front): State<Front>, request: Request) -> Response {
    let start = Instant::now();
    let (head, body) = request.into_parts();
    let id = named(&head);
    let mut trail = Trail::default();
    let media = Media::accepted(&head.headers);
    let told = media.unwrap_or(Media::Json);
    let answered = match media {
        Ok(media) => carry_out(&front, &head, body, media, &id, &mut trail).await,
        Err(refused) => Err(Fault::from(refused).into()),
    };
    let response = answered.unwrap_or_else(|Refused { faults, cost }| {
        for fault in &faults {
            metrics::told(fault.code);
        }
        answer::refuse(&faults, told, &id, cost)
    });
    tracing::info!(
        request_id = id.as_str(),
        operation = trail.operation,
        actor = trail.actor,
        status = response.status().as_u16(),
        points = trail.points,
        statements = trail.statements,
        millis = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
        "operation"
    );
    response
}

/// Tells that operations come by POST.
pub(super) async fn not_post(request: Request) -> Response {
    let (head, _) = request.into_parts();
    let media = Media::accepted(&head.headers).unwrap_or(Media::Json);
    let mut response = answer::refuse(&[Fault::not_post()], media, &named(&head), None);
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
    response
}

fn named(head: &Head) -> RequestId {
    head.extensions.get().cloned().unwrap_or_else(|| RequestId::of(&head.headers))
}

/// Carries one operation out.
async fn carry_out(
    front: &Front,
    head: &Head,
    body: Body,
    media: Media,
    id: &RequestId,
    trail: &mut Trail,
) -> Result<Response, Refused> {
    if !negotiate::is_json(&head.headers) {
        return Err(Fault::not_json().into());
    }
    admit::origin(front, head)?;
    let address = admit::address(front, head);
    let actor = admit::authenticated(front, &head.headers, address).await?;
    trail.actor = actor.as_ref().map(|actor| actor.staff.to_string());
    let params = Params::read(&admit::body(front, head, body).await?).map_err(Fault::from)?;
    let document = front.parts().documents.find(&params).await;
    let document = document.map_err(|missing| Refused { faults: missing.into(), cost: None })?;
    let operation = document.operation(params.operation_name.as_deref()).map_err(Fault::from)?;
    trail.operation = operation.name().map(|name| name.chars().take(LOGGED_NAME).collect());
    let cost = admit::judged(front, &operation, &params.variables, actor.is_some())?;
    trail.points = cost.points();
    let (_place, report) = admit::charged(front, actor.as_ref(), cost).await?;
    if actor.is_some() {
        front.parts().documents.tell(&params).await;
    }
    let locale = locale(&head.headers);
    let (request_id, address) = (id.as_str().to_owned(), address.to_string());
    let cookies = bearer::cookies(&head.headers);
    let caller = Caller { actor, locale, request_id, address, cookies };
    let op = Arc::new(Op::new(front.parts().instance.clone(), caller));
    let request = execute::prepared(&document, &operation, params.variables, &op);
    let (response, statements) = execute::executed(front, request, &op).await?;
    trail.statements = statements;
    metrics::executed(u32::try_from(cost.points()).unwrap_or(u32::MAX), statements);
    let report = CostReport { actual: execute::actual(&response, statements), ..report };
    Ok(execute::written(front, response, media, &op, id, report))
}

/// The language that a client asks for.
fn locale(headers: &HeaderMap) -> Locale {
    let given = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    given.and_then(Locale::accepted).unwrap_or_default()
}
