//! The API of rapport.

pub mod auth;
pub mod bus;
pub mod cache;
