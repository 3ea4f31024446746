//! Takes connections and lets them end: hyper's server under a router, with a limit on each wait.
//! `axum::serve` has none of these limits. HTTP/1.1 alone is spoken: whoever ends TLS before a
//! server speaks HTTP/2 to the phones, and over one connection of it a client that takes no bytes
//! of one answer while others flow could not be told from a slow one.

use super::idle::{Patience, Requests, Timed};
use axum::{Router, body::Body, extract::Request, response::Response};
use http_body_util::BodyExt;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{rt::TokioIo, server::graceful::GracefulShutdown};
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
    let connection = http1::Builder::new().serve_connection(io, service);
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

#[cfg(test)]
mod tests {
    use super::{Patience, serve};
    use axum::{Router, routing::get};
    use std::{
        net::SocketAddr,
        time::{Duration, Instant},
    };
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::{TcpListener, TcpStream},
        sync::oneshot,
        task::JoinHandle,
        time::sleep,
    };

    const SLOW: Duration = Duration::from_millis(400);
    const HEAD: &[u8] = b"GET /slow HTTP/1.1\r\nhost: a\r\n\r\n";

    /// A server that waits 200 ms for a head and 600 ms for the next request, and answers `/slow`
    /// after 400 ms.
    async fn server() -> (SocketAddr, oneshot::Sender<()>, JoinHandle<bool>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route(
            "/slow",
            get(async || {
                sleep(SLOW).await;
                "done"
            }),
        );
        let patience = Patience { head: SLOW / 2, rest: SLOW * 3 / 2 };
        let (stop, stopped) = oneshot::channel();
        let drain = Duration::from_secs(5);
        let serving = serve(listener, router, patience, drain, async {
            let _ = stopped.await;
        });
        (address, stop, tokio::spawn(serving))
    }

    /// Reads until the server closes; what it sent and how long that took.
    async fn until_closed(stream: &mut TcpStream) -> (String, Duration) {
        let (start, mut text) = (Instant::now(), String::new());
        // A connection that is cut ends as well as one that is closed.
        let _ = stream.read_to_string(&mut text).await;
        (text, start.elapsed())
    }

    #[tokio::test]
    async fn head_is_not_waited_for_for_long() {
        let (address, _stop, _serving) = server().await;
        for sent in [&b""[..], b"GET /slow HT"] {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(sent).await.unwrap();
            let (_, time) = until_closed(&mut stream).await;
            assert!(time < SLOW, "{time:?}");
        }
    }

    #[tokio::test]
    async fn http_2_is_not_spoken() {
        let (address, _stop, _serving) = server().await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await.unwrap();
        let (text, _) = until_closed(&mut stream).await;
        assert!(text.is_empty() || text.starts_with("HTTP/1.1 4"), "{text}");
    }

    #[tokio::test]
    async fn connection_rests_longer_than_a_head_takes_and_not_for_ever() {
        let (address, _stop, _serving) = server().await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        let mut buffer = [0; 512];
        // The answer takes longer than a head may, and so does the rest afterwards.
        for _ in 0..2 {
            stream.write_all(HEAD).await.unwrap();
            assert!(stream.read(&mut buffer).await.unwrap() > 0);
            sleep(SLOW).await;
        }
        let (text, time) = until_closed(&mut stream).await;
        assert_eq!(text, "");
        assert!(time < SLOW, "{time:?}");

        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(HEAD).await.unwrap();
        assert!(stream.read(&mut buffer).await.unwrap() > 0);
        stream.write_all(b"GET /sl").await.unwrap();
        let (_, time) = until_closed(&mut stream).await;
        assert!(time < SLOW, "{time:?}");
    }

    #[tokio::test]
    async fn what_is_being_answered_finishes_after_the_stop() {
        let (address, stop, serving) = server().await;
        let mut busy = TcpStream::connect(address).await.unwrap();
        let mut resting = TcpStream::connect(address).await.unwrap();
        busy.write_all(HEAD).await.unwrap();
        sleep(SLOW / 4).await;
        stop.send(()).unwrap();
        let (text, _) = until_closed(&mut busy).await;
        assert!(text.ends_with("done"), "{text}");
        until_closed(&mut resting).await;
        assert!(serving.await.unwrap());
        assert!(TcpStream::connect(address).await.is_err());
    }
}
