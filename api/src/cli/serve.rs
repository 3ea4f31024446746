//! `rapport serve`: the API over a database that is there.

use super::{
    exit::Exit,
    exit::Fault,
    instance,
    server::{self, Sockets},
    setup::Setup,
};
use crate::{config::Mode, http::graphiql::Logins};

/// Serves until the process is told to stop.
pub(super) async fn run(setup: &Setup) -> Result<Exit, Fault> {
    if setup.config.mode == Mode::Demo {
        let text = "a demo is run by `rapport demo`; for work on the code the mode is development";
        return Err(Fault::new(Exit::Configuration, text));
    }
    let sockets = Sockets::open(&setup.config.http).await?;
    let instance = instance::open(setup).await?;
    server::run(instance, sockets, Logins::none(), |_| Ok(())).await
}
