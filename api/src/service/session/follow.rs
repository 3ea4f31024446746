//! Keeps what is known of ended sessions up with the change log.

use crate::service::instance::Instance;
use std::time::Duration;
use tokio::time::timeout;

/// How long an instance that nobody wakes waits before it looks by itself.
const POLL: Duration = Duration::from_secs(1);

/// Reads whenever some instance has told of a change, and otherwise once a second. Ends with its
/// task.
pub async fn follow(instance: &Instance) {
    let sessions = instance.sessions();
    let mut heads = sessions.bus.subscribe();
    loop {
        if let Err(error) = sessions.catch_up(instance.truth(), instance.clock().now()).await {
            tracing::error!(%error, "the change log could not be read for ended sessions");
        }
        let _woken_or_late = timeout(POLL, heads.changed()).await;
    }
}
