//! The server's stores and keys, for commands that work on its data.

use super::{exit::Exit, exit::Fault, migrate, setup::Setup};
use crate::{
    auth::{cookie::Cookies, keyring::Keyring},
    backend,
    clock::SystemClock,
    service::{
        instance::Instance,
        locale::Locale,
        op::{Caller, Op},
        refusal::Stop,
        write::Writer,
    },
};
use entity::bank;
use sea_orm::{DatabaseConnection, EntityTrait as _};
use std::sync::Arc;
use uuid::Uuid;

/// Opens them all, over a database of this version that holds a bank.
pub(super) async fn open(setup: &Setup) -> Result<Instance, Fault> {
    let keyring = Arc::new(Keyring::load(&setup.config.keys.dir)?);
    let pool = backend::writers(&setup.config.database).await?;
    migrated(&pool).await?;
    if bank::Entity::find().one(&pool).await?.is_none() {
        let text = "the database holds no bank: run `rapport import` or `rapport seed`";
        return Err(Fault::refused(text));
    }
    pool.close().await?;
    Ok(Instance::open(setup.config.clone(), keyring, Arc::new(SystemClock)).await?)
}

/// Opens what a bank is loaded with, which needs no bank yet.
pub(super) async fn stores(setup: &Setup) -> Result<(Writer, Arc<Keyring>), Fault> {
    let keyring = Arc::new(Keyring::load(&setup.config.keys.dir)?);
    let pool = backend::writers(&setup.config.database).await?;
    migrated(&pool).await?;
    Ok((Writer::new(pool, Arc::new(SystemClock)), keyring))
}

/// Refuses a database that is not of this version.
async fn migrated(database: &DatabaseConnection) -> Result<(), Fault> {
    match migrate::missing(database).await?.len() {
        0 => Ok(()),
        missing => {
            let text = format!("{missing} migrations are missing: run `rapport migrate up`");
            Err(Fault::refused(text))
        }
    }
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
