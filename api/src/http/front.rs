//! What the front keeps between requests.

use super::{guard::GuardLimits, persisted::Documents, rate::Rates};
use crate::{
    config::{Limits, Mode},
    graphql::schema::{self, Schema},
    service::instance::Instance,
};
use std::{fmt, sync::Arc, time::Duration};

/// Everything that the route of operations needs; clones are the same one.
#[derive(Clone)]
pub struct Front(Arc<Parts>);

pub(super) struct Parts {
    pub(super) instance: Instance,
    pub(super) schema: Schema,
    pub(super) documents: Documents,
    pub(super) rates: Rates,
    /// How long the body of a request is waited for.
    pub(super) body_wait: Duration,
    /// How long an operation may run.
    pub(super) execution: Duration,
    /// Whether introspection is answered and errors suggest names.
    pub(super) shows_schema: bool,
}

impl Front {
    /// The front of an instance.
    #[must_use]
    pub fn new(instance: Instance) -> Self {
        let (config, cache) = (instance.config(), instance.sessions().cache());
        let shows_schema = config.mode.shows_schema();
        let limits = GuardLimits::new(&config.limits, shows_schema);
        let parts = Parts {
            schema: schema::build(),
            documents: Documents::new(cache.clone(), limits),
            rates: Rates::new(cache.clone(), &config.limits),
            body_wait: Duration::from_secs(config.http.body_seconds),
            execution: Duration::from_secs(config.limits.execution_seconds),
            shows_schema,
            instance,
        };
        Self(Arc::new(parts))
    }

    pub(super) fn parts(&self) -> &Parts {
        &self.0
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.0.instance.config().limits
    }

    /// What the server is run for.
    pub(super) fn mode(&self) -> Mode {
        self.0.instance.config().mode
    }
}

impl fmt::Debug for Front {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Front")
    }
}
