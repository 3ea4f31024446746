//! Every key that the server holds, by what it is for.
//!
//! Keys come from a directory named in the configuration, and what they make names its key, so that
//! each purpose can be rotated by adding a file and restarting: the newest key makes, all of them
//! check. To retire a key, remove its file once nothing made under it is left.

pub use super::key_error::KeyError;

use super::{
    key_file::{self, Purpose, RawKey},
    ring::{self, Keyed, Ring, TokenKey},
    secret::Secret,
};
use aws_lc_rs::{
    aead::RandomizedNonceKey,
    hmac,
    signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use std::{fmt, path::Path};

/// What the id of a demo's key begins with.
const DEMO: &str = "demo-";

/// The signed head of the audit chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadSignature {
    /// Which key has signed.
    pub key_id: String,
    /// Ed25519 over the head.
    pub signature: Vec<u8>,
}

/// All keys. Printing it shows what their files are called.
pub struct Keyring {
    token: Ring<TokenKey>,
    audit: Ring<Ed25519KeyPair>,
    identifier: Ring<RandomizedNonceKey>,
    hash: Ring<hmac::Key>,
    refresh: Ring<hmac::Key>,
    cursor: Ring<RandomizedNonceKey>,
}

impl Keyring {
    /// Reads the keys of a directory.
    ///
    /// # Errors
    /// It cannot be read, a purpose has no key, a file is not a key, or a key was made for a demo:
    /// what such keys have signed or sealed counts nowhere else.
    pub fn load(directory: &Path) -> Result<Self, KeyError> {
        let keys = key_file::read_all(directory)?;
        match keys.iter().find(|key| key.id.starts_with(DEMO)) {
            Some(key) => Err(KeyError::Demo(key.id.clone())),
            None => Self::of(keys),
        }
    }

    /// Reads the keys of a demo's directory, or makes one for each purpose where there is none.
    /// Nobody else calls this: a server that made its own keys would hide that the old ones are
    /// lost.
    ///
    /// # Errors
    /// The directory cannot be read or written, or holds some of the keys only.
    pub fn demo(directory: &Path, now: DateTime<Utc>) -> Result<Self, KeyError> {
        match key_file::read_all(directory) {
            Ok(keys) if !keys.is_empty() => Self::of(keys),
            _ => Self::create(directory, now),
        }
    }

    fn create(directory: &Path, now: DateTime<Utc>) -> Result<Self, KeyError> {
        key_file::make_directory(directory)?;
        if !key_file::read_all(directory)?.is_empty() {
            return Err(KeyError::Present(directory.to_owned()));
        }
        // Sorts by age, and says it.
        let id = now.format("demo-%Y%m%dT%H%M%SZ").to_string();
        let keys = fresh(&id)?;
        keys.iter().try_for_each(|key| key.write(directory))?;
        Self::of(keys)
    }

    /// Keys that live as long as the process: for tests.
    ///
    /// # Errors
    /// The system gives no randomness.
    pub fn generated() -> Result<Self, KeyError> {
        Self::of(fresh("generated")?)
    }

    fn of(mut raw: Vec<RawKey>) -> Result<Self, KeyError> {
        let mut take = |purpose| {
            let (taken, rest) =
                std::mem::take(&mut raw).into_iter().partition(|key| key.purpose == purpose);
            raw = rest;
            taken
        };
        Ok(Self {
            token: present(Purpose::Token, Ring::new(take(Purpose::Token), ring::token_key)?)?,
            audit: present(Purpose::Audit, Ring::new(take(Purpose::Audit), ring::signing_key)?)?,
            identifier: present(
                Purpose::Identifier,
                Ring::new(take(Purpose::Identifier), ring::sealing_key)?,
            )?,
            hash: present(Purpose::Hash, Ring::new(take(Purpose::Hash), ring::hashing_key)?)?,
            refresh: present(
                Purpose::Refresh,
                Ring::new(take(Purpose::Refresh), ring::hashing_key)?,
            )?,
            cursor: present(Purpose::Cursor, Ring::new(take(Purpose::Cursor), ring::sealing_key)?)?,
        })
    }

    /// Encrypts a personal identifier for storage; the ciphertext names its key.
    ///
    /// # Errors
    /// The system gives no randomness.
    pub fn seal_identifier(&self, text: &str) -> Result<Vec<u8>, KeyError> {
        self.identifier.seal(Purpose::Identifier.name(), text.as_bytes())
    }

    /// Decrypts a personal identifier; `None` if its key is gone or it was tampered with.
    #[must_use]
    pub fn open_identifier(&self, sealed: &[u8]) -> Option<String> {
        let plain = self.identifier.open(Purpose::Identifier.name(), sealed)?;
        String::from_utf8(plain).ok()
    }

    /// A keyed hash of a personal identifier, for equality search and duplicates; it begins with
    /// the short name of its key. `kind` keeps a mobile number and an account number of the same
    /// digits apart. The text must have been brought to its one form before.
    #[must_use]
    pub fn hash_identifier(&self, kind: &str, text: &str) -> Vec<u8> {
        hashed(self.hash.newest(), kind, text)
    }

    /// What [`Keyring::hash_identifier`] may have made of this text, whichever key it was made
    /// with, the newest first.
    #[must_use]
    pub fn hashes_of_identifier(&self, kind: &str, text: &str) -> Vec<Vec<u8>> {
        self.hash.all().map(|keyed| hashed(keyed, kind, text)).collect()
    }

    /// Encrypts the place in a list, as text that a client hands back.
    ///
    /// # Errors
    /// The system gives no randomness.
    pub fn seal_cursor(&self, place: &[u8]) -> Result<String, KeyError> {
        Ok(URL_SAFE_NO_PAD.encode(self.cursor.seal(Purpose::Cursor.name(), place)?))
    }

    /// Reads a cursor back; `None` for anything that [`Keyring::seal_cursor`] has not made.
    #[must_use]
    pub fn open_cursor(&self, text: &str) -> Option<Vec<u8>> {
        self.cursor.open(Purpose::Cursor.name(), &URL_SAFE_NO_PAD.decode(text).ok()?)
    }

    /// What follows `parent` in its family: the same for each caller and each time, so that a
    /// refresh whose answer was lost can be repeated.
    #[must_use]
    pub fn derive_refresh(&self, parent: &Secret) -> Secret {
        derived(&self.refresh.newest().key, parent)
    }

    /// What may have followed `parent`, whichever key it was derived with, the newest first.
    pub fn successors<'a>(&'a self, parent: &'a Secret) -> impl Iterator<Item = Secret> + 'a {
        self.refresh.all().map(|keyed| derived(&keyed.key, parent))
    }

    /// Signs a head of the audit chain.
    #[must_use]
    pub fn sign_audit_head(&self, head: &[u8]) -> HeadSignature {
        let keyed = self.audit.newest();
        let signature = keyed.key.sign(head).as_ref().to_vec();
        HeadSignature { key_id: keyed.id.clone(), signature }
    }

    /// Whether a key of ours has signed this head.
    #[must_use]
    pub fn verify_audit_head(&self, head: &[u8], signed: &HeadSignature) -> bool {
        self.audit.all().filter(|keyed| keyed.id == signed.key_id).any(|keyed| {
            let key = UnparsedPublicKey::new(&ED25519, keyed.key.public_key());
            key.verify(head, &signed.signature).is_ok()
        })
    }

    pub(super) fn token(&self) -> &Ring<TokenKey> {
        &self.token
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Keyring")
            .field("token", &self.token.names())
            .field("audit", &self.audit.names())
            .field("identifier", &self.identifier.names())
            .field("hash", &self.hash.names())
            .field("refresh", &self.refresh.names())
            .field("cursor", &self.cursor.names())
            .finish()
    }
}

fn fresh(id: &str) -> Result<Vec<RawKey>, KeyError> {
    Purpose::ALL.into_iter().map(|purpose| RawKey::random(purpose, id)).collect()
}

fn present<K>(purpose: Purpose, ring: Option<Ring<K>>) -> Result<Ring<K>, KeyError> {
    ring.ok_or(KeyError::Missing(purpose.name()))
}

fn hashed(keyed: &Keyed<hmac::Key>, kind: &str, text: &str) -> Vec<u8> {
    let mut mac = hmac::Context::with_key(&keyed.key);
    for part in [kind, "\0", text] {
        mac.update(part.as_bytes());
    }
    [keyed.tag.as_slice(), mac.sign().as_ref()].concat()
}

fn derived(key: &hmac::Key, parent: &Secret) -> Secret {
    let mut bytes = [0; super::secret::LENGTH];
    bytes.copy_from_slice(hmac::sign(key, parent.as_bytes()).as_ref());
    Secret::from_bytes(bytes)
}

#[cfg(test)]
mod tests;
