//! `rapport healthcheck`: for containers, whose images hold no HTTP client.

use super::{exit::Exit, exit::Fault, setup::Setup};
use serde_json::json;
use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

/// How long a server that is ready may take to say so.
const PATIENCE: Duration = Duration::from_secs(3);
/// The beginning of the answer of a server that is ready.
const READY: &[u8] = b"HTTP/1.1 200";

/// Asks, and ends with 0 if the server is ready.
pub(super) async fn run(setup: &Setup) -> Result<Exit, Fault> {
    let address = reachable(setup.config.http.listen);
    let away = |why: &str| Fault::new(Exit::Unavailable, format!("{address}: {why}"));
    let answer = timeout(PATIENCE, ask(address)).await.map_err(|_| away("no answer"))?;
    let is_ready = answer.map_err(|error| away(&error.to_string()))?;
    if !is_ready {
        return Err(away("not ready"));
    }
    setup.output.answer("ready", &json!({ "ready": true }))?;
    Ok(Exit::Done)
}

async fn ask(address: SocketAddr) -> std::io::Result<bool> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!("GET /ready HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut beginning = [0; READY.len()];
    stream.read_exact(&mut beginning).await?;
    Ok(beginning == READY)
}

/// An address to connect to: what listens on all of them is asked on the loopback.
fn reachable(mut listen: SocketAddr) -> SocketAddr {
    if listen.ip().is_unspecified() {
        listen.set_ip(match listen {
            SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
        });
    }
    listen
}
