//! Stands between a client and a server, and can be cut and silenced.

use std::sync::{Arc, LazyLock};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
};

static SERVER: LazyLock<String> = LazyLock::new(|| {
    #[expect(clippy::disallowed_methods, reason = "the one place where these tests are configured")]
    let url = std::env::var("RAPPORT_TEST_REDIS");
    let url = url.unwrap_or_else(|_| "redis://127.0.0.1:6379".into());
    url.trim_start_matches("redis://").trim_end_matches('/').to_owned()
});

/// Host and port of the Redis of the tests.
pub(crate) fn server() -> &'static str {
    &SERVER
}

/// What the wire does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Carries.
    Whole,
    /// Is cut: nobody gets through, and who was through is thrown out.
    Cut,
    /// Takes everything and answers nothing.
    Silent,
}

pub(crate) struct Wire {
    pub(crate) url: String,
    mode: Arc<watch::Sender<Mode>>,
}

impl Wire {
    pub(crate) async fn to(server: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("redis://{}", listener.local_addr().unwrap());
        let mode = Arc::new(watch::Sender::new(Mode::Whole));
        let wire = Self { url, mode: Arc::clone(&mode) };
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let modes = mode.subscribe();
                let cut = mode.subscribe();
                if *cut.borrow() != Mode::Cut {
                    tokio::spawn(until_cut(cut, carry(client, server, modes)));
                }
            }
        });
        wire
    }

    pub(crate) fn set(&self, mode: Mode) {
        self.mode.send_replace(mode);
    }
}

async fn until_cut(mut modes: watch::Receiver<Mode>, work: impl Future<Output = ()>) {
    tokio::select! {
        () = work => {}
        _ = modes.wait_for(|mode| *mode == Mode::Cut) => {}
    }
}

async fn carry(client: TcpStream, server: &str, modes: watch::Receiver<Mode>) {
    let server = TcpStream::connect(server).await.unwrap();
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let there = async { tokio::io::copy(&mut from_client, &mut to_server).await };
    let back = async {
        let mut modes = modes;
        let mut buffer = vec![0; 4 * 1024];
        while let Ok(length @ 1..) = from_server.read(&mut buffer).await {
            let _open = modes.wait_for(|mode| *mode == Mode::Whole).await.map(|_| ());
            to_client.write_all(&buffer[..length]).await.unwrap();
        }
    };
    tokio::select! { _ = there => {}, () = back => {} }
}
