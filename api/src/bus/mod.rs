//! Wake-ups between instances. The change log is the truth and each instance reads it by itself;
//! what is sent here is only how far it reaches, so a message lost costs a second, never an event.

mod wakeup;

#[cfg(test)]
mod tests;

pub use wakeup::{Bus, BusError};
