//! Takes connections and lets them end: hyper's server under a router, with a limit on each wait.
//! `axum::serve` has none of these limits.

use super::idle::{Patience, Requests, Timed};
use axum::{Router, body::Body, extract::Request, response::Response};
use http_body_util::BodyExt;
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::{conn::auto, graceful::GracefulShutdown},
};
use std::{convert::Infallible, future::Future, net::SocketAddr, pin::pin, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    time::{sleep, timeout},
};
use tower::ServiceExt;

/// How long no connection is taken after the machine could not give one.
const BREATH: Duration = Duration::from_millis(100);

/// Where a request came from, before forwarding is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// Serves until `stop` comes; then takes no more connections, lets what is being answered finish,
/// and gives up on it after `drain`. Returns whether all of it did finish.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    patience: Patience,
    drain: Duration,
    stop: impl Future<Output = ()>,
) -> bool {
    let connections = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => open(stream, peer, &router, patience, &connections),
            // Out of descriptors, most likely: those that are open go on and will be closed.
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                sleep(BREATH).await;
            }
        }
    }
    drop(listener);
    timeout(drain, connections.shutdown()).await.is_ok()
}

/// Serves one connection, in a task of its own.
fn open(
    stream: TcpStream,
    peer: SocketAddr,
    router: &Router,
    patience: Patience,
    connections: &GracefulShutdown,
) {
    // Answers are written whole, so waiting for more to send would only delay them.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection ended at once");
        return;
    }
    let requests = Requests::default();
    let io = TokioIo::new(Timed::new(stream, patience, requests.clone()));
    let router = router.clone();
    let service = service_fn(move |request| answer(router.clone(), request, peer, &requests));
    let server = auto::Builder::new(TokioExecutor::new());
    let connection = server.serve_connection(io, service).into_owned();
    let connection = connections.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection broke");
        }
    });
}

/// Answers one request. It runs until the last byte of the answer has been handed over.
fn answer(
    router: Router,
    request: Request<Incoming>,
    peer: SocketAddr,
    requests: &Requests,
) -> impl Future<Output = Result<Response, Infallible>> + use<> {
    let running = requests.begin();
    async move {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Peer(peer));
        let response = router.oneshot(request).await?;
        Ok(response.map(|body| {
            Body::new(body.map_frame(move |frame| {
                let _ = &running;
                frame
            }))
        }))
    }
}
