//! Keys, tokens and passwords. Nothing here knows the database: what a session is and when it ends
//! is `service::session`'s matter.

mod key_file;
pub mod keyring;
pub mod password;
pub mod policy;
mod ring;
pub mod secret;
pub mod token;
