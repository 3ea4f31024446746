//! The server's stores and keys, for commands that work on its data.

use super::{command::Setup, exit::Exit, exit::Fault, migrate};
use crate::{
    auth::{cookie::Cookies, keyring::Keyring},
    clock::SystemClock,
    service::{
        instance::Instance,
        locale::Locale,
        op::{Caller, Op},
        refusal::Stop,
    },
};
use std::sync::Arc;
use uuid::Uuid;

/// Opens them.
pub(super) async fn open(setup: &Setup) -> Result<Instance, Fault> {
    let keyring = Arc::new(Keyring::load(&setup.config.keys.dir)?);
    let instance = Instance::open(setup.config.clone(), keyring, Arc::new(SystemClock)).await?;
    let missing = migrate::missing(instance.readers()).await?;
    if missing.is_empty() {
        return Ok(instance);
    }
    let text = format!("{} migrations are missing: run `rapport migrate up`", missing.len());
    Err(Fault::refused(text))
}

/// An operation of the operator: nobody is signed in, and what is done is audited as the command
/// line's.
pub(super) fn operation(instance: Instance) -> Op {
    let caller = Caller {
        actor: None,
        locale: Locale::En,
        request_id: Uuid::now_v7().to_string(),
        address: "command line".to_owned(),
        cookies: Cookies::default(),
    };
    Op::new(instance, caller)
}

impl From<Stop> for Fault {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Failed(error) => error.into(),
            Stop::Refused(refusal) => {
                let place = refusal.path.join(".");
                Self::new(Exit::Refused, format!("{place}: {}", refusal.message.en))
            }
        }
    }
}
