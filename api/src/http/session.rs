//! From a token to whoever it stands for, as the front asks it.

use super::{fault::Fault, front::Authenticate};
use crate::service::{
    error::ServiceError,
    instance::Instance,
    session::authenticate::{Denied, authenticate},
};

/// Takes the access tokens of an instance's sessions.
#[must_use]
pub fn authenticator(instance: Instance) -> Box<Authenticate> {
    Box::new(move |token| {
        let instance = instance.clone();
        Box::pin(async move { authenticate(&instance, &token).await.map_err(Fault::from) })
    })
}

impl From<Denied> for Fault {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Expired => Self::token_expired(),
            Denied::Invalid => Self::unauthenticated(),
            Denied::Failed(error) => {
                tracing::error!(%error, "a session could not be checked");
                match error {
                    ServiceError::Unavailable(_) | ServiceError::StoreUnavailable(_) => {
                        Self::unavailable()
                    }
                    _ => Self::internal(),
                }
            }
        }
    }
}
