//! Keys, tokens and passwords. Nothing here knows the database: what a session is and when it ends
//! is `service::session`'s matter.

pub mod cookie;
mod key_error;
mod key_file;
pub mod keyring;
pub mod network;
pub mod password;
pub mod policy;
pub mod refresh_token;
mod ring;
pub mod secret;
pub mod token;
