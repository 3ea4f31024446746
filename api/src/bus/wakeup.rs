//! The bus, in the process or through Redis.

use crate::cache;
use redis::{Client, ProtocolVersion, PushInfo, PushKind, Value, aio::ConnectionManager};
use std::{fmt, sync::Arc, time::Duration};
use tokio::{
    sync::watch,
    task::AbortHandle,
    time::{sleep, timeout},
};

/// How often the subscription is renewed. A cut renews it at once; this is for the rest, such as a
/// server that lost its subscribers but not their connections.
const RENEWAL: Duration = Duration::from_secs(5);
/// How soon a subscription that failed is tried again.
const RETRY: Duration = Duration::from_millis(500);

/// Why others were not woken; they will look by themselves within a second.
#[derive(Clone, Debug, thiserror::Error)]
pub enum BusError {
    /// Redis is away, or did not answer in time. The text is for the log.
    #[error("bus unavailable: {0}")]
    Unavailable(String),
    /// The address in the configuration is none.
    #[error("bus address: {0}")]
    Address(String),
}

/// Tells every instance how far the change log reaches. Clones are the same bus.
#[derive(Clone, Debug)]
pub struct Bus {
    head: Arc<watch::Sender<i64>>,
    remote: Option<Arc<Remote>>,
}

impl Bus {
    /// A bus within the process.
    #[must_use]
    pub fn embedded() -> Self {
        Self { head: Arc::new(watch::Sender::new(0)), remote: None }
    }

    /// A bus through Redis, on a channel that begins with `prefix`. It connects by itself and as
    /// often as need be; until then it wakes its own instance only. Needs a tokio runtime.
    ///
    /// # Errors
    /// `url` is no address of Redis.
    pub fn redis(url: &str, prefix: &str, patience: Duration) -> Result<Self, BusError> {
        let head = Arc::new(watch::Sender::new(0));
        let remote = Remote::new(url, prefix, patience, &head);
        // What the library says of an address may repeat its password.
        let remote = remote.map_err(|_| BusError::Address("not an address of Redis".into()))?;
        Ok(Self { head, remote: Some(Arc::new(remote)) })
    }

    /// Wakes whoever waits, on this instance in any case.
    ///
    /// # Errors
    /// Other instances were not told.
    pub async fn publish(&self, head: i64) -> Result<(), BusError> {
        raise(&self.head, head);
        match &self.remote {
            Some(remote) => remote.publish(head).await,
            None => Ok(()),
        }
    }

    /// Changes whenever some instance has published. Its value is the highest head so far.
    #[must_use]
    pub fn subscribe(&self) -> watch::Receiver<i64> {
        self.head.subscribe()
    }
}

/// Wakes also when the head is known already, since who reads the log knows best how far it is.
fn raise(heads: &watch::Sender<i64>, head: i64) {
    heads.send_modify(|known| *known = head.max(*known));
}

struct Remote {
    connection: ConnectionManager,
    channel: String,
    patience: Duration,
    renewal: AbortHandle,
}

impl fmt::Debug for Remote {
    /// The address may hold a password.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Remote").field("channel", &self.channel).finish_non_exhaustive()
    }
}

impl Remote {
    fn new(
        url: &str,
        prefix: &str,
        patience: Duration,
        heads: &Arc<watch::Sender<i64>>,
    ) -> redis::RedisResult<Self> {
        let address = redis::IntoConnectionInfo::into_connection_info(url)?;
        // Only with this protocol does a connection notice a cut without being used.
        let settings = address.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
        let client = Client::open(address.set_redis_settings(settings))?;
        let heads = Arc::clone(heads);
        let heard = move |message: PushInfo| {
            if let Some(head) = head_of(&message) {
                raise(&heads, head);
            }
            Ok::<(), redis::aio::SendError>(())
        };
        let config =
            cache::patience(patience).set_push_sender(heard).set_automatic_resubscription();
        let connection = cache::connection(client, config)?;
        let channel = format!("{prefix}:head");
        let renewal = tokio::spawn(stay_subscribed(connection.clone(), channel.clone(), patience));
        Ok(Self { connection, channel, patience, renewal: renewal.abort_handle() })
    }

    async fn publish(&self, head: i64) -> Result<(), BusError> {
        let mut connection = self.connection.clone();
        let command = redis::cmd("PUBLISH").arg(&self.channel).arg(head).take();
        match timeout(self.patience, command.exec_async(&mut connection)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(BusError::Unavailable(error.to_string())),
            Err(_) => Err(BusError::Unavailable("no answer in time".into())),
        }
    }
}

impl Drop for Remote {
    fn drop(&mut self) {
        self.renewal.abort();
    }
}

async fn stay_subscribed(mut connection: ConnectionManager, channel: String, patience: Duration) {
    loop {
        let subscribed = timeout(patience, connection.subscribe(&channel)).await;
        let is_subscribed = matches!(subscribed, Ok(Ok(())));
        sleep(if is_subscribed { RENEWAL } else { RETRY }).await;
    }
}

fn head_of(message: &PushInfo) -> Option<i64> {
    match (&message.kind, message.data.as_slice()) {
        (PushKind::Message, [_, Value::BulkString(head)]) => {
            std::str::from_utf8(head).ok()?.parse().ok()
        }
        _ => None,
    }
}
