//! A server from its start to its end: what runs beside it, what it listens on, how it stops.

use super::{exit::Exit, exit::Fault};
use crate::{
    config::Http,
    http::{
        front::Front,
        graphiql::Logins,
        health::{Health, Probe},
        idle::Patience,
        metrics, router,
        server::serve,
    },
    job::runner::Runner,
    service::{audit::seal::Sealer, change::Sequencer, instance::Instance, session},
};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::TcpListener,
    signal,
    sync::watch,
    task::{JoinHandle, JoinSet},
    time::timeout,
};

/// How long what is not a request may take to end, once all requests have.
const TIDYING: Duration = Duration::from_secs(5);

/// The addresses that a server listens on. They are taken before anything else is done: whoever
/// started it twice learns that at once.
pub(super) struct Sockets {
    api: TcpListener,
    figures: TcpListener,
}

impl Sockets {
    /// Takes them.
    pub(super) async fn open(config: &Http) -> Result<Self, Fault> {
        Ok(Self {
            api: listen(config.listen, "listen").await?,
            figures: listen(config.metrics_listen, "metrics_listen").await?,
        })
    }
}

async fn listen(address: SocketAddr, setting: &str) -> Result<TcpListener, Fault> {
    TcpListener::bind(address).await.map_err(|error| {
        let variable = format!("RAPPORT_HTTP__{}", setting.to_uppercase());
        let text = format!(
            "{address} cannot be listened on: {error}. Another one is set by `http.{setting}` or \
             {variable}"
        );
        Fault::new(Exit::Failed, text)
    })
}

/// Serves until the process is told to stop. `greet` hears the address once it can be asked.
pub(super) async fn run(
    instance: Instance,
    sockets: Sockets,
    logins: Logins,
    greet: impl FnOnce(SocketAddr) -> Result<(), Fault>,
) -> Result<Exit, Fault> {
    let config = instance.config().http.clone();
    let address = sockets.api.local_addr()?;
    let counting = metrics::start();
    let counting = counting.map_err(|error| Fault::new(Exit::Failed, error.to_string()))?;

    let front = Front::new(instance.clone());
    let health = Health::new(vec![database(instance.clone())]);
    let routes = router::of(front, &health, logins);
    let (stop, stopped) = stopping(health);
    let beside = Beside::begin(&instance);
    let figures = tokio::spawn(serve(
        sockets.figures,
        metrics::router(&counting),
        patience(&config),
        TIDYING,
        until(stopped.clone()),
    ));
    tracing::info!(%address, "serving");
    greet(address)?;

    let drain = Duration::from_secs(config.drain_seconds).saturating_sub(TIDYING);
    let finished = serve(sockets.api, routes, patience(&config), drain, until(stopped)).await;
    if !finished {
        tracing::warn!("some requests did not end in time");
    }
    beside.end(&instance).await;
    figures.abort();
    stop.abort();
    tracing::info!("stopped");
    Ok(Exit::Done)
}

fn patience(config: &Http) -> Patience {
    Patience {
        head: Duration::from_secs(config.header_seconds),
        rest: Duration::from_secs(config.idle_seconds),
    }
}

/// Requests need the database. Without Redis they are answered, only slower.
fn database(instance: Instance) -> Probe {
    let ask = move || {
        let instance = instance.clone();
        let asked: futures_util::future::BoxFuture<'static, bool> =
            Box::pin(async move { instance.truth().ping().await.is_ok() });
        asked
    };
    Probe { name: "database", ask: Box::new(ask) }
}

/// Waits for the signal to stop; from then on the server is not ready.
fn stopping(health: Health) -> (JoinHandle<()>, watch::Receiver<bool>) {
    let (told, stopped) = watch::channel(false);
    let waiting = tokio::spawn(async move {
        signalled().await;
        tracing::info!("stopping");
        health.stop();
        told.send_replace(true);
    });
    (waiting, stopped)
}

/// Until the process is told to stop.
#[cfg(unix)]
pub(super) async fn signalled() {
    let terminated = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut terminate) => {
                terminate.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = signal::ctrl_c() => {}
        () = terminated => {}
    }
}

#[cfg(not(unix))]
pub(super) async fn signalled() {
    let _told = signal::ctrl_c().await;
}

async fn until(mut stopped: watch::Receiver<bool>) {
    let _told = stopped.wait_for(|&stopped| stopped).await;
}

/// What runs beside the requests.
struct Beside {
    jobs: Arc<Runner>,
    /// Ends by itself, once it is told to.
    ending: JoinSet<()>,
    /// May be cut off anywhere: the next instance goes on.
    endless: JoinSet<()>,
}

impl Beside {
    fn begin(instance: &Instance) -> Self {
        let (writer, bus) = (instance.writer().clone(), instance.sessions().bus().clone());
        let jobs = Arc::new(Runner::new(instance.clone()));
        let (mut ending, mut endless) = (JoinSet::new(), JoinSet::new());
        let sequencer = Sequencer::new(writer.clone(), bus);
        endless.spawn(async move { sequencer.run().await });
        let sealer = Sealer::new(writer);
        endless.spawn(async move { sealer.run().await });
        let following = instance.clone();
        endless.spawn(async move { session::follow(&following).await });
        let running = Arc::clone(&jobs);
        ending.spawn(async move { running.run().await });
        let recording = instance.clone();
        ending.spawn(async move { recording.access().run(recording.writer()).await });
        Self { jobs, ending, endless }
    }

    async fn end(mut self, instance: &Instance) {
        self.jobs.stop();
        instance.access().close();
        let ended = async { while self.ending.join_next().await.is_some() {} };
        if timeout(TIDYING, ended).await.is_err() {
            tracing::warn!("jobs under way were cut off; another instance takes them");
        }
        self.endless.shutdown().await;
    }
}
