//! The schema's name for itself.

use aws_lc_rs::digest;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use std::sync::{Arc, OnceLock};

/// A hash of the schema's text. It is known once the schema is built, which carries it along.
#[derive(Clone, Debug, Default)]
pub struct SchemaHash(Arc<OnceLock<String>>);

impl SchemaHash {
    /// Takes the text. The same schema has the same hash, whichever instance answers.
    pub fn take(&self, sdl: &str) {
        let hash = digest::digest(&digest::SHA256, sdl.as_bytes());
        self.0.get_or_init(|| URL_SAFE_NO_PAD.encode(&hash.as_ref()[..12]));
    }

    /// The hash; empty until the schema is built.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.get().map_or("", String::as_str)
    }
}
