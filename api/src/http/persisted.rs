//! Documents by the hash of their text: each is parsed and limited once, and a client that sent it
//! once may send the hash from then on (automatic persisted queries).
//!
//! Parsed documents are kept in the process; texts in the cache, so that what one instance has
//! learned another need not be told. Losing either costs a repeat of the text, nothing else.

use super::{
    guard::{Document, GuardLimits, Refusal},
    params::Params,
};
use crate::cache::Cache;
use aws_lc_rs::digest;
use moka::future;
use std::{fmt::Write, sync::Arc, time::Duration};

/// Text of parsed documents that is kept, bytes. Parsed, a document takes some twenty times that.
const KEPT_BYTES: u64 = 4 << 20;

/// How long a text is known after it was last sent.
const TEXT_LIFE: Duration = Duration::from_hours(30 * 24);

/// Why there is no document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The request holds neither a text nor a hash.
    NotGiven,
    /// The hash is not known. Clients send the text then, if this is told with status 200.
    NotFound,
    /// The hash is that of another text, is no SHA-256 or follows another protocol.
    BadHash,
    /// The document is not answered.
    Refused(Vec<Refusal>),
}

/// The documents that are known.
#[derive(Debug)]
pub struct Documents {
    parsed: future::Cache<String, Arc<Document>>,
    texts: Cache,
    limits: GuardLimits,
}

impl Documents {
    /// Knows none yet; a document must be within `limits` to be known.
    #[must_use]
    pub fn new(texts: Cache, limits: GuardLimits) -> Self {
        let bytes = |_: &String, document: &Arc<Document>| document.bytes();
        let parsed = future::Cache::builder().max_capacity(KEPT_BYTES).weigher(bytes).build();
        Self { parsed, texts, limits }
    }

    /// The limits that all of them are within.
    #[must_use]
    pub fn limits(&self) -> &GuardLimits {
        &self.limits
    }

    /// The document that a request holds or names.
    ///
    /// # Errors
    /// There is none, or it is not answered.
    pub async fn find(&self, params: &Params) -> Result<Arc<Document>, Missing> {
        let named = named_hash(params)?;
        let text = params.query.as_deref().filter(|text| !text.is_empty());
        match (text, named) {
            (Some(text), None) => self.read(hash_of(text), text).await,
            (Some(text), Some(named)) => {
                let hash = hash_of(text);
                if hash != named {
                    return Err(Missing::BadHash);
                }
                self.read(hash, text).await
            }
            (None, Some(named)) => self.known(named).await,
            (None, None) => Err(Missing::NotGiven),
        }
    }

    async fn read(&self, hash: String, text: &str) -> Result<Arc<Document>, Missing> {
        if let Some(known) = self.parsed.get(&hash).await {
            return Ok(known);
        }
        let document = Arc::new(Document::read(text, &self.limits).map_err(Missing::Refused)?);
        self.parsed.insert(hash, Arc::clone(&document)).await;
        Ok(document)
    }

    async fn known(&self, hash: String) -> Result<Arc<Document>, Missing> {
        if let Some(known) = self.parsed.get(&hash).await {
            return Ok(known);
        }
        // A cache that is away knows nothing: the client sends the text.
        let text = self.texts.get_refresh(&key(&hash), TEXT_LIFE).await.ok().flatten();
        let text = text.and_then(|bytes| String::from_utf8(bytes).ok()).ok_or(Missing::NotFound)?;
        self.read(hash, &text).await
    }

    /// Lets other instances know the text of a request that named its hash. Only of somebody who
    /// is known and has paid for it: the store is shared, and nobody else may fill it.
    pub async fn tell(&self, params: &Params) {
        let text = params.query.as_deref().filter(|text| !text.is_empty());
        let (Some(text), Ok(Some(hash))) = (text, named_hash(params)) else { return };
        let told = self.texts.set(&key(&hash), text.as_bytes().to_vec(), TEXT_LIFE).await;
        if let Err(error) = told {
            tracing::debug!(%error, "a document's text is known to this instance only");
        }
    }
}

fn key(hash: &str) -> String {
    format!("document:{{{hash}}}")
}

/// The hash by which a request names its document, in lower case; `None` where it names none.
fn named_hash(params: &Params) -> Result<Option<String>, Missing> {
    let persisted = params.extensions.as_ref().and_then(|given| given.persisted_query.as_ref());
    let hash = match (persisted, &params.document_id) {
        (Some(persisted), _) if persisted.version != 1 => return Err(Missing::BadHash),
        (Some(persisted), _) => persisted.sha256_hash.as_str(),
        (None, Some(id)) => id.strip_prefix("sha256:").ok_or(Missing::BadHash)?,
        (None, None) => return Ok(None),
    };
    let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hash { Ok(Some(hash.to_ascii_lowercase())) } else { Err(Missing::BadHash) }
}

/// SHA-256 of a text, in lower-case hexadecimal.
fn hash_of(text: &str) -> String {
    let digest = digest::digest(&digest::SHA256, text.as_bytes());
    digest.as_ref().iter().fold(String::with_capacity(64), |mut hash, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hash, "{byte:02x}");
        hash
    })
}

#[cfg(test)]
mod tests {
    use super::{Documents, Missing, hash_of};
    use crate::{
        cache::Cache,
        config::Limits,
        http::{
            guard::GuardLimits,
            params::{Extensions, Params, PersistedQuery},
        },
    };

    fn instance(texts: &Cache) -> Documents {
        Documents::new(texts.clone(), GuardLimits::new(&Limits::default(), false))
    }

    fn params(query: Option<&str>, hash: &str) -> Params {
        let sha256_hash = hash.to_owned();
        let persisted_query = Some(PersistedQuery { version: 1, sha256_hash });
        let extensions = Some(Extensions { persisted_query });
        Params { query: query.map(str::to_owned), extensions, ..Params::default() }
    }

    #[tokio::test]
    async fn text_sent_once_is_known_by_its_hash_on_every_instance() {
        let texts = Cache::embedded();
        let (here, there) = (instance(&texts), instance(&texts));
        let hash = hash_of("{ a }");
        assert_eq!(here.find(&params(None, &hash)).await.unwrap_err(), Missing::NotFound);
        let whole = params(Some("{ a }"), &hash);
        here.find(&whole).await.unwrap();
        here.find(&params(None, &hash.to_uppercase())).await.unwrap();
        assert_eq!(there.find(&params(None, &hash)).await.unwrap_err(), Missing::NotFound);
        here.tell(&whole).await;
        there.find(&params(None, &hash)).await.unwrap();
        let id = Some(format!("sha256:{hash}"));
        there.find(&Params { document_id: id, ..Params::default() }).await.unwrap();
    }

    #[tokio::test]
    async fn hash_of_another_text_and_refused_documents_are_not_kept() {
        let here = instance(&Cache::embedded());
        let hash = hash_of("{ a }");
        let other = params(Some("{ b }"), &hash);
        assert_eq!(here.find(&other).await.unwrap_err(), Missing::BadHash);
        assert_eq!(here.find(&params(None, &hash)).await.unwrap_err(), Missing::NotFound);
        assert_eq!(here.find(&params(None, "abc")).await.unwrap_err(), Missing::BadHash);
        assert_eq!(here.find(&Params::default()).await.unwrap_err(), Missing::NotGiven);

        let refused = params(Some("{ a "), &hash_of("{ a "));
        assert!(matches!(here.find(&refused).await, Err(Missing::Refused(_))));
        let asked = params(None, &hash_of("{ a "));
        assert_eq!(here.find(&asked).await.unwrap_err(), Missing::NotFound);
    }
}
