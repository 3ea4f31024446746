//! How fast passwords may be guessed.
//!
//! All devices of an account that are not known share few tries, so that made-up devices buy no
//! more of them. A device that is known has its own, so that nobody can lock a colleague out. An
//! account that does not exist is limited like one that does.

use crate::{
    auth::network::counted,
    cache::{Cache, CacheError, Counted, Stamp, Window},
    config::SignIn,
    service::{error::ServiceError, op::Op},
};
use aws_lc_rs::digest;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use entity::id::DeviceId;
use std::time::Duration;

const MINUTE: Duration = Duration::from_mins(1);

/// A failure that was counted before anybody knows whether it is one; it is taken back by success.
/// Counted afterwards, many tries at once would each find none before them.
pub(super) struct Attempt {
    key: String,
    stamp: Stamp,
}

/// Lets an address try once more, if it may.
pub(super) async fn by_address(op: &Op) -> Result<(), ServiceError> {
    let limit = small(op.instance().config().sign_in.address_per_minute);
    let window = Window { limit, length: MINUTE };
    let address = &op.caller().address;
    let whose = address.parse().map_or_else(|_| address.clone(), |ip| counted(ip).to_string());
    let key = format!("sign-in:address:{{{whose}}}");
    count(op, &key, window).await.map(|_| ())
}

/// Lets a device, or all unknown devices of an account together, try once more, if they may.
pub(super) async fn by_account(
    op: &Op,
    employee_no: &str,
    known: Option<DeviceId>,
) -> Result<Attempt, ServiceError> {
    let config: &SignIn = &op.instance().config().sign_in;
    let whose = if let Some(device) = known {
        format!("device:{{{}}}", device.0)
    } else {
        // What people type stands nowhere in clear.
        let hash = digest::digest(&digest::SHA256, employee_no.as_bytes());
        format!("account:{{{}}}", URL_SAFE_NO_PAD.encode(hash))
    };
    if known.is_none() {
        let window = Window { limit: small(config.unknown_per_minute), length: MINUTE };
        count(op, &format!("sign-in:tries:{whose}"), window).await?;
    }
    let length = Duration::from_secs(config.failure_seconds);
    let key = format!("sign-in:failures:{whose}");
    let stamp = count(op, &key, Window { limit: small(config.failures), length }).await?;
    Ok(Attempt { key, stamp })
}

/// The attempt was none of a guesser.
pub(super) async fn succeeded(cache: &Cache, attempt: Attempt) {
    // If the cache is away it stays counted, which is on the safe side.
    let _away = cache.uncount(&attempt.key, attempt.stamp).await;
}

async fn count(op: &Op, key: &str, window: Window) -> Result<Stamp, ServiceError> {
    let counted = op.instance().sessions().cache.count(key, window, op.real_now()).await;
    match counted.map_err(|error| away(&error))? {
        Counted::Yes(stamp) => Ok(stamp),
        Counted::Full(wait) => {
            Err(ServiceError::RateLimited(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)))
        }
    }
}

/// Where tries cannot be counted, none is let through.
fn away(error: &CacheError) -> ServiceError {
    ServiceError::StoreUnavailable(error.to_string())
}

fn small(limit: u64) -> u32 {
    u32::try_from(limit).unwrap_or(u32::MAX)
}
