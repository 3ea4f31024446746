//! What a request passes before it is executed, one function a step.

use super::{
    answer::CostReport,
    bearer::{self, Claim},
    client,
    fault::Fault,
    front::Front,
    graphql::Refused,
    guard::{Cost, Operation, Refusal},
    server::Peer,
};
use crate::service::session::authenticate::{Denied, authenticate};
use async_graphql::{Variables, parser::types::OperationType};
use axum::body::Body;
use bytes::Bytes;
use entity::actor::Actor;
use http::{HeaderMap, header, request::Parts as Head, uri::Authority};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use std::net::{IpAddr, Ipv4Addr};
use tokio::{sync::OwnedSemaphorePermit, time::timeout};

/// Root fields that nobody need sign in for.
const ANONYMOUS: [&str; 4] = ["sessionSignIn", "sessionRefresh", "apiInfo", "__typename"];
/// The same, where the schema is shown.
const SCHEMA: [&str; 2] = ["__schema", "__type"];

/// Whom a request comes from.
pub(super) fn address(front: &Front, head: &Head) -> IpAddr {
    let peer = head.extensions.get::<Peer>().map(|peer| peer.0.ip());
    let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    client::address(peer, &head.headers, &front.parts().instance.config().http.trusted_proxies)
}

/// Lets pages of the server itself and of the configured origins in, and whatever is no page. A
/// browser sends its cookies along, so it is not enough that others cannot read the answer.
pub(super) fn origin(front: &Front, head: &Head) -> Result<(), Fault> {
    let Some(origin) = head.headers.get(header::ORIGIN) else { return Ok(()) };
    let known = &front.parts().instance.config().http.origins;
    let named = head.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = head.uri.authority().map(Authority::as_str).or(named);
    let allowed = origin.to_str().is_ok_and(|origin| {
        let own = origin.split_once("://").map(|(_, authority)| authority);
        known.iter().any(|known| known == origin) || own.is_some() && own == host
    });
    if allowed { Ok(()) } else { Err(Fault::foreign_origin()) }
}

/// Who asks; `None` where no claim is made. A token that is worth nothing counts like none, so that
/// making some up gives an address no more tries.
pub(super) async fn authenticated(
    front: &Front,
    headers: &HeaderMap,
    address: IpAddr,
) -> Result<Option<Actor>, Fault> {
    let parts = front.parts();
    let now = parts.instance.clock().now();
    let fault = match bearer::claim(headers) {
        Claim::Nobody => {
            parts.rates.anonymous(address, now).await?;
            return Ok(None);
        }
        Claim::Bearer(token) => {
            parts.rates.claimed(address, now).await?;
            match authenticate(&parts.instance, token).await {
                Ok(actor) => return Ok(Some(actor)),
                Err(Denied::Expired) => Fault::token_expired(),
                Err(Denied::Invalid) => Fault::unauthenticated(),
                Err(Denied::Failed(error)) => {
                    tracing::error!(%error, "nobody could say whom a token speaks for");
                    return Err(Fault::unavailable());
                }
            }
        }
        Claim::Unreadable => Fault::unauthenticated(),
    };
    parts.rates.anonymous(address, now).await?;
    Err(fault)
}

/// The body of a request, whole.
pub(super) async fn body(front: &Front, head: &Head, body: Body) -> Result<Bytes, Fault> {
    let most = front.limits().body_bytes;
    let told = head.headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    if told.and_then(|length| length.parse::<usize>().ok()).is_some_and(|length| length > most) {
        return Err(Fault::body_too_large(most));
    }
    let whole = timeout(front.parts().body_wait, Limited::new(body, most).collect());
    match whole.await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Fault::body_too_large(most)),
        Ok(Err(_)) => Err(Fault::body_broken()),
        Err(_) => Err(Fault::body_too_slow()),
    }
}

/// What an operation costs, if whoever asks may send it at all.
pub(super) fn judged(
    front: &Front,
    operation: &Operation<'_>,
    variables: &Variables,
    signed_in: bool,
) -> Result<Cost, Fault> {
    if operation.kind() == OperationType::Subscription {
        return Err(Refusal::KindNotServed { kind: operation.kind() }.into());
    }
    let shows_schema = front.parts().shows_schema;
    let open = |name: &&str| ANONYMOUS.contains(name) || (shows_schema && SCHEMA.contains(name));
    if !signed_in && !operation.root_fields().iter().all(open) {
        return Err(Fault::unauthenticated());
    }
    let limits = front.limits();
    Ok(operation.cost(variables, limits.list_items, limits.cost)?)
}

/// Takes a place and the points from whoever asks. Nobody has no bucket: what nobody may ask for is
/// limited by address, and signing in by account.
pub(super) async fn charged(
    front: &Front,
    actor: Option<&Actor>,
    cost: Cost,
) -> Result<(Option<OwnedSemaphorePermit>, CostReport), Refused> {
    let rates = &front.parts().rates;
    let mut report = CostReport {
        requested: cost.points(),
        actual: 0,
        available: rates.full().into(),
        restore_rate: rates.restore_rate().into(),
    };
    let Some(actor) = actor else { return Ok((None, report)) };
    let place = rates.place(actor.staff).await?;
    let now = front.parts().instance.clock().now();
    let taken = rates.points(actor.staff, cost.points(), now).await;
    report.available = taken.left.into();
    if taken.granted {
        return Ok((Some(place), report));
    }
    Err(Refused { faults: vec![Fault::rate_limited(taken.wait)], cost: Some(report) })
}
