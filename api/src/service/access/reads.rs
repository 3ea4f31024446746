//! What one request has read so far.

use entity::id::CustomerId;
use std::{
    collections::BTreeSet,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// What one request has read so far; the operations of a request share it.
#[derive(Debug, Default)]
pub(in crate::service) struct Reads(Mutex<Read>);

#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) customers: BTreeSet<CustomerId>,
    pub(super) fields: BTreeSet<&'static str>,
}

impl Reads {
    /// Notes that `field` of these customers was read.
    pub(in crate::service) fn note(
        &self,
        customers: impl IntoIterator<Item = CustomerId>,
        field: &'static str,
    ) {
        let mut read = self.lock();
        for customer in customers {
            read.customers.insert(customer);
            read.fields.insert(field);
        }
    }

    pub(super) fn take(&self) -> Read {
        std::mem::take(&mut *self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Read> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
