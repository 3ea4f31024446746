//! Keys as files: `<purpose>.<key id>.key`, holding 32 bytes in base64. The same form for every
//! purpose, so that an operator can make any of them with `openssl rand -base64 32`.

use super::key_error::KeyError;
use aws_lc_rs::rand;
use base64::{Engine, engine::general_purpose::STANDARD};
use std::{
    fmt, fs,
    io::Write,
    path::{Path, PathBuf},
};

/// Bytes of a key.
pub(super) const LENGTH: usize = 32;

/// What a key is for. No key serves two purposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Signs access tokens.
    Token,
    /// Signs heads of the audit chain.
    Audit,
    /// Seals personal identifiers.
    Identifier,
    /// Hashes personal identifiers for equality.
    Hash,
    /// Derives refresh tokens from their parents.
    Refresh,
    /// Seals cursors.
    Cursor,
}

impl Purpose {
    pub(super) const ALL: [Self; 6] =
        [Self::Token, Self::Audit, Self::Identifier, Self::Hash, Self::Refresh, Self::Cursor];

    /// As it stands in the names of files.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Audit => "audit",
            Self::Identifier => "identifier",
            Self::Hash => "hash",
            Self::Refresh => "refresh",
            Self::Cursor => "cursor",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }
}

/// A key as it was read, before it is made fit for its purpose.
pub(super) struct RawKey {
    pub(super) purpose: Purpose,
    /// Sorts by age: the greatest is the newest.
    pub(super) id: String,
    pub(super) bytes: [u8; LENGTH],
}

impl RawKey {
    /// A fresh key.
    pub(super) fn random(purpose: Purpose, id: &str) -> Result<Self, KeyError> {
        let mut bytes = [0; LENGTH];
        rand::fill(&mut bytes).map_err(|_| KeyError::Crypto)?;
        Ok(Self { purpose, id: id.to_owned(), bytes })
    }

    /// Writes the key where nobody but the owner can read it; never over another.
    pub(super) fn write(&self, directory: &Path) -> Result<(), KeyError> {
        let path = directory.join(format!("{}.{}.key", self.purpose.name(), self.id));
        let text = STANDARD.encode(self.bytes) + "\n";
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        private(&mut options);
        let written = options.open(&path).and_then(|mut file| file.write_all(text.as_bytes()));
        written.map_err(|error| KeyError::File(path, error))
    }

    fn read(path: PathBuf, purpose: Purpose, id: &str) -> Result<Self, KeyError> {
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) => return Err(KeyError::File(path, error)),
        };
        let bytes = STANDARD.decode(text.trim()).ok().and_then(|bytes| bytes.try_into().ok());
        let bytes = bytes.ok_or(KeyError::Malformed(path))?;
        Ok(Self { purpose, id: id.to_owned(), bytes })
    }
}

impl fmt::Debug for RawKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "RawKey({}.{})", self.purpose.name(), self.id)
    }
}

/// Makes the directory that holds keys.
pub(super) fn make_directory(directory: &Path) -> Result<(), KeyError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    private_directory(&mut builder);
    builder.create(directory).map_err(|error| KeyError::File(directory.to_owned(), error))
}

/// Reads every key of a directory. Other files are left alone, but a name that ends in `.key` and
/// is not understood is an error: a misspelt key must not be a key that is missing.
pub(super) fn read_all(directory: &Path) -> Result<Vec<RawKey>, KeyError> {
    let failed = |error| KeyError::File(directory.to_owned(), error);
    let mut keys = Vec::new();
    for entry in fs::read_dir(directory).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let Some(stem) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".key"))
        else {
            continue;
        };
        let understood = stem.split_once('.').and_then(|(purpose, id)| {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
            let good = (1..=32).contains(&id.len()) && id.bytes().all(plain);
            good.then_some((Purpose::named(purpose)?, id.to_owned()))
        });
        let Some((purpose, id)) = understood else { return Err(KeyError::Misnamed(path)) };
        keys.push(RawKey::read(path, purpose, &id)?);
    }
    Ok(keys)
}

#[cfg(unix)]
fn private(options: &mut fs::OpenOptions) {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
}

#[cfg(unix)]
fn private_directory(builder: &mut fs::DirBuilder) {
    std::os::unix::fs::DirBuilderExt::mode(builder, 0o700);
}

#[cfg(not(unix))]
fn private(_: &mut fs::OpenOptions) {}

#[cfg(not(unix))]
fn private_directory(_: &mut fs::DirBuilder) {}
