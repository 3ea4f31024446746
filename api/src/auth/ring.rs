//! Keys of one purpose, the newest first: it makes, all of them check.

use super::{key_error::KeyError, key_file::RawKey};
use aws_lc_rs::{
    aead::{AES_256_GCM_SIV, Aad, NONCE_LEN, Nonce, RandomizedNonceKey},
    digest, hmac,
    signature::{Ed25519KeyPair, KeyPair},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{DecodingKey, EncodingKey};

/// Bytes by which a ciphertext or a hash names its key.
const TAG_LENGTH: usize = 4;
/// Bytes by which a token or a signature does.
const ID_LENGTH: usize = 8;

/// Names a key in few bytes.
pub(super) type Tag = [u8; TAG_LENGTH];

/// What a key is known by: it follows from the key, so that its file can be renamed, which is how
/// a new key comes to be the newest only after every instance has it. 64 bits of a hash of 256
/// random ones give nothing away.
fn fingerprint(raw: &RawKey) -> (String, Tag) {
    let mut hash = digest::Context::new(&digest::SHA256);
    hash.update(b"rapport key id ");
    hash.update(raw.purpose.name().as_bytes());
    hash.update(&raw.bytes);
    let hash = hash.finish();
    let mut tag = [0; TAG_LENGTH];
    tag.copy_from_slice(&hash.as_ref()[..TAG_LENGTH]);
    (URL_SAFE_NO_PAD.encode(&hash.as_ref()[..ID_LENGTH]), tag)
}

/// Keys of one purpose. There is at least one.
pub(super) struct Ring<K> {
    newest: Keyed<K>,
    older: Vec<Keyed<K>>,
}

/// A key and its names.
pub(super) struct Keyed<K> {
    /// What the file is called; says the age.
    name: String,
    pub(super) id: String,
    pub(super) tag: Tag,
    pub(super) key: K,
}

impl<K> Ring<K> {
    /// Makes keys of what was read; `None` without any.
    pub(super) fn new(
        mut raw: Vec<RawKey>,
        make: impl Fn(&RawKey) -> Result<K, KeyError>,
    ) -> Result<Option<Self>, KeyError> {
        raw.sort_by(|one, other| other.id.cmp(&one.id));
        let mut keys = Vec::new();
        for raw in raw {
            let (key, (id, tag)) = (make(&raw)?, fingerprint(&raw));
            if keys.iter().any(|known: &Keyed<K>| known.tag == tag) {
                return Err(KeyError::Clash(raw.id));
            }
            keys.push(Keyed { name: raw.id, id, tag, key });
        }
        let mut keys = keys.into_iter();
        Ok(keys.next().map(|newest| Self { newest, older: keys.collect() }))
    }

    /// The one that signs, seals and hashes.
    pub(super) fn newest(&self) -> &Keyed<K> {
        &self.newest
    }

    /// All that may have signed, sealed or hashed, the newest first.
    pub(super) fn all(&self) -> impl Iterator<Item = &Keyed<K>> {
        std::iter::once(&self.newest).chain(&self.older)
    }

    /// What the files are called, the newest first.
    pub(super) fn names(&self) -> Vec<&str> {
        self.all().map(|keyed| keyed.name.as_str()).collect()
    }
}

impl Ring<RandomizedNonceKey> {
    /// Encrypts `plain`. `context` must be given again to open it. AES-256-GCM-SIV, because nonces
    /// are random and cursors are made by the billion: with SIV a nonce drawn twice costs nothing.
    pub(super) fn seal(&self, context: &'static str, plain: &[u8]) -> Result<Vec<u8>, KeyError> {
        let Keyed { tag, key, .. } = self.newest();
        let mut text = plain.to_vec();
        let nonce = key.seal_in_place_append_tag(Aad::from(context), &mut text);
        let nonce = nonce.map_err(|_| KeyError::Crypto)?;
        Ok([tag.as_slice(), nonce.as_ref(), &text].concat())
    }

    /// Decrypts what `seal` made under any key of the ring; `None` for anything else.
    pub(super) fn open(&self, context: &'static str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (tag, rest) = sealed.split_first_chunk::<TAG_LENGTH>()?;
        let (nonce, text) = rest.split_first_chunk::<NONCE_LEN>()?;
        let keyed = self.all().find(|keyed| keyed.tag == *tag)?;
        let mut text = text.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let plain = keyed.key.open_in_place(nonce, Aad::from(context), &mut text).ok()?;
        Some(plain.to_vec())
    }
}

/// Signs access tokens, and checks them.
pub(super) struct TokenKey {
    pub(super) signing: EncodingKey,
    pub(super) checking: DecodingKey,
}

pub(super) fn token_key(raw: &RawKey) -> Result<TokenKey, KeyError> {
    let pair = signing_key(raw)?;
    let document = pair.to_pkcs8v1().map_err(|_| KeyError::Crypto)?;
    Ok(TokenKey {
        signing: EncodingKey::from_ed_der(document.as_ref()),
        checking: DecodingKey::from_ed_der(pair.public_key().as_ref()),
    })
}

pub(super) fn signing_key(raw: &RawKey) -> Result<Ed25519KeyPair, KeyError> {
    Ed25519KeyPair::from_seed_unchecked(&raw.bytes).map_err(|_| KeyError::Crypto)
}

pub(super) fn sealing_key(raw: &RawKey) -> Result<RandomizedNonceKey, KeyError> {
    RandomizedNonceKey::new(&AES_256_GCM_SIV, &raw.bytes).map_err(|_| KeyError::Crypto)
}

#[expect(clippy::unnecessary_wraps, reason = "the shape that `Ring::new` asks for")]
pub(super) fn hashing_key(raw: &RawKey) -> Result<hmac::Key, KeyError> {
    Ok(hmac::Key::new(hmac::HMAC_SHA256, &raw.bytes))
}
