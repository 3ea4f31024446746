//! Phones that work without a network: what they are told, and what becomes of what they send.

mod model;
mod phone;
mod pull;
mod push;
