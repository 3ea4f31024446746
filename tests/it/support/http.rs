//! A server behind a real socket, and what a client sends it.

use super::{Bank, bank::sequencer};
use api::{
    config::Config,
    http::{
        front::Front,
        graphiql::Logins,
        health::{Health, Probe},
        idle::Patience,
        router,
        server::serve,
    },
    service::session,
};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};
use std::{collections::HashMap, net::SocketAddr, time::Duration};
use tokio::{
    net::TcpListener,
    sync::oneshot,
    task::{JoinHandle, JoinSet},
};

/// How long a test's connections are waited for.
const PATIENCE: Patience = Patience { head: Duration::from_secs(5), rest: Duration::from_secs(5) };

pub(crate) struct Http {
    pub(crate) address: SocketAddr,
    pub(crate) health: Health,
    tokens: HashMap<&'static str, String>,
    client: Client,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<bool>,
    /// What a server does beside answering.
    beside: JoinSet<()>,
}

/// A whole answer.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Value,
}

impl Bank {
    /// A server in development, where some members of staff are signed in.
    pub(crate) async fn http(&self) -> Http {
        self.http_with(|config| config.mode = api::config::Mode::Development).await
    }

    /// A server whose configuration `change` has changed.
    pub(crate) async fn http_with(&self, change: impl FnOnce(&mut Config)) -> Http {
        let instance = self.server_with(change).await;
        let mut tokens = HashMap::new();
        for name in ["li", "wang", "boss", "auditor", "admin"] {
            tokens.insert(name, self.signed_in(&instance, name).await);
        }
        let mut http = Http { tokens, ..Http::open(Front::new(instance.clone())).await };
        http.beside.spawn(async move { instance.access().run(instance.writer()).await });
        http
    }

    /// A server that takes the tokens of its own sessions, with what runs beside it.
    pub(crate) async fn live(&self, change: impl FnOnce(&mut Config)) -> Http {
        let instance = self.server_with(change).await;
        let mut http = Http::open(Front::new(instance.clone())).await;
        let sequencer = sequencer(&instance);
        http.beside.spawn(async move { sequencer.run().await });
        http.beside.spawn(async move { session::follow(&instance).await });
        http
    }
}

impl Http {
    async fn open(front: Front) -> Self {
        let probe = Probe { name: "database", ask: Box::new(|| Box::pin(async { true })) };
        let health = Health::new(vec![probe]);
        let router = router::of(front, &health, Logins::none());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let stopping = async {
            let _stopped = stopped.await;
        };
        let drain = Duration::from_secs(5);
        let serving = tokio::spawn(serve(listener, router, PATIENCE, drain, stopping));
        let (client, beside) = (Client::new(), JoinSet::new());
        let tokens = HashMap::new();
        Self { address, health, tokens, client, stop, serving, beside }
    }
    /// The access token of a member of staff.
    pub(crate) fn token(&self, name: &str) -> &str {
        &self.tokens[name]
    }

    /// A request to a path.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("http://{}{path}", self.address))
    }

    /// A request to `/graphql` as a client of today sends it, with whatever body.
    pub(crate) fn post(&self) -> RequestBuilder {
        self.request(Method::POST, "/graphql")
            .header("content-type", "application/json")
            .header("accept", "application/graphql-response+json")
    }

    /// The answer to a document, asked by a member of staff.
    pub(crate) async fn ask(&self, name: &str, document: &str) -> Told {
        let request = self.post().bearer_auth(self.token(name));
        Told::of(request.body(json!({ "query": document }).to_string())).await
    }

    /// Stops the server; whether all that it was answering did finish.
    pub(crate) async fn stop(self) -> bool {
        self.stop.send(()).unwrap();
        self.serving.await.unwrap()
    }
}

impl Told {
    pub(crate) async fn of(request: RequestBuilder) -> Self {
        let response: Response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await.unwrap();
        let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
        Self { status, headers, body }
    }

    /// The status and the code of the first error.
    pub(crate) fn refused(&self) -> (u16, &str) {
        (self.status, self.body["errors"][0]["extensions"]["code"].as_str().unwrap_or_default())
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}
